// The names that emitted code uses. esbuild makes `require` of every import. Here these calls become `__import`, which
// finds packages as Node's `import` does, so that packages without CommonJS load too. Only calls that the author wrote
// as `require` stay calls of `require`.

/** Stands for `import.meta` in emitted code. */
export const importMeta = "__import_meta";
/** The function that returns a module that has been loaded. */
export const importFunction = "__import";
/** The function that returns a promise of a module. */
export const dynamicImport = "__dynamic_import";

/** The options by which an emitter uses these names. */
export const moduleLoaders = { importMeta, loaders: { importFunction, dynamicImport } } as const;

/** The parameters of a module's function, in the order of the arguments. */
export const moduleParameters = [
  "exports",
  "require",
  "module",
  "__filename",
  "__dirname",
  importMeta,
  importFunction,
  dynamicImport,
];

/** The imports in esbuild's output; each begins a line. */
const importLines = /^(var \w+ = (?:__toESM\()?|__reExport\(\w+, |(?:0 && )?)require\("((?:[^"\\]|\\.)*)"\)/gm;
const esbuildNames = /^(var import_\w+ = |var \w+ = __toESM\(|__reExport\()/;
const dynamicImports = /Promise\.resolve\(\)\.then\(\(\) => __toESM\(require\(/g;

/** The modules that code loads before it runs, by the names in its imports. */
export function requestsIn(code: string): string[] {
  const found = Array.from(code.matchAll(importLines)).filter(([line]) => esbuildNames.test(line));
  return [...new Set(found.map(([, , from]) => JSON.parse(`"${from}"`) as string))];
}

/** esbuild's loop over what a module exports. `in` also finds what a cell has added to Object.prototype. */
const exportLoop = /^(var __export = \(target, all\) => \{\n {2}for \(var name )in all\)/m;

/** Replaces `require` in imports. All columns stay as they are, because the source map counts them. */
export function withOwnImports(code: string): string {
  return code
    .replace(exportLoop, "$1of Object.keys(all))")
    .replace(importLines, (line) => (esbuildNames.test(line) ? line.replace("require(", `${importFunction}(`) : line))
    .replace(dynamicImports, (glue) => `${dynamicImport}(((`.padStart(glue.length));
}

const esmImports = /^import (?:(?!\()[^;]*? from )?"((?:[^"\\]|\\.)*)";$|^export \*.*? from "((?:[^"\\]|\\.)*)";$/gm;

/** The modules that an ES module imports, by the names in its imports. */
export function requestsInEsm(code: string): string[] {
  const found = code.matchAll(esmImports);
  const names = Array.from(found, ([, imported, exported]) => imported ?? exported ?? "");
  return [...new Set(names.map((name) => JSON.parse(`"${name}"`) as string))];
}

/**
 * Turns a module that awaits at its top, which CommonJS cannot express, into the body of a function that returns a
 * promise. It relies on esbuild printing each import and export at the start of a line.
 */
export function asAwaitingFunction(code: string): string {
  const body = code
    .replace(
      /^import (?:([\w$]+)(?:, )?)?(?:\* as ([\w$]+)|(\{[^}]*\}))? ?(?:from )?("(?:[^"\\]|\\.)*");$/gm,
      importLine,
    )
    .replace(/^export \* from ("(?:[^"\\]|\\.)*");$/gm, (_line, from) => `${exportAll}(${importFunction}(${from}));`)
    .replace(/^export \{([^}]*)\};$/m, exportLine)
    .replace(/(?<![\w$.])import\(/g, `${dynamicImport}(`);
  return `return (async () => {${body}\n})();`;
}

/** Copies all names but the default to the module's exports. */
const exportAll = `((from) => { for (const name of Object.keys(from)) if (name !== "default" && !(name in exports)) Object.defineProperty(exports, name, { enumerable: true, get: () => from[name] }); })`;

function importLine(_line: string, ofDefault: string, all: string, named: string, from: string): string {
  const module = `${importFunction}(${from})`;
  const parts = [
    ofDefault && `const ${ofDefault} = ${module}.default;`,
    all && `const ${all} = ${module};`,
    named && `const ${named.replace(/ as /g, ": ")} = ${module};`,
  ];
  return parts.filter(Boolean).join(" ") || `${module};`;
}

function exportLine(_line: string, names: string): string {
  const getters = names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "")
    .map((name) => {
      const [local, exported = local] = name.split(" as ");
      return `${exported}: { enumerable: true, get: () => ${local} }`;
    });
  return `Object.defineProperties(exports, { __esModule: { value: true }, ${getters.join(", ")} });`;
}
