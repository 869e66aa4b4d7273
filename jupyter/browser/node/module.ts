// node:module: what a cell finds by `require` beside the project's files.
import { dirname, join } from "node:path";
import { existsSync } from "./fs";
import { missing } from "./missing";

export { SourceMap } from "./source-map";

const bare = (name: string) => name.replace(/^node:/, "");
/** Node's modules; those that are not in `builtins` say what is missing when they are loaded. */
const names = (
  "assert assert/strict async_hooks buffer child_process cluster console constants crypto dgram dns events fs " +
  "fs/promises http http2 https inspector module net os path path/posix perf_hooks process punycode querystring " +
  "readline repl sqlite stream stream/promises string_decoder test timers timers/promises tls tty url util " +
  "util/types v8 vm worker_threads zlib"
).split(" ");
export const builtinModules = names;
export const isBuiltin = (name: string): boolean => names.includes(bare(name));

/** Filled by builtins.ts: the compiler's worker loads no modules. */
export const builtins: Record<string, unknown> = {};

function load(name: string): unknown {
  const found = builtins[bare(name)];
  if (found) return found;
  if (isBuiltin(name)) throw missing(`node:${bare(name)}`, ": install the project to use it");
  throw notFound(name);
}

function notFound(name: string): Error {
  const message = /^[./]/.test(name)
    ? `Cannot find module '${name}'`
    : `Cannot find package '${name}': the browser edition has the project's files, and no npm packages`;
  return Object.assign(new Error(message), { code: "MODULE_NOT_FOUND" });
}

function find(name: string, folder: string): string {
  if (isBuiltin(name)) return name;
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, "node_modules", name);
    if (existsSync(path)) return path;
    if (at === "/") throw notFound(name);
  }
}

export const createRequire = (path: string) =>
  Object.assign((name: string) => load(name), {
    resolve: Object.assign((name: string) => find(name, dirname(path)), { paths: () => [] }),
    cache: {} as Record<string, { exports: unknown }>,
    extensions: {},
    main: undefined,
  });
export const syncBuiltinESMExports = (): void => {};
