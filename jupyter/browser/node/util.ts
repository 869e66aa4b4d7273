// node:util: Node's own inspect, extracted, and what else the kernel, the package and cells use.
import * as extracted from "node-inspect-extracted";

const { format, formatWithOptions, inspect, stripVTControlCharacters } = extracted;

export { format, inspect, stripVTControlCharacters };

/** Stands for Proxy in cells, and keeps account of its proxies: see builtins.ts. */
export const KnownProxy = extracted.Proxy as ProxyConstructor & { getProxyDetails(value: unknown): unknown };

const isA = (name: string) => (value: unknown) => Object.prototype.toString.call(value) === `[object ${name}]`;

export const types = {
  isProxy: (value: unknown) => KnownProxy.getProxyDetails(value) !== undefined,
  isMap: (value: unknown) => value instanceof Map,
  isSet: (value: unknown) => value instanceof Set,
  isDate: isA("Date"),
  isRegExp: isA("RegExp"),
  isPromise: (value: unknown) => value instanceof Promise,
  isTypedArray: (value: unknown) => ArrayBuffer.isView(value) && !(value instanceof DataView),
  isNativeError: (value: unknown) => value instanceof Error,
};

type Callback = (error: unknown, value: unknown) => void;
type Work = ((...values: unknown[]) => unknown) & { [promisified]?: (...values: unknown[]) => Promise<unknown> };
const promisified = Symbol.for("nodejs.util.promisify.custom");

const promisify = Object.assign(
  (work: Work) =>
    work[promisified] ??
    ((...values: unknown[]) =>
      new Promise((resolve, reject) => {
        const done: Callback = (error, value) => (error ? reject(error) : resolve(value));
        work(...values, done);
      })),
  { custom: promisified },
);

/** For plain data, arrays, typed arrays, maps and sets. */
function isDeepStrictEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof Date) return a.getTime() === (b as Date).getTime();
  if (a instanceof Map || a instanceof Set) return isDeepStrictEqual([...a], [...(b as Set<unknown>)]);
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  const part = (of: object, key: string) => (of as Record<string, unknown>)[key];
  return (
    keys.length === others.length && keys.every((key) => key in b && isDeepStrictEqual(part(a, key), part(b, key)))
  );
}

const { TextDecoder, TextEncoder } = globalThis;
export const util = {
  ...{ format, formatWithOptions, inspect, isDeepStrictEqual, promisify, stripVTControlCharacters, types },
  ...{ TextDecoder, TextEncoder },
};
