import { createRequire, Module } from "node:module";
import { dirname, extname, join, relative } from "node:path";

/** A compiled file of the project: where it would be, as .js, and its CommonJS code. */
interface CompiledFile {
  readonly path: string;
  readonly data: string;
}

/**
 * The modules of the project, compiled in memory.
 *
 * An edited file takes the modules that import it along, and no others: after an edit to `src/layers/conv3x3.ts` the
 * next import of `src/index` gives the new class. Objects made before keep the old one, so an `instanceof` between
 * the two is false: rerun the cells that made them.
 */
export class Modules {
  readonly #root: string;
  readonly #files = new Map<string, CompiledFile>();
  readonly #loaded = new Map<string, Module>();
  /** The files that the last edit made load anew, from the project's root. */
  reloaded: readonly string[] = [];

  constructor(root: string) {
    this.#root = root;
  }

  /** Takes in new and changed files; those loaded before, and their importers, are loaded again when asked for. */
  update(changed: readonly CompiledFile[]): void {
    this.#dropHalfLoaded();
    if (changed.length === 0) return;
    for (const file of changed) this.#files.set(file.path, file);
    const stale = [...this.#withImporters(changed)].filter((path) => this.#loaded.delete(path));
    if (stale.length === 0) return;
    this.reloaded = stale.map((path) => relative(this.#root, path).replace(/\.js$/, ".ts"));
  }

  /** `require` for a cell: the project's files first, then what Node finds from the project's root. */
  readonly requireFor = (
    folder: string,
    fallback: NodeJS.Require = createRequire(join(folder, "_")),
  ) =>
    new Proxy(fallback, {
      apply: (_target, _this, [id]: [string]) => {
        const path = /^\.{1,2}\//.test(id) ? this.#find(join(folder, id)) : undefined;
        return path ? this.#load(path) : fallback(id);
      },
    });

  #find(path: string): string | undefined {
    return [path, `${path}.js`].find((name) => extname(name) !== "" && this.#files.has(name));
  }

  #load(path: string): unknown {
    const known = this.#loaded.get(path);
    if (known) return known.exports;
    const module = new Module(path);
    module.filename = path;
    Object.assign(module, { paths: createRequire(path).resolve.paths("x") });
    module.require = this.requireFor(dirname(path), module.require.bind(module) as NodeJS.Require);
    // Before it runs, as Node does it: modules may import each other.
    this.#loaded.set(path, module);
    try {
      const { _compile } = module as Module & { _compile(code: string, path: string): void };
      _compile.call(module, this.#files.get(path)?.data ?? "", path);
      module.loaded = true;
    } finally {
      if (!module.loaded) this.#loaded.delete(path);
    }
    return module.exports;
  }

  /** An interrupt cuts a module off without a word. */
  #dropHalfLoaded(): void {
    for (const [path, module] of this.#loaded) if (!module.loaded) this.#loaded.delete(path);
  }

  #withImporters(changed: readonly CompiledFile[]): Set<string> {
    const stale = new Set(changed.map(({ path }) => path));
    // A set takes in what is added while it is gone through.
    for (const path of stale) {
      for (const file of this.#files.values()) if (imports(file, path)) stale.add(file.path);
    }
    return stale;
  }
}

function imports(file: CompiledFile, path: string): boolean {
  const requests = file.data.matchAll(/require\("(\.[^"]+)"\)/g);
  return Array.from(requests, ([, request]) => join(dirname(file.path), request as string)).some(
    (target) => target === path || `${target}.js` === path,
  );
}
