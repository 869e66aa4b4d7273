// The files that the main thread was sent, and the modules that it made of them: what is there, and what is too old.
import type { EmittedFile } from "../compiler/files/emitted-file";
import type { Namespace } from "./namespaces";

/** A file of the project that was run, or that is about to be. */
export interface LoadedModule {
  /** The version of the file that was run. */
  readonly version: number;
  exports: unknown;
  isLoaded: boolean;
}

/** The files of the project that the main thread has, and the exports of those that it has run. */
export class LoadedModules {
  readonly #files = new Map<string, EmittedFile>();
  readonly #modules = new Map<string, LoadedModule>();
  /** The file that each exported class and function comes from, also after an edit has replaced it. */
  readonly #homes = new WeakMap<object, string>();

  /** Takes in a new or changed file. */
  add(file: EmittedFile): void {
    this.#files.set(file.path, file);
  }

  file(path: string): EmittedFile | undefined {
    return this.#files.get(path);
  }

  module(path: string): LoadedModule | undefined {
    return this.#modules.get(path);
  }

  /** The paths of all modules, those too that are not through yet. */
  get paths(): string[] {
    return [...this.#modules.keys()];
  }

  /** The paths of which another version is here, or none. */
  lost(versions: readonly (readonly [path: string, version: number])[]): string[] {
    return versions.filter(([path, version]) => this.#files.get(path)?.version !== version).map(([path]) => path);
  }

  /** The files that have to be loaded for `paths`. Each file stands behind those that it imports. */
  missingBelow(paths: readonly string[], seen = new Set<string>()): EmittedFile[] {
    return paths.flatMap((path) => {
      const file = this.#files.get(path);
      if (!file || seen.has(path) || this.#modules.get(path)?.isLoaded) return [];
      seen.add(path);
      return [...this.missingBelow([...file.files.values()], seen), file];
    });
  }

  /** The file of that path and all that it imports, directly or not; none where it is not here. */
  below(path: string): EmittedFile[] {
    const found = new Set<EmittedFile>();
    const take = (file: EmittedFile | undefined) => {
      if (!file || found.has(file)) return;
      found.add(file);
      for (const other of file.files.values()) take(this.#files.get(other));
    };
    take(this.#files.get(path));
    return [...found];
  }

  /** A module that is known before its code runs, as in Node, because modules may import each other. */
  begin({ path, version }: EmittedFile): LoadedModule {
    const module: LoadedModule = { version, exports: {}, isLoaded: false };
    this.#modules.set(path, module);
    return module;
  }

  /**
   * Remembers which classes and functions the file declares. A file that hands on what it imports is loaded after the
   * one that declares it, so the first file counts.
   */
  rememberHomes(path: string, exports: unknown): void {
    if (typeof exports !== "object" || exports === null) return;
    for (const name of Object.keys(exports)) {
      try {
        const value = (exports as Namespace)[name];
        if (typeof value === "function" && !this.#homes.has(value)) this.#homes.set(value, path);
      } catch {
        // The getter leads to a module that imports this one and has not run to its end yet.
      }
    }
  }

  /** The path of the file that declares a class or function; undefined where no file of the project does. */
  homeOf(value: object): string | undefined {
    return this.#homes.get(value);
  }

  /** Forgets a module whose code threw. */
  drop(path: string): void {
    this.#modules.delete(path);
  }

  /** Forgets modules that an interrupt cut off: no `finally` ran, so they still look as if they were loading. */
  dropHalfLoaded(): void {
    for (const [path, module] of this.#modules) if (!module.isLoaded) this.#modules.delete(path);
  }

  /** Forgets modules of an earlier version, and all that import them. @returns their paths */
  dropStale(): string[] {
    const isOld = ([path, { version }]: [string, LoadedModule]) => this.#files.get(path)?.version !== version;
    const stale = new Set([...this.#modules].filter(isOld).map(([path]) => path));
    // The loop also visits what is added to the set meanwhile.
    for (const path of stale) {
      for (const file of this.#files.values()) {
        if ([...file.files.values()].includes(path)) stale.add(file.path);
      }
    }
    return [...stale].filter((path) => this.#modules.delete(path));
  }
}
