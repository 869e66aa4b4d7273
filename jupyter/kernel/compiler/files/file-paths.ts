// Finds where an import leads, and which files the kernel compiles itself.
import { type Stats, statSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const endings = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json", ".d.ts"];
/** The endings of the sources that an import of a compiled file may mean. */
const sources: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx", ".d.ts"],
  ".jsx": [".tsx"],
  ".mjs": [".mts", ".d.mts"],
  ".cjs": [".cts", ".d.cts"],
};

/** An entry of `paths` in a tsconfig.json: `"@/*": ["./src/*"]`. */
export interface Alias {
  readonly pattern: string;
  /** Absolute paths. */
  readonly targets: readonly string[];
}

/**
 * @param folders  in which a relative import is looked for, in this order; one with "../" is looked for in the first only
 * @param aliases  names that the project has for its own files
 * @returns the path of a file; `undefined` for a package, and where there is no such file
 */
export function resolveFile(
  from: string,
  folders: readonly string[],
  aliases: readonly Alias[] = [],
): string | undefined {
  for (const path of aliases.flatMap((alias) => aliased(from, alias))) {
    const found = candidates(path).find(isFile);
    if (found) return found;
  }
  if (!/^(\.{1,2}(\/|$)|\/|file:)/.test(from)) return resolveOwnPackage(from, folders[0] ?? "/");
  const target = from.startsWith("file:") ? fileURLToPath(from) : from;
  for (const folder of from.startsWith("../") ? folders.slice(0, 1) : folders) {
    const path = target.startsWith("/") ? target : join(folder, target);
    const found = candidates(path).find(isFile);
    if (found) return found;
  }
  return undefined;
}

/** Whether the kernel compiles a file; Node loads packages, and files that are JavaScript already. */
export const isOurs = (path: string): boolean =>
  !path.includes("/node_modules/") && /\.([cm]?[jt]s|[jt]sx|json)$/.test(path);

/** Whether a file has types only, as `.d.ts` files do. */
export const isDeclaration = (path: string): boolean => /\.d\.[cm]?ts$/.test(path);

function aliased(from: string, { pattern, targets }: Alias): string[] {
  const [before = "", after] = pattern.split("*");
  if (after === undefined) return from === pattern ? [...targets] : [];
  if (!from.startsWith(before) || !from.endsWith(after)) return [];
  const middle = from.slice(before.length, from.length - after.length);
  return targets.map((target) => target.replace("*", middle));
}

function candidates(path: string): string[] {
  const ending = extname(path);
  const withoutEnding = path.slice(0, path.length - ending.length);
  // The source wins over a compiled file beside it, as in TypeScript.
  return [
    ...(sources[ending] ?? []).map((other) => withoutEnding + other),
    path,
    ...endings.map((other) => path + other),
    ...endings.map((other) => join(path, `index${other}`)),
  ];
}

/**
 * Finds a package that is TypeScript of the project itself: a workspace, or an entry of `imports` in package.json.
 *
 * @param folder  the folder of the file that imports
 */
function resolveOwnPackage(from: string, folder: string): string | undefined {
  if (isBuiltin(from)) return undefined;
  try {
    const found = createRequire(join(folder, "_")).resolve(from);
    return isOurs(found) && /\.([cm]?ts|tsx)$/.test(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

const isFile = (path: string): boolean => statsOf(path)?.isFile() ?? false;

/** @returns `undefined` if there is nothing at the path, also if a part of the path is not a folder */
export function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
