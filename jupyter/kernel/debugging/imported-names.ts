/** An import in TypeScript: what it names, and from where. */
const imports = /^import\s+(?!type\b)([^;"']*?)\s*from\s*["']([^"']+)["']/gm;

/**
 * What the names that a file imports are called in its code: `conv3x3Shape` is `import_shapes.conv3x3Shape`.
 *
 * @param text  the file
 * @param code  what esbuild made of it
 */
export function importedNames(text: string, code: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, names = "", from = ""] of text.matchAll(imports)) {
    const module = moduleName(code, from);
    if (module === undefined) continue;
    const [, ofDefault] = /^([\w$]+)/.exec(names) ?? [];
    if (ofDefault) found.set(ofDefault, `${module}.default`);
    const [, all] = /\*\s+as\s+([\w$]+)/.exec(names) ?? [];
    if (all) found.set(all, module);
    const [, list = ""] = /\{([^}]*)\}/.exec(names) ?? [];
    for (const one of list.split(",")) {
      const [imported, local = imported] = one.trim().split(/\s+as\s+/);
      if (imported && local && !imported.startsWith("type ")) found.set(local, `${module}.${imported}`);
    }
  }
  return found;
}

/** The variable that holds a module in esbuild's code; undefined if the code loads no such module. */
function moduleName(code: string, from: string): string | undefined {
  const quoted = JSON.stringify(from).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^var (import_\\w+) = (?:__toESM\\()?\\w+\\(${quoted}\\)`, "m").exec(code)?.[1];
}
