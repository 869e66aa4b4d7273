// The part of node:util that the kernel and the package use.
export { format, inspect } from "node-inspect-extracted";

export const stripVTControlCharacters = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a colour is
  text.replace(/\x1b\[[\d;]*m/g, "");

const isA = (name: string) => (value: unknown) => Object.prototype.toString.call(value) === `[object ${name}]`;

/** A page cannot tell a proxy from what is behind it. */
export const types = {
  isProxy: (_value: unknown) => false,
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

export const promisify = Object.assign(
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
export function isDeepStrictEqual(a: unknown, b: unknown): boolean {
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
