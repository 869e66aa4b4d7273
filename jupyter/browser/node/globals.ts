// What Node has beside JavaScript, and browsers have not; to be loaded before everything else.
import { EventEmitter } from "./events";

const encoders: Readonly<Record<string, (text: string) => Uint8Array>> = {
  base64: (text) =>
    Uint8Array.from(
      atob(
        text
          .replace(/[^\w+/=-]/g, "")
          .replace(/-/g, "+")
          .replace(/_/g, "/"),
      ),
      code,
    ),
  hex: (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
  latin1: (text) => Uint8Array.from(text, code),
  utf16le: (text) => new Uint8Array(Uint16Array.from(text, code).buffer),
};
const code = (character: string) => character.charCodeAt(0);
const names: Readonly<Record<string, string>> = {
  base64url: "base64",
  binary: "latin1",
  ascii: "latin1",
  ucs2: "utf16le",
};
const encoderOf = (encoding = "utf8") =>
  encoders[names[encoding.toLowerCase()] ?? encoding.toLowerCase()] ??
  ((text: string) => new TextEncoder().encode(text));

/** The part of Node's Buffer that the package uses. */
class BufferInPage extends Uint8Array {
  static override from(value: unknown, second?: unknown, length?: number): BufferInPage {
    if (typeof value === "string") return bufferOver(encoderOf(second as string)(value));
    if (value instanceof ArrayBuffer || Object.prototype.toString.call(value) === "[object SharedArrayBuffer]")
      return new BufferInPage(value as ArrayBuffer, second as number, length);
    return bufferOver(Uint8Array.from(value as ArrayLike<number>));
  }
  static alloc = (length: number, fill = 0) => new BufferInPage(length).fill(fill);
  static allocUnsafe = (length: number) => new BufferInPage(length);
  static isBuffer = (value: unknown) => value instanceof BufferInPage;
  static byteLength = (text: string | ArrayBufferView, encoding?: string) =>
    typeof text === "string" ? encoderOf(encoding)(text).length : text.byteLength;
  static concat(parts: readonly Uint8Array[]): BufferInPage {
    const all = new BufferInPage(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  override toString(encoding = "utf8", start = 0, end = this.length): string {
    const part = this.subarray(start, end);
    if (/^utf-?8$/i.test(encoding)) return new TextDecoder("utf-8", { ignoreBOM: true }).decode(part);
    if (encoding === "hex") return Array.from(part, (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (encoding === "utf16le") return new TextDecoder("utf-16le").decode(part);
    let text = "";
    for (let k = 0; k < part.length; k += 0x8000) text += String.fromCharCode(...part.subarray(k, k + 0x8000));
    if (!encoding.startsWith("base64")) return text;
    const coded = btoa(text);
    return encoding === "base64" ? coded : coded.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  equals(other: Uint8Array): boolean {
    return this.length === other.length && this.every((byte, k) => byte === other[k]);
  }
}
const viewOf = (buffer: Uint8Array) => new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
for (const [name, method] of Object.entries({
  UInt8: "Uint8",
  Int8: "Int8",
  UInt16: "Uint16",
  Int16: "Int16",
  UInt32: "Uint32",
  Int32: "Int32",
  Float: "Float32",
  Double: "Float64",
  BigUInt64: "BigUint64",
  BigInt64: "BigInt64",
}))
  for (const order of ["LE", "BE"]) {
    const end = /8$/.test(name) ? "" : order;
    const [get, set] = [`get${method}`, `set${method}`] as ["getInt32", "setInt32"];
    const size = Number(/\d+/.exec(method)?.[0]) / 8;
    Object.assign(BufferInPage.prototype, {
      [`read${name}${end}`](this: Uint8Array, at = 0) {
        return viewOf(this)[get](at, order === "LE");
      },
      [`write${name}${end}`](this: Uint8Array, value: number, at = 0) {
        viewOf(this)[set](at, value, order === "LE");
        return at + size;
      },
    });
  }
const bufferOver = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new BufferInPage(buffer as ArrayBuffer, byteOffset, byteLength);

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
const processInPage = Object.assign(new EventEmitter(), {
  env: {} as Record<string, string>,
  browser: true,
  platform: "browser",
  arch: "wasm",
  version: `v${versions.node}`,
  versions,
  argv: ["node", "cell"],
  execArgv: [],
  pid: 1,
  cwd: () => "/project",
  stdout: stream(),
  stderr: stream(),
  nextTick: (work: (...values: unknown[]) => void, ...values: unknown[]) => queueMicrotask(() => work(...values)),
  hrtime,
  uptime: () => (performance.now() - startedAt) / 1000,
  cpuUsage: () => ({ user: Math.round(performance.now() * 1000), system: 0 }),
  memoryUsage: () => ({ rss: 0, heapUsed: 0, heapTotal: 0, external: 0, arrayBuffers: 0 }),
  emitWarning: (warning: unknown) => void processInPage.stderr.write(`Warning: ${warning}\n`),
  exit: leave("process.exit"),
  abort: leave("process.abort"),
});

// Where a worker loads a second script, the first one's stay.
if (!("process" in globalThis))
  Object.assign(globalThis, {
    Buffer: BufferInPage,
    process: processInPage,
    global: globalThis,
    setImmediate: (work: (...values: unknown[]) => void, ...values: unknown[]) => setTimeout(work, 0, ...values),
    clearImmediate: (timer: number) => clearTimeout(timer),
  });
