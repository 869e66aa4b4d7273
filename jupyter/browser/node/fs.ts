// A file system in memory, with the part of node:fs that the package and the kernel use. Files that a site has and that
// nobody needed so far are fetched when they are read, and the reader waits: a worker may.
import { dirname, resolve } from "node:path";
import type { PlacedFile } from "../messages";
import { requestAtOnce } from "./request-at-once";

/** The project's folder: the root of JupyterLab's drive. */
export const root = "/project";

interface File {
  bytes?: Uint8Array | undefined;
  text?: string | undefined;
  url?: string | undefined;
  size: number;
  mtimeMs: number;
}

interface Disk {
  readonly files: Map<string, File>;
  readonly folders: Set<string>;
  readonly open: Map<number, { path: string; at: number }>;
  /** Is told what cells write; `undefined` where they remove a file. */
  readonly changes: { written: (path: string, bytes: Uint8Array | undefined) => void };
}

/** Two scripts in one worker share it: see file-compiler.ts. */
const shared = globalThis as unknown as { inMemoryDisk?: Disk };
shared.inMemoryDisk ??= {
  files: new Map(),
  folders: new Set(["/", root, "/tmp"]),
  open: new Map(),
  changes: { written: () => {} },
};
const { files, folders, open } = shared.inMemoryDisk;
export const { changes } = shared.inMemoryDisk;
let descriptors = 2;
/** Every change gets a time of its own. */
let clock = Date.now();

const absolute = (path: unknown) =>
  resolve(root, path instanceof URL ? decodeURIComponent(path.pathname) : String(path));

const reasons = {
  EBADF: "bad file descriptor",
  EEXIST: "file already exists",
  EISDIR: "illegal operation on a directory",
  ENOENT: "no such file or directory",
  ENOTDIR: "not a directory",
  ENOTEMPTY: "directory not empty",
};

/** @param asked  named as the caller named it, as in Node */
function failure(code: keyof typeof reasons, syscall: string, asked: unknown): Error {
  const path = typeof asked === "string" ? asked : absolute(asked);
  const error = new Error(`${code}: ${reasons[code]}, ${syscall} '${path}'`);
  return Object.assign(error, { errno: -2, code, syscall, path });
}

function addFolders(path: string): void {
  for (let folder = dirname(path); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
}

/** Places a file that comes from outside: it does not count as written. */
export function place(path: string, file: PlacedFile): void {
  const full = absolute(path);
  addFolders(full);
  files.set(full, { ...file, size: file.size ?? 0, mtimeMs: ++clock });
}

export const remove = (path: string): void => void files.delete(absolute(path));
export const isFile = (path: string): boolean => files.has(absolute(path));
export const isFolder = (path: string): boolean => folders.has(absolute(path));

function fileAt(path: unknown, syscall: string): File {
  const full = absolute(path);
  const file = files.get(full);
  if (!file) throw failure(folders.has(full) ? "EISDIR" : "ENOENT", syscall, path);
  return file;
}

function bytesOf(file: File, path: string): Uint8Array {
  if (file.bytes) return file.bytes;
  if (file.text === undefined) file.bytes = fetched(file.url as string, path);
  else file.bytes = new TextEncoder().encode(file.text);
  return file.bytes;
}

function fetched(url: string, path: string): Uint8Array {
  const { status, bytes } = fromSite(url, path);
  if (status !== 200) throw failure("ENOENT", `fetch (${status})`, path);
  return bytes;
}

function fromSite(url: string, path: string) {
  try {
    return requestAtOnce(url);
  } catch {
    throw new Error(`no answer of the site that has ${path}: is there a network?`);
  }
}

type Encoding = string | { readonly encoding?: string | null; readonly flag?: string } | null;
const nameOf = (options?: Encoding) => (typeof options === "string" ? options : options?.encoding);
const toBytes = (data: string | ArrayBufferView, encoding?: string | null): Uint8Array =>
  typeof data === "string" ? Buffer.from(data, (encoding ?? "utf8") as BufferEncoding) : bytesIn(data);
const bytesIn = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer.slice(byteOffset, byteOffset + byteLength));

/** The path of a file that may be named by its descriptor. */
const pathOf = (target: unknown): unknown => (typeof target === "number" ? openFile(target).path : target);

