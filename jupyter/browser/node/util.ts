// node:util: the library `util`, and over it Node's own inspect, extracted.
import { isDeepStrictEqual } from "assert/build/internal/util/comparisons";
import * as extracted from "node-inspect-extracted";
import * as library from "util/";

const { format, formatWithOptions, inspect, stripVTControlCharacters } = extracted;

export { format, inspect, stripVTControlCharacters };

/** Stands for Proxy in cells, and keeps account of its proxies: see builtins.ts. */
export const KnownProxy = extracted.Proxy as ProxyConstructor & { getProxyDetails(value: unknown): unknown };

/** The library's ask a value for its tag, which may run code. */
export const types = {
  ...library.types,
  isProxy: (value: unknown) => KnownProxy.getProxyDetails(value) !== undefined,
  isMap: (value: unknown) => value instanceof Map,
  isSet: (value: unknown) => value instanceof Set,
  isPromise: (value: unknown) => value instanceof Promise,
  isNativeError: (value: unknown) => value instanceof Error,
};

const { TextDecoder, TextEncoder } = globalThis;
export const util = {
  ...library,
  ...{
    format,
    formatWithOptions,
    inspect,
    isDeepStrictEqual,
    stripVTControlCharacters,
    TextDecoder,
    TextEncoder,
    types,
  },
};
