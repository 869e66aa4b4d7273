// The project's files: where an import leads, what a file needs, its JavaScript, and what an edit makes stale.
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Emitter } from "../emitting/emitter";
import { type EmittedFile, emitFile, FileEmitError } from "./emitted-file";
import { type Alias, isDeclaration, isOurs, resolveFile, statsOf } from "./file-paths";

interface ProjectFile {
  readonly path: string;
  readonly version: number;
  stamp: string;
  readonly text: string;
  /** The files that this one names in imports, also in imports of types alone. */
  readonly mentions: readonly string[];
  /** Imports that lead nowhere; somebody may still create the file. */
  readonly missing: readonly string[];
  /** `undefined` for a file that only declares types, and where no JavaScript is wanted. */
  readonly emitted: Promise<EmittedFile> | undefined;
}

/** What a look at the disk found. */
export interface Refreshed {
  /** The files that were asked for, and all that they import. */
  readonly reached: ReadonlySet<string>;
  readonly changed: readonly string[];
  readonly deleted: readonly string[];
  /** The files that changed, and all files that import them. */
  readonly stale: ReadonlySet<string>;
}

const mentioned = /\b(?:from|import|require)\s*\(?\s*(["'])([^"'\n]+)\1/g;

/** The project's files that cells import, directly or not: their texts, their imports and their JavaScript. */
export class ProjectFiles {
  /** The folders in which a cell's import is looked for, in this order. */
  readonly #folders: readonly string[];
  readonly #aliases: readonly Alias[];
  readonly #emitter: Emitter | undefined;
  readonly #files = new Map<string, ProjectFile>();
  #versions = 0;

  /** @param emitter  left out where no JavaScript is wanted */
  constructor(folders: readonly string[], aliases: readonly Alias[], emitter?: Emitter) {
    this.#folders = folders;
    this.#aliases = aliases;
    this.#emitter = emitter;
  }

  /** The file that a cell's import leads to; `undefined` for a package, or if there is no such file. */
  resolve(from: string): string | undefined {
    return resolveFile(from, this.#folders, this.#aliases);
  }

  /** The files that an import would lead to in each of the folders, in their order. */
  resolveAll(from: string): string[] {
    if (!from.startsWith("./")) return [];
    return this.#folders.flatMap((folder) => resolveFile(from, [folder]) ?? []);
  }

  /** The files that were read at some time and are no more: removed, or renamed. */
  gone(): string[] {
    return [...this.#files.keys()].filter((path) => stampOf(path) === undefined);
  }

  /** Reads the edits in these files and in all that they import. */
  refresh(paths: readonly string[]): Refreshed {
    const found = this.#visit(paths);
    if (found.deleted.length > 0) {
      // A file that imported a deleted one may find another file in its place.
      for (const path of found.stale) this.#files.delete(path);
      const again = this.#visit(paths);
      const { deleted } = found;
      return { ...again, deleted, stale: new Set([...found.stale, ...again.stale]) };
    }
    return found;
  }

  #visit(paths: readonly string[]): Refreshed {
    const reached = new Set<string>();
    const changed: string[] = [];
    const deleted: string[] = [];
    // The loop also visits what is added to the set meanwhile.
    const waiting = new Set(paths.filter((path) => isOurs(path)));
    for (const path of waiting) {
      const stamp = stampOf(path);
      if (stamp === undefined) {
        if (this.#files.delete(path)) deleted.push(path);
        continue;
      }
      reached.add(path);
      if (this.#look(path, stamp)) changed.push(path);
      for (const other of this.#files.get(path)?.mentions ?? []) {
        if (isOurs(other)) waiting.add(other);
      }
    }
    return { reached, changed, deleted, stale: this.#withImporters([...changed, ...deleted]) };
  }

  /**
   * The JavaScript of these files.
   *
   * @throws {FileEmitError} for the first file that has none
   */
  async emitted(paths: Iterable<string>): Promise<EmittedFile[]> {
    const files = Array.from(paths, (path) => this.#files.get(path)?.emitted);
    return (await Promise.all(files)).flatMap((file) => file ?? []);
  }

  /** The versions of these files, but for those without JavaScript. */
  versions(paths: Iterable<string>): [path: string, version: number][] {
    return Array.from(paths).flatMap((path) => {
      const file = this.#files.get(path);
      return file?.emitted ? [[path, file.version]] : [];
    });
  }

  text(path: string): string | undefined {
    return this.#files.get(path)?.text;
  }

  /** The files whose texts are not these, and all that import them. @param texts  by path */
  unlike(texts: ReadonlyMap<string, string>): Set<string> {
    const files = [...this.#files.values()];
    return this.#withImporters(files.filter(({ path, text }) => texts.get(path) !== text).map(({ path }) => path));
  }

  /** @returns whether the file is new or has another text than before */
  #look(path: string, stamp: string): boolean {
    const known = this.#files.get(path);
    const folder = dirname(path);
    const isMade = (from: string) => resolveFile(from, [folder], this.#aliases) !== undefined;
    if (known && !known.missing.some(isMade)) {
      if (known.stamp === stamp) return false;
      const isSame = known.text === readText(path);
      if (isSame) known.stamp = stamp;
      if (isSame) return false;
    }
    const text = readText(path);
    const requests = Array.from(text.matchAll(mentioned), ([, , from]) => from as string);
    const mentions = requests.flatMap((from) => resolveFile(from, [folder], this.#aliases) ?? []);
    const isAliased = (from: string) =>
      this.#aliases.some(({ pattern }) => from.startsWith(pattern.split("*")[0] || "\0"));
    const missing = requests.filter((from) => (from.startsWith(".") || isAliased(from)) && !isMade(from));
    const version = ++this.#versions;
    const emitter = isDeclaration(path) ? undefined : this.#emitter;
    const emitted = emitter && emitFile({ path, version, text }, emitter, this.#aliases);
    // Whoever needs the JavaScript awaits it, so an error is ignored here. An error that is not the file's own, such as
    // a dead process, makes the next `refresh` try again.
    emitted?.catch((error) => {
      if (!(error instanceof FileEmitError)) this.#files.delete(path);
    });
    this.#files.set(path, { path, version, stamp, text, mentions, missing, emitted });
    return true;
  }

  #withImporters(paths: readonly string[]): Set<string> {
    const stale = new Set(paths);
    for (const path of stale) {
      for (const file of this.#files.values()) if (file.mentions.includes(path)) stale.add(file.path);
    }
    return stale;
  }
}

const readText = (path: string): string => readFileSync(path, "utf8").replace(/^\uFEFF/, "");

/** A text that changes with every edit, also with one that keeps the file's size and time of modification. */
function stampOf(path: string): string | undefined {
  const stats = statsOf(path);
  return stats?.isFile() ? `${stats.mtimeMs} ${stats.ctimeMs} ${stats.size} ${stats.ino}` : undefined;
}
