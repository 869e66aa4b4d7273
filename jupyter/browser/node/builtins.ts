// Node's modules as cells, the package and the kernel find them in the browser. Loaded by the worker that runs cells.
import * as buffer from "node:buffer";
import events from "node:events";
import path from "node:path";
import stream from "node:stream";
import { StringDecoder } from "node:string_decoder";
import * as tslab from "tslab";
import * as valibot from "valibot";
import { crypto } from "./crypto";
import { fs } from "./fs";
import { missing } from "./missing";
import { builtins } from "./module";
import * as timersPromises from "./timers-promises";
import * as url from "./url";
import { KnownProxy, util } from "./util";
import { canShare, workerThreads } from "./worker-threads";
import { zlib } from "./zlib";

/** The names of the functions of Node's modules, written down when this was built. */
declare const functionsOfNode: Readonly<Record<string, readonly string[]>>;

Object.assign(globalThis, { Proxy: Object.defineProperty(KnownProxy, "name", { value: "Proxy" }) });

const { atob, Blob, btoa, performance, process, URL, URLSearchParams } = globalThis;
Object.assign(builtins, {
  buffer: { ...buffer, atob, Blob, btoa },
  crypto,
  events,
  fs,
  "fs/promises": fs.promises,
  os: {
    arch: () => "wasm",
    availableParallelism: () => (canShare ? navigator.hardwareConcurrency : 1),
    cpus: () => [{ model: "a browser", speed: 0 }],
    EOL: "\n",
    totalmem: () => 2 ** 32,
    freemem: () => 2 ** 31,
    tmpdir: () => "/tmp",
    homedir: () => "/project",
    hostname: () => "page",
    platform: () => "browser",
    type: () => "Browser",
  },
  path,
  "path/posix": path,
  perf_hooks: { performance },
  process,
  timers: globalThis,
  stream,
  "stream/promises": stream.promises,
  string_decoder: { StringDecoder },
  "timers/promises": { ...timersPromises },
  url: { ...url, URL, URLSearchParams },
  util,
  "util/types": util.types,
  tslab,
  // What a sweep's trials are checked by: the one package that the project's files import.
  valibot,
  worker_threads: workerThreads,
  zlib,
});

/** What a page lacks is a function, too, which says so: `x is not a function` would not. */
for (const [module, names] of Object.entries(functionsOfNode)) {
  const its = builtins[module] as Record<string, unknown>;
  for (const name of names.filter((name) => !(name in its)))
    its[name] = function lacking() {
      throw missing(`${module}.${name}`);
    };
}
