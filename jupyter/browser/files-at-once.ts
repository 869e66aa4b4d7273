import type { ModuleNews } from "../kernel/compiler/cells/compiled-cell";
import { emitFileAtOnce } from "../kernel/compiler/files/emitted-file";
import { isDeclaration } from "../kernel/compiler/files/file-paths";
import { ProjectFiles } from "../kernel/compiler/files/project-files";
import { TypeScript6Emitter } from "./seams/typescript-emitter";

/** Compiles files for code that waits for them. */
export class FilesAtOnce {
  readonly #files: ProjectFiles;
  readonly #emitter = new TypeScript6Emitter({ useDefineForClassFields: true });
  #versions = 0;

  constructor(folders: readonly string[]) {
    this.#files = new ProjectFiles(folders, []);
  }

  /**
   * @param versionOf  the version of a file that is here as it is now
   * @throws {Error} if one of the files, or one that they import, has no JavaScript
   */
  load(paths: readonly string[], versionOf: (path: string) => number | undefined): ModuleNews {
    const reached = [...this.#files.refresh(paths).reached].filter((path) => !isDeclaration(path));
    const files = reached.flatMap((path) => {
      if (versionOf(path) !== undefined) return [];
      const text = this.#files.text(path) ?? "";
      // The compiler's own versions are positive.
      const version = --this.#versions;
      return emitFileAtOnce({ path, version, text }, (text, options) => this.#emitter.emitAtOnce(text, options), []);
    });
    const made = new Map(files.map(({ path, version }) => [path, version]));
    return { files, versions: reached.map((path) => [path, made.get(path) ?? (versionOf(path) as number)]) };
  }
}
