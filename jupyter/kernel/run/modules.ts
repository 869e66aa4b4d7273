// Loads what cells import: files of the project, which are compiled in memory, and packages, which Node finds from the
// notebook's folder upwards.
import { createRequire, isBuiltin } from "node:module";
import { dirname, join, relative } from "node:path";
import { compileFunction } from "node:vm";
import type { CellImport, ModuleNews } from "../compiler/cells/compiled-cell";
import type { FileCompiler } from "../compiler/client-for-running-code";
import type { EmittedFile } from "../compiler/files/emitted-file";
import { isOurs, resolveFile } from "../compiler/files/file-paths";
import { moduleParameters } from "../compiler/files/module-code";
import type { SourcePositions } from "../show/source-positions";
import type { HeldCode } from "./held-code";
import { importMetaOf } from "./import-meta";
import { type LoadedModule, LoadedModules } from "./loaded-modules";
import { asModule, asNamespace, type Namespace } from "./namespaces";
import { type ImportOptions, Packages, type Wanted } from "./packages";

interface Parts {
  readonly root: string;
  /** The notebook's folder. */
  readonly folder: string;
  readonly positions: SourcePositions;
  readonly files: Pick<FileCompiler, "load" | "resend">;
  readonly heldCode: HeldCode;
  /** Called with the name of a package before it is loaded. */
  readonly beforePackage: (name: string) => void;
}

/**
 * The modules that were loaded. When a file was edited, it is loaded anew together with the modules that import it, and
 * no others: after an edit to `src/layers/conv3x3.ts` the next import of `src/index` gives the new class. Objects that
 * were made before keep the old class, so `instanceof` the new one is false for them until their cells are rerun.
 */
export class Modules {
  readonly #parts: Parts;
  readonly #folders: readonly string[];
  readonly #loaded = new LoadedModules();
  readonly #packages: Packages;
  /** The files that were loaded anew after the last edit, as paths from the project's root. */
  reloaded: readonly string[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#packages = new Packages(parts.beforePackage);
    this.#folders = [...new Set([parts.folder, parts.root])];
  }

