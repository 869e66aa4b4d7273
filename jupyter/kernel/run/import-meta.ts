import { createRequire, isBuiltin } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { resolveFile } from "../compiler/files/file-paths";

/** The `import.meta` of a file. */
export function importMetaOf(path: string) {
  const native = createRequire(path);
  const resolve = (from: string): string => {
    if (isBuiltin(from)) return from.startsWith("node:") ? from : `node:${from}`;
    const file = resolveFile(from, [dirname(path)]) ?? native.resolve(from);
    return pathToFileURL(file).href;
  };
  return { url: pathToFileURL(path).href, filename: path, dirname: dirname(path), resolve };
}