export function readFileSync(target: unknown, options?: Encoding): Buffer | string {
  const path = pathOf(target);
  const full = absolute(path);
  const file = fileAt(path, "open");
  const encoding = nameOf(options);
  if (/^utf-?8$/i.test(encoding ?? "")) {
    file.text ??= new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytesOf(file, full));
    return file.text;
  }
  const copy = Buffer.from(bytesOf(file, full));
  return encoding ? copy.toString(encoding as BufferEncoding) : copy;
}

export function writeFileSync(target: unknown, data: string | ArrayBufferView, options?: Encoding): void {
  const asked = pathOf(target);
  const path = absolute(asked);
  if (folders.has(path)) throw failure("EISDIR", "open", asked);
  const flag = (typeof options === "object" && options?.flag) || "w";
  if (flag.includes("x") && files.has(path)) throw failure("EEXIST", "open", asked);
  if (!folders.has(dirname(path))) throw failure("ENOENT", "open", asked);
  const bytes = toBytes(data, nameOf(options));
  const before = flag.startsWith("a") && files.has(path) ? bytesOf(fileAt(path, "open"), path) : new Uint8Array();
  store(path, joined(before, bytes));
}
export const appendFileSync = (path: unknown, data: string | ArrayBufferView): void =>
  writeFileSync(path, data, { flag: "a" });

function joined(before: Uint8Array, bytes: Uint8Array): Uint8Array {
  const all = new Uint8Array(before.length + bytes.length);
  all.set(before);
  all.set(bytes, before.length);
  return all;
}

function store(path: string, bytes: Uint8Array): void {
  files.set(path, { bytes, size: bytes.length, mtimeMs: ++clock });
  changes.written(path, bytes);
}

function openFile(descriptor: number) {
  const found = open.get(descriptor);
  if (!found) throw failure("EBADF", "write", String(descriptor));
  return found;
}

export function openSync(path: unknown, flags = "r"): number {
  const full = absolute(path);
  if (flags.startsWith("r")) fileAt(full, "open");
  else if (flags.startsWith("w") || !files.has(full)) writeFileSync(full, "", { flag: flags });
  const at = flags.startsWith("a") ? bytesOf(fileAt(full, "open"), full).length : 0;
  open.set(++descriptors, { path: full, at });
  return descriptors;
}

/** Descriptors 1 and 2 are the cell's output. */
export function writeSync(descriptor: number, data: string | ArrayBufferView): number {
  const bytes = toBytes(data);
  if (descriptor === 1 || descriptor === 2) {
    process[descriptor === 1 ? "stdout" : "stderr"].write(bytes);
    return bytes.length;
  }
  const file = openFile(descriptor);
  const before = bytesOf(fileAt(file.path, "write"), file.path).subarray(0, file.at);
  store(file.path, joined(before, bytes));
  file.at += bytes.length;
  return bytes.length;
}

export function readSync(descriptor: number, into: Uint8Array, offset = 0, length = into.length): number {
  const file = openFile(descriptor);
  const part = bytesOf(fileAt(file.path, "read"), file.path).subarray(file.at, file.at + length);
  into.set(part, offset);
  file.at += part.length;
  return part.length;
}

export function truncateSync(path: unknown, length = 0): void {
  const full = absolute(path);
  store(full, bytesOf(fileAt(path, "truncate"), full).slice(0, length));
}

export const closeSync = (descriptor: number): void => void open.delete(descriptor);
export const fsyncSync = (): void => {};
export const fchmodSync = (): void => {};

export function mkdirSync(path: unknown, { recursive = false }: { recursive?: boolean } = {}): void {
  const full = absolute(path);
  if (!recursive && existsSync(full)) throw failure("EEXIST", "mkdir", path);
  if (!recursive && !folders.has(dirname(full))) throw failure("ENOENT", "mkdir", path);
  addFolders(`${full}/_`);
}

export function mkdtempSync(prefix: string): string {
  const path = `${absolute(prefix)}${(++clock).toString(36)}`;
  mkdirSync(path);
  return path;
}

export function copyFileSync(from: unknown, to: unknown): void {
  writeFileSync(to, readFileSync(from) as Buffer);
}

export function renameSync(from: unknown, to: unknown): void {
  const [source, target] = [absolute(from), absolute(to)];
  const bytes = bytesOf(fileAt(from, "rename"), source);
  writeFileSync(target, bytes);
  unlinkSync(source);
}