  /**
   * Takes in new and changed files. Modules of an earlier version, and their importers, are loaded anew when needed.
   */
  update({ files, versions }: ModuleNews): void {
    this.#loaded.dropHalfLoaded();
    this.#take(files);
    const lost = this.#loaded.lost(versions);
    if (lost.length > 0) this.#take(this.#parts.files.resend(lost).files);
    const again = this.#loaded.dropStale();
    if (again.length > 0) this.reloaded = again.map((path) => relative(this.#parts.root, path));
  }

  #take(files: readonly EmittedFile[]): void {
    for (const file of files) {
      this.#loaded.add(file);
      this.#parts.positions.addFile(file.path, file.map);
    }
  }

  /**
   * Loads those imports of a cell that need time: packages, and files that await something at their top.
   *
   * @returns a promise, if any of them was not loaded before
   */
  prepare(imports: readonly CellImport[]): Promise<void> | undefined {
    const { folder } = this.#parts;
    const paths = imports.flatMap(({ path }) => (path && isOurs(path) ? path : []));
    const packages = imports.flatMap(({ from, path }) =>
      (path && isOurs(path)) || isBuiltin(from) ? [] : [{ folder, name: path ?? from }],
    );
    return this.#prepare(paths, packages);
  }

  /** The names that a cell's import gives. Packages must have been prepared. */
  namespace({ from, path, bindings }: CellImport): Namespace {
    if (path && isOurs(path)) return asNamespace(this.#load(path));
    const native = createRequire(join(this.#parts.folder, "_"));
    if (isBuiltin(from)) return asNamespace(native(from));
    if (bindings.some(({ imported }) => imported === "=")) {
      return asNamespace(this.#packages.require(native, from, path));
    }
    return this.#packages.exportsOf(this.#parts.folder, path ?? from);
  }

  /** The function behind `await import(…)` in a cell. */
  readonly importFromCell = (from: unknown, options?: ImportOptions): Promise<Namespace> =>
    this.#import(String(from), this.#folders, this.#parts.folder, options);

  /** The `require` of a cell: it finds files of the project, as they are now, and what Node finds. */
  readonly requireFromCell = (): NodeJS.Require => {
    const native = createRequire(join(this.#parts.folder, "_"));
    return this.#withFiles(native, this.#folders);
  };

  async #import(
    from: string,
    folders: readonly string[],
    base: string,
    options: ImportOptions = {},
  ): Promise<Namespace> {
    const path = resolveFile(from, folders);
    if (path && isOurs(path)) {
      this.update(this.#parts.files.load(path));
      await this.#prepare([path]);
      return asNamespace(this.#load(path));
    }
    if (isBuiltin(from)) return asNamespace(createRequire(join(base, "_"))(from));
    return this.#packages.import(from, path, base, options);
  }

  #withFiles(native: NodeJS.Require, folders: readonly string[]): NodeJS.Require {
    return new Proxy(native, {
      apply: (_target, _this, [from]: [string]) => {
        const path = resolveFile(from, folders);
        if (!path || !isOurs(path)) return this.#packages.require(native, from, path);
        this.update(this.#parts.files.load(path));
        return this.#load(path);
      },
    });
  }

  #prepare(paths: readonly string[], packages: readonly Wanted[] = []): Promise<void> | undefined {
    const files = this.#loaded.missingBelow(paths);
    const ofFiles = files.flatMap(({ path, packages }) =>
      packages.filter((name) => !isBuiltin(name)).map((name) => ({ folder: dirname(path), name })),
    );
    const loading = this.#packages.load([...packages, ...ofFiles]);
    const awaiting = files.filter(({ isAwaiting }) => isAwaiting);
    if (awaiting.length === 0) return loading;
    return (async () => {
      await loading;
      for (const file of awaiting) await this.#loadAwaiting(file);
    })();
  }

  #load(path: string): unknown {
    const known = this.#loaded.module(path);
    if (known) return known.exports;
    if (!this.#loaded.file(path)) this.update(this.#parts.files.load(path));
    const file = this.#loaded.file(path);
    if (!file) throw new Error(`Cannot find module '${path}'`);
    if (file.isAwaiting) throw new Error(`${path} awaits something at its top: import() it`);
    const module = this.#loaded.begin(file);
    try {
      this.#run(file, module);
      module.isLoaded = true;
      this.#loaded.rememberHomes(path, module.exports);
    } finally {
      if (!module.isLoaded) this.#loaded.drop(path);
    }
    return module.exports;
  }

  async #loadAwaiting(file: EmittedFile): Promise<void> {
    if (this.#loaded.module(file.path)) return;
    const module = this.#loaded.begin(file);
    try {
      await this.#run(file, module);
      module.isLoaded = true;
      this.#loaded.rememberHomes(file.path, module.exports);
    } finally {
      if (!module.isLoaded) this.#loaded.drop(file.path);
    }
  }

  /**
   * A file and all that it imports, as the compiler made them of what is on disk now, whether they are loaded or not.
   *
   * @throws {Error} if one of them has no JavaScript
   */
  emitted(path: string): EmittedFile[] {
    this.update(this.#parts.files.load(path));
    return this.#loaded.below(path);
  }

  /** The paths of the project's files that are loaded. */
  get paths(): string[] {
    return this.#loaded.paths;
  }

  /** The path of the file that declares a class or function; undefined where no file of the project does. */
  homeOf(value: object): string | undefined {
    return this.#loaded.homeOf(value);
  }

  #run({ path, code, files }: EmittedFile, module: LoadedModule): unknown {
    const folder = dirname(path);
    const strict = path.endsWith(".cjs") || path.endsWith(".json") ? "" : '"use strict";';
    const run = compileFunction(strict + code, moduleParameters, {
      filename: path,
      columnOffset: -strict.length,
    });
    this.#parts.heldCode.hold(path);
    const native = createRequire(path);
    const require = this.#withFiles(native, [folder]);
    const importMeta = importMetaOf(path);
    const load = (from: string): unknown => {
      const target = files.get(from);
      if (target) return this.#load(target);
      return isBuiltin(from) ? native(from) : asModule(this.#packages.exportsOf(folder, from));
    };
    const dynamicImport = (from: unknown) => this.#import(String(from), [folder], folder);
    return run.call(module.exports, module.exports, require, module, path, folder, importMeta, load, dynamicImport);
  }
}
