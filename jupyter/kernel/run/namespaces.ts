// Turns the exports of a CommonJS module into what an import gives, and back.
import { createRequire } from "node:module";
import { join } from "node:path";

/** What `import * as namespace` gives. */
export type Namespace = Record<string, unknown>;

/** The namespace that `import` gives of a CommonJS module. */
export function asNamespace(exports: unknown): Namespace {
  const found = exports as Namespace | null;
  if (found?.__esModule) return found;
  const names = typeof exports === "object" || typeof exports === "function" ? found : {};
  return { ...names, default: exports };
}

/** A namespace as emitted code expects it: without `__esModule`, emitted code would take it for CommonJS. */
export const asModule = (namespace: Namespace): Namespace =>
  Object.create(namespace, {
    ...Object.getOwnPropertyDescriptors(namespace),
    __esModule: { value: true },
  });

/**
 * Adds what Node leaves out of the namespace of a CommonJS package. Node finds names by reading the package's text, and
 * misses some. If the package was compiled from ESM, its own `default` replaces the one that Node makes.
 */
export function withAllNames(namespace: Namespace, name: string, folder: string): Namespace {
  const exports = namespace.default as Namespace | null | undefined;
  if (exports?.__esModule && "default" in exports) return { ...namespace, ...exports };
  if (!exports || !isCommonJs(exports, name, folder)) return namespace;
  const missing = Object.keys(exports).filter((key) => !(key in namespace));
  if (missing.length === 0) return namespace;
  const getters = missing.map((key) => [key, { enumerable: true, get: () => exports[key] }]);
  return Object.defineProperties({ ...namespace }, Object.fromEntries(getters));
}

function isCommonJs(exports: unknown, name: string, folder: string): boolean {
  try {
    const native = createRequire(join(folder, "_"));
    return native.cache[native.resolve(name)]?.exports === exports;
  } catch {
    return false;
  }
}
