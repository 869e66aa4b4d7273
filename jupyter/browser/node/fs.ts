// node:fs on a disk in memory, which is memfs. Files that a site has and that nobody needed so far are fetched when they
// are opened, and the reader waits: a worker may.
import { posix } from "node:path";
import { createError, type File, Node as Inode, type Link, Superblock } from "@jsonjoy.com/fs-core";
import { createFsFromVolume, type IFs, Volume } from "memfs";
import type { PlacedFile } from "../messages";
import { requestAtOnce } from "./request-at-once";

/** The project's folder: the root of JupyterLab's drive. */
export const root = "/project";

let clock = 0;
/** Every change gets a time of its own: two writes within one millisecond differ. */
function now(): Date {
  clock = Math.max(clock + 1, Date.now());
  return new Date(clock);
}

/** A file or folder, whose content may not be there yet. */
class LazyInode extends Inode {
  /** What the content comes from; `undefined` once it is in memory. */
  source: (PlacedFile & { readonly path: string }) | undefined;

  override touch(): void {
    super.touch();
    this.mtime = now();
  }

  override getSize(): number {
    if (this.source && this.source.size === undefined) this.load();
    return this.source?.size ?? super.getSize();
  }

  override truncate(length?: number): void {
    this.source = undefined;
    super.truncate(length);
  }

  load(): void {
    if (!this.source) return;
    const { text, path, url = "", bytes = text === undefined ? fetched(url, path) : Buffer.from(text) } = this.source;
    const { mtime } = this;
    this.source = undefined;
    this.setBuffer(bytes as Buffer);
    this.mtime = mtime;
  }
}

function fetched(url: string, path: string): Uint8Array {
  const { status, bytes } = fromSite(url, path);
  if (status !== 200) throw createError("ENOENT", `fetch (${status})`, path);
  return bytes;
}

function fromSite(url: string, path: string) {
  try {
    return requestAtOnce(url);
  } catch {
    throw new Error(`no answer of the site that has ${path}: is there a network?`);
  }
}

const truncates = 0o1000;

class Disk extends Superblock {
  override createNode(mode: number): LazyInode {
    const node = new LazyInode(++this.ino, mode);
    node.mtime = now();
    this.inodes[node.ino] = node;
    return node;
  }

  override openLink(link: Link, flags: number, resolveSymlinks?: boolean, name?: string): File {
    if (!(flags & truncates)) (link.getNode() as LazyInode).load();
    return super.openLink(link, flags, resolveSymlinks, name);
  }

  /** Descriptors 1 and 2 are the cell's output. */
  override write(fd: number, bytes: Buffer, offset = 0, length = bytes.length, position: number | null = null): number {
    if (fd !== 1 && fd !== 2) return super.write(fd, bytes, offset, length, position);
    process[fd === 1 ? "stdout" : "stderr"].write(bytes.subarray(offset, offset + length));
    return length;
  }
}

interface Shared {
  readonly disk: Disk;
  readonly fs: IFs;
  /** The files that cells have written or removed, in order. */
  readonly changed: Set<string>;
}

function open(): Shared {
  const disk = new Disk();
  const changed = new Set<string>();
  for (const folder of [root, "/tmp"]) disk.mkdirp(folder, 0o777);
  disk.changes.listen(({ link, steps, oldSteps }) => {
    const path = steps.join("/");
    for (const file of filesBelow(link)) {
      const paths = oldSteps ? [file, oldSteps.join("/") + file.slice(path.length)] : [file];
      for (const one of paths) {
        changed.delete(one);
        changed.add(one);
      }
    }
  });
  const fs = createFsFromVolume(new Volume(disk));
  return { disk, changed, fs: Object.assign(fs, openingToRead(fs)) };
}

/** In Node, flags may be left out. */
function openingToRead({ open, openSync }: IFs): Pick<IFs, "open" | "openSync"> {
  return {
    openSync: (path, flags = "r", mode) => openSync(path, flags, mode),
    open: (path, ...rest: unknown[]) =>
      (open as (...values: unknown[]) => void)(path, ...(typeof rest[0] === "function" ? ["r", ...rest] : rest)),
  };
}

const filesBelow = (link: Link): string[] =>
  link.getNode().isDirectory() ? below(link).flatMap(filesBelow) : [link.getPath()];
const below = (link: Link): Link[] =>
  [...link.children].flatMap(([name, child]) => (child && name !== "." && name !== ".." ? [child] : []));

/** Two scripts in one worker share it: see file-compiler.ts. */
const global = globalThis as unknown as { diskInMemory?: Shared };
global.diskInMemory ??= open();
const { disk, changed } = global.diskInMemory;

/** Places a file that comes from outside: it does not count as written. */
export function place(path: string, file: PlacedFile): void {
  const steps = stepsTo(path);
  const name = steps.pop() as string;
  const folder = linkAt(steps) ?? folderAt(steps);
  const before = folder.getChild(name);
  if (before) disk.deleteLink(before);
  const { node } = disk.createLink(folder, name);
  Object.assign(node, { source: { ...file, path } });
}

/** From the project's folder, where a path does not begin at the root. */
const stepsTo = (path: string): string[] => posix.resolve(root, path).split("/").slice(1);

function folderAt(steps: readonly string[]): Link {
  const path = `/${steps.join("/")}`;
  disk.mkdirp(path, 0o777);
  return disk.getResolvedLinkOrThrow(path);
}

export function remove(path: string): void {
  const link = linkAt(stepsTo(path));
  if (link) disk.deleteLink(link);
}

/** What cells have written below the project's folder since the last time; without bytes what they have removed. */
export function takeWritten(): [path: string, bytes: Uint8Array<ArrayBuffer> | undefined][] {
  const paths = [...changed].filter((path) => path.startsWith(`${root}/`));
  changed.clear();
  return paths.map((path) => [path.slice(root.length + 1), isFile(path) ? bytesAt(path) : undefined]);
}
const bytesAt = (path: string) => new Uint8Array(readFileSync(path) as Buffer);

/** What is at a path, without the error that tells where there is nothing. */
function linkAt(path: string | string[]): Link | undefined {
  const found = disk.walk(path as string, true, false, false);
  return found.ok ? (found.value ?? undefined) : undefined;
}
export const isFile = (path: string): boolean => linkAt(path)?.getNode().isFile() ?? false;
export const isFolder = (path: string): boolean => linkAt(path)?.getNode().isDirectory() ?? false;

/** A file's text; what came as text is not coded to bytes and back. */
export const textAt = (path: string): string =>
  (linkAt(path)?.getNode() as LazyInode | undefined)?.source?.text ?? (readFileSync(path, "utf8") as string);

export const { fs } = global.diskInMemory;
export default fs;
/** What the kernel's files import by name. */
export const { existsSync, mkdirSync, readdirSync, readFileSync, statSync } = fs;
