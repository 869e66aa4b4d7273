// What Node has beside JavaScript, and browsers have not; to be loaded before everything else.
import { Buffer } from "node:buffer";
import { EventEmitter } from "node:events";

class ExitError extends Error {
  override readonly name = "ExitError";
}
const leave = (what: string) => () => {
  throw new ExitError(`${what} was called: a cell cannot end the kernel; the Kernel menu shuts it down or restarts it`);
};
const stream = () => Object.assign(new EventEmitter(), { isTTY: false, columns: 80, write: (_text: unknown) => true });
const startedAt = performance.now();
const hrtime = Object.assign(() => [Math.floor(performance.now() / 1000), 0], {
  bigint: () => BigInt(Math.round(performance.now() * 1e6)),
});
const versions = { node: "24.0.0" };
/** Tells this kernel from others that write the same files, in other tabs or before. */
const pid = 1 + Math.floor(Math.random() * 1e9);
function kill(other: number, signal?: number | string): true {
  if (other === pid && signal === 0) return true;
  throw Object.assign(new Error("kill ESRCH"), { code: "ESRCH", syscall: "kill" });
}
const processInPage = Object.assign(new EventEmitter(), {
  env: {} as Record<string, string>,
  browser: true,
  platform: "browser",
  arch: "wasm",
  version: `v${versions.node}`,
  versions,
  argv: ["node", "cell"],
  execArgv: [],
  pid,
  cwd: () => "/project",
  stdout: stream(),
  stderr: stream(),
  nextTick: (work: (...values: unknown[]) => void, ...values: unknown[]) => queueMicrotask(() => work(...values)),
  hrtime,
  uptime: () => (performance.now() - startedAt) / 1000,
  cpuUsage: () => ({ user: Math.round(performance.now() * 1000), system: 0 }),
  memoryUsage: () => ({ rss: 0, heapUsed: 0, heapTotal: 0, external: 0, arrayBuffers: 0 }),
  emitWarning: (warning: unknown) => void processInPage.stderr.write(`Warning: ${warning}\n`),
  kill,
  exit: leave("process.exit"),
  abort: leave("process.abort"),
});

// Where a worker loads a second script, the first one's stay.
if (!("process" in globalThis))
  Object.assign(globalThis, {
    Buffer,
    process: processInPage,
    global: globalThis,
    setImmediate: (work: (...values: unknown[]) => void, ...values: unknown[]) => setTimeout(work, 0, ...values),
    clearImmediate: (timer: number) => clearTimeout(timer),
  });
