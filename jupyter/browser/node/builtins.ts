// The part of Node that the package, the kernel and cells find in the browser.
import { gzipSync } from "fflate";
import { EventEmitter } from "./events";
import * as fs from "./fs";
import * as path from "./path";
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
import { gunzipSync, Z_SYNC_FLUSH } from "./zlib";

/** Rejects at once where threads are asked for, as `availableParallelism` of 1 keeps the package from doing. */
class NoWorker {
  constructor() {
    throw new Error("worker threads do not work here: the page is not cross-origin isolated");
  }
}

export const builtins: Record<string, unknown> = {
  buffer: { Buffer: globalThis.Buffer },
  crypto: { randomUUID, getRandomValues, webcrypto },
  events: Object.assign(EventEmitter, { EventEmitter }),
  fs: { ...fs, ...fs.withCallbacks },
  "fs/promises": fs.promises,
  os: {
    availableParallelism: () => 1,
    cpus: () => [{ model: "a browser", speed: 0 }],
    EOL: "\n",
    totalmem: () => 2 ** 32,
    freemem: () => 2 ** 31,
    tmpdir: () => "/tmp",
    homedir: () => "/project",
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
  worker_threads: { Worker: NoWorker, isMainThread: true, parentPort: null, workerData: undefined },
  zlib: { constants: { Z_SYNC_FLUSH }, gunzipSync, gzipSync: (bytes: Uint8Array) => Buffer.from(gzipSync(bytes)) },
};
