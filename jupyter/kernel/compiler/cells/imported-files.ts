import { type Checker, type Diagnostic, errorsOf, type FileNews } from "../checking/checker";
import { FileEmitError } from "../files/emitted-file";
import type { ProjectFiles, Refreshed } from "../files/project-files";
import type { CompileFailure, Counts, ModuleNews } from "./compiled-cell";

/** What the checker and the main thread know of the project's files that cells import. */
export class ImportedFiles {
  readonly counts: Counts = { filesChecked: 0 };
  readonly #files: ProjectFiles;
  readonly #noticed: (news: FileNews) => void;
  readonly #checked: ReadonlyMap<string, string>;
  /** Files whose types were found right, and that have not changed since. */
  readonly #right = new Set<string>();
  /** Files that the checker has read. */
  readonly #seen = new Set<string>();
  /** Files that the main thread was sent at some time. */
  readonly #sent = new Set<string>();
  /** Changed files that the main thread has not been sent. */
  readonly #unsent = new Set<string>();

  /**
   * @param noticed  called with what happened to the files on disk
   * @param checked  texts of files, by path, that were found right together
   */
  constructor(files: ProjectFiles, noticed: (news: FileNews) => void, checked: ReadonlyMap<string, string>) {
    this.#files = files;
    this.#noticed = noticed;
    this.#checked = checked;
  }

  /**
   * Takes in what a look at the disk found.
   *
   * @returns what the checker has to be told
   */
  note({ changed, deleted, stale }: Refreshed): FileNews {
    if (stale.size > 0) this.#noticed({ changed, deleted });
    for (const path of stale) this.#right.delete(path);
    for (const path of deleted) this.#seen.delete(path);
    for (const path of changed) this.#unsent.add(path);
    return { changed: changed.filter((path) => this.#seen.has(path)), deleted };
  }

  /** The checker has read these files. */
  wereRead(paths: Iterable<string>): void {
    for (const path of paths) this.#seen.add(path);
  }

  /** What is wrong with the types of these files. */
  errors(paths: Iterable<string>, checker: Checker): Diagnostic[] {
    const found: Diagnostic[] = [];
    const isKnown = this.#knownRight();
    for (const path of paths) {
      if (this.#right.has(path) || path.endsWith(".json") || isKnown(path)) continue;
      this.counts.filesChecked++;
      const errors = errorsOf(checker, path);
      if (errors.length === 0) this.#right.add(path);
      found.push(...errors);
    }
    return found;
  }

  /** Whether a file and all that it imports are as they were when they were found right. */
  #knownRight(): (path: string) => boolean {
    if (this.#checked.size === 0) return () => false;
    const others = this.#files.unlike(this.#checked);
    return (path) => !others.has(path);
  }

  /** The files among these that the main thread has not been sent. Errors in other files do not matter here. */
  async news(reached: ReadonlySet<string>): Promise<ModuleNews | CompileFailure> {
    const unsent = [...this.#unsent].filter((path) => reached.has(path));
    try {
      const files = await this.#files.emitted(unsent);
      for (const path of unsent) {
        this.#unsent.delete(path);
        this.#sent.add(path);
      }
      return { files, versions: this.#files.versions(reached) };
    } catch (error) {
      if (!(error instanceof FileEmitError)) throw error;
      const { path, start, message } = error;
      return this.failure([{ path, start, length: 1, code: 0, message }]);
    }
  }

  /** Loads files that running code asks for. */
  async load(paths: readonly string[]): Promise<ModuleNews | CompileFailure> {
    const refreshed = this.#files.refresh(paths);
    this.note(refreshed);
    return this.news(refreshed.reached);
  }

  /** Sends again files that the main thread was sent and does not have. */
  async resend(paths: readonly string[]): Promise<ModuleNews | CompileFailure> {
    for (const path of paths) this.#unsent.add(path);
    return this.news(new Set(paths));
  }

  failure(errors: readonly Diagnostic[]): CompileFailure {
    const paths = new Set(errors.flatMap(({ path }) => path ?? []));
    const texts = Array.from(paths, (path) => [path, this.#files.text(path) ?? ""] as const);
    return { errors, texts: new Map(texts), inUse: this.#sent };
  }
}
