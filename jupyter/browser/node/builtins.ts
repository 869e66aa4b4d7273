// The part of Node that the package, the kernel and cells find in the browser.
import { gzipSync } from "fflate";
import * as tslab from "tslab";
import * as valibot from "valibot";
import { EventEmitter } from "./events";
import * as fs from "./fs";
import * as path from "./path";
import { createHash } from "./sha256";
import {
  getRandomValues,
  setImmediate as nextTurn,
  randomUUID,
  StringDecoder,
  setTimeout as sleep,
  webcrypto,
} from "./small";
import * as url from "./url";
import * as util from "./util";
import { canShare, workerThreads } from "./worker-threads";
import { gunzipSync, Z_SYNC_FLUSH } from "./zlib";

export const builtins: Record<string, unknown> = {
  buffer: { Buffer: globalThis.Buffer },
  crypto: { createHash, randomUUID, getRandomValues, webcrypto },
  events: Object.assign(EventEmitter, { EventEmitter }),
  fs: { ...fs, ...fs.withCallbacks },
  "fs/promises": fs.promises,
  os: {
    availableParallelism: () => (canShare ? navigator.hardwareConcurrency : 1),
    cpus: () => [{ model: "a browser", speed: 0 }],
    EOL: "\n",
    totalmem: () => 2 ** 32,
    freemem: () => 2 ** 31,
    tmpdir: () => "/tmp",
    homedir: () => "/project",
    hostname: () => "page",
    platform: () => "browser",
  },
  path,
  "path/posix": path,
  perf_hooks: { performance: globalThis.performance },
  process: globalThis.process,
  timers: globalThis,
  string_decoder: { StringDecoder },
  "timers/promises": { setTimeout: sleep, setImmediate: nextTurn },
  url: { ...url, URL: globalThis.URL, URLSearchParams: globalThis.URLSearchParams },
  util,
  tslab,
  // What a sweep's trials are checked by: the one package that the project's files import.
  valibot,
  worker_threads: workerThreads,
  zlib: { constants: { Z_SYNC_FLUSH }, gunzipSync, gzipSync: (bytes: Uint8Array) => Buffer.from(gzipSync(bytes)) },
};
