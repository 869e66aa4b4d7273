// Files that running code asks for: `require("./x")`, `await import(path)`. Nothing can be asked of another worker while
// code waits, so the compiler's script is loaded into this one when it is needed for the first time.
import type { ModuleNews } from "../kernel/compiler/cells/compiled-cell";
import type { EmittedFile } from "../kernel/compiler/files/emitted-file";
import type { FilesAtOnce } from "./files-at-once";
import { statSync } from "./node/fs";

/** A worker's own. */
declare function importScripts(url: string): void;

interface Known {
  readonly file: EmittedFile;
  readonly mtimeMs: number | undefined;
}

const modified = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs;

/** In the place of the way to the compiler's thread. */
export class FileCompiler {
  /** The files that came with cells, as long as nobody has edited them. */
  readonly #known = new Map<string, Known>();
  readonly #folders: readonly string[];
  #files: FilesAtOnce | undefined;

  /** @param folders  the notebook's and the project's */
  constructor(folders: readonly string[]) {
    this.#folders = folders;
  }

  /** Notes what a cell brought. */
  note({ files }: ModuleNews): void {
    for (const file of files) this.#known.set(file.path, { file, mtimeMs: modified(file.path) });
  }

  load(path: string): ModuleNews {
    return this.resend([path]);
  }

  resend(paths: readonly string[]): ModuleNews {
    const known = this.#below(paths);
    if (known) return { files: [], versions: known.map(({ path, version }) => [path, version]) };
    const news = this.#opened().load(paths, (path) => this.#unchanged(path)?.version);
    this.note(news);
    return news;
  }

  /** These files and all that they import; `undefined` where one of them is not known as it is now. */
  #below(paths: readonly string[]): EmittedFile[] | undefined {
    const found = new Map<string, EmittedFile>();
    const waiting = new Set(paths);
    for (const path of waiting) {
      const file = this.#unchanged(path);
      if (!file) return undefined;
      found.set(path, file);
      for (const other of file.files.values()) waiting.add(other);
    }
    return [...found.values()];
  }

  #unchanged(path: string): EmittedFile | undefined {
    const known = this.#known.get(path);
    return known && known.mtimeMs === modified(path) ? known.file : undefined;
  }

  #opened(): FilesAtOnce {
    if (this.#files) return this.#files;
    const offered = globalThis as unknown as { filesAtOnce?: (folders: readonly string[]) => FilesAtOnce };
    if (!offered.filesAtOnce) importScripts(new URL("compiler.js", location.href).href);
    this.#files = offered.filesAtOnce?.(this.#folders) as FilesAtOnce;
    return this.#files;
  }
}
