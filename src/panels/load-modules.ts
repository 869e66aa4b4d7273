/** A file of the project as it travels to a page. */
export interface TravellingModule {
  /** The files that it imports, by the names in its imports. */
  readonly imports: Readonly<Record<string, string>>;
  /** Its code, as the kernel's compiler made it: a function of what CommonJS gives a module, and of `import`. */
  run(
    exports: object,
    require: (name: string) => unknown,
    module: { exports: object },
    filename: string,
    folder: string,
    importMeta: object,
    load: (name: string) => unknown,
    loadLater: (name: string) => unknown,
  ): void;
}

/**
 * Runs modules that import each other. Its own text travels with them, so it uses nothing from outside itself.
 *
 * @returns what the module of the path exports
 * @throws {Error} if one of them imports what does not travel, such as a package
 */
export function loadModules(modules: Readonly<Record<string, TravellingModule>>, first: string): object {
  const loaded = new Map<string, { exports: object }>();
  const load = (path: string): object => {
    const known = loaded.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    loaded.set(path, module);
    const missing = (name: string): never => {
      throw new Error(`${path} imports ${name}, which a page does not have`);
    };
    const { imports, run } = modules[path];
    const imported = (name: string) => (Object.hasOwn(imports, name) ? load(imports[name]) : missing(name));
    run(module.exports, missing, module, path, "", {}, imported, missing);
    return module.exports;
  };
  return load(first);
}