export function unlinkSync(path: unknown): void {
  const full = absolute(path);
  fileAt(path, "unlink");
  files.delete(full);
  changes.written(full, undefined);
}

export function rmSync(path: unknown, { force = false, recursive = false } = {}): void {
  const full = absolute(path);
  if (!existsSync(full) && !force) throw failure("ENOENT", "rm", path);
  if (files.has(full)) unlinkSync(full);
  if (!folders.has(full)) return;
  if (!recursive) throw failure("EISDIR", "rm", path);
  for (const file of [...files.keys()]) if (file.startsWith(`${full}/`)) unlinkSync(file);
  for (const folder of [...folders]) if (folder === full || folder.startsWith(`${full}/`)) folders.delete(folder);
}
export function rmdirSync(path: unknown): void {
  if (readdirSync(path).length > 0) throw failure("ENOTEMPTY", "rmdir", path);
  folders.delete(absolute(path));
}

export const existsSync = (path: unknown): boolean => files.has(absolute(path)) || folders.has(absolute(path));

export function accessSync(path: unknown): void {
  if (!existsSync(path)) throw failure("ENOENT", "access", path);
}

export function statSync(path: unknown, { throwIfNoEntry = true } = {}) {
  const full = absolute(path);
  const file = files.get(full);
  if (!file && !folders.has(full)) {
    if (throwIfNoEntry) throw failure("ENOENT", "stat", path);
    return undefined;
  }
  const { bytes, text, size, mtimeMs } = file ?? { size: 4096, mtimeMs: 0 };
  return {
    mtimeMs,
    ctimeMs: mtimeMs,
    mtime: new Date(mtimeMs),
    size: bytes?.length ?? (text === undefined ? size : new TextEncoder().encode(text).length),
    ino: 0,
    mode: file ? 0o100644 : 0o40755,
    isFile: () => file !== undefined,
    isDirectory: () => file === undefined,
    isSymbolicLink: () => false,
  };
}
export const lstatSync = statSync;
export const realpathSync = Object.assign((path: unknown) => absolute(path), { native: absolute });

export function readdirSync(path: unknown, { withFileTypes = false, recursive = false } = {}): unknown[] {
  const full = absolute(path);
  if (!folders.has(full)) throw failure(files.has(full) ? "ENOTDIR" : "ENOENT", "scandir", path);
  const start = full === "/" ? "/" : `${full}/`;
  const found = new Map<string, boolean>();
  for (const [all, isFolder] of [[folders, true] as const, [files.keys(), false] as const])
    for (const one of all)
      if (one.startsWith(start) && one !== full && (recursive || !one.slice(start.length).includes("/")))
        found.set(one.slice(start.length), isFolder);
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, isFolder]) =>
      withFileTypes ? { name, parentPath: full, isDirectory: () => isFolder, isFile: () => !isFolder } : name,
    );
}

type Anything = (...values: never[]) => unknown;
const later =
  (work: Anything) =>
  async (...values: never[]) =>
    work(...values);

/** node:fs/promises, whose work is done at once. */
export const promises = Object.fromEntries(
  Object.entries({
    access: accessSync,
    appendFile: appendFileSync,
    copyFile: copyFileSync,
    lstat: statSync,
    mkdir: mkdirSync,
    mkdtemp: mkdtempSync,
    readdir: readdirSync,
    readFile: readFileSync,
    realpath: realpathSync,
    rename: renameSync,
    rm: rmSync,
    stat: statSync,
    unlink: unlinkSync,
    writeFile: writeFileSync,
  } as Record<string, Anything>).map(([name, work]) => [name, later(work)]),
);
export const constants = { F_OK: 0, R_OK: 4, W_OK: 2 };

/** The same with callbacks, as node:fs has them. */
export const withCallbacks = Object.fromEntries(
  Object.entries(promises).map(([name, work]) => [
    name,
    (...values: unknown[]) => {
      const done = values.pop() as (error: unknown, value?: unknown) => void;
      // A timer's turn is the cell's, and its errors are too.
      const told = (error: unknown, value?: unknown) => void setTimeout(() => done(error, value));
      work(...(values as never[])).then((value) => told(null, value), told);
    },
  ]),
);
