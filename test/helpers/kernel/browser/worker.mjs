// A worker of a page, in a thread of Node: only what browsers have is left in its global scope.
// @ts-nocheck it takes away and puts in what is global
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";

const { script, revoked } = workerData;
const node = globalThis.process;
const heard = { error: [], unhandledrejection: [] };
const unheard = (name, event) => {
  for (const one of heard[name]) one({ ...event, preventDefault: () => {} });
};
node.on("unhandledRejection", (reason) => unheard("unhandledrejection", { reason }));
node.on("uncaughtException", (error) => unheard("error", { error }));

/** Synchronous: a blob of the page's, which is there until it is revoked, or a file. */
class XMLHttpRequest {
  open(_method, url) {
    this.url = url;
  }
  send() {
    const blob = /^blob:(\d+)$/.exec(this.url);
    if (blob) {
      this.status = Atomics.load(revoked, Number(blob[1])) ? 0 : 200;
      return;
    }
    const { buffer, byteOffset, byteLength } = readFileSync(new URL(this.url));
    this.response = buffer.slice(byteOffset, byteOffset + byteLength);
    this.status = 200;
  }
}

/** The workers' blobs have the upper half of the numbers. */
let blobs = revoked.length / 2 + Math.floor((Math.random() * revoked.length) / 4);
URL.createObjectURL = () => `blob:${++blobs}`;

const timer =
  (start) =>
  (work, ...rest) =>
    Number(start(work, ...rest));
const importScripts = (url) => runInThisContext(readFileSync(new URL(url), "utf8"), { filename: url });
const page = {
  XMLHttpRequest,
  importScripts,
  location: { href: `file://${script}` },
  onmessage: null,
  addEventListener: (name, listener) => heard[name]?.push(listener),
  postMessage: (message) => parentPort.postMessage(message),
  setTimeout: timer(setTimeout),
  setInterval: timer(setInterval),
  SharedArrayBuffer: undefined,
};
for (const name of ["process", "Buffer", "global", "setImmediate", "clearImmediate", "require", "module"])
  delete globalThis[name];
for (const [name, value] of Object.entries(page))
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
runInThisContext(readFileSync(script, "utf8"), { filename: script });
parentPort.on("message", (data) => globalThis.onmessage({ data }));
