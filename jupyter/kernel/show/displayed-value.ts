import { type InspectOptions, inspect, types } from "node:util";
import type { MimeBundle } from "../protocol/messages";
import { type ListOptions, longestAmongMany, longestByDefault, shownCount } from "./long-lists";

/**
 * A value may bring its own rich form: a method under one of these names that returns a mime bundle.
 * The first name is this kernel's, the second is the one that Deno's kernel calls.
 */
const richForms = [Symbol.for("jupyter.display"), Symbol.for("Jupyter.display")];

/**
 * A formatter gives the rich form of values that have no such method, plain objects above all; undefined for other
 * values.
 */
export type Formatter = (value: object) => MimeBundle | undefined;

/** The formatters, each under its package's name, so that a package that is loaded anew replaces its own. */
export const formatters = new Map<string, Formatter>();

/** What a front end draws for a value: its own rich form, for which one may have to wait, or text. */
export function displayed(value: unknown): MimeBundle | Promise<MimeBundle> {
  const withText = (form: unknown): MimeBundle => {
    const bundle = isBundle(form) ? encodeBinary(form) : {};
    return "text/plain" in bundle ? bundle : { ...bundle, "text/plain": textOf(value) };
  };
  const form = richFormOf(value);
  return form instanceof Promise ? form.then(withText) : withText(form);
}

function richFormOf(value: unknown): unknown {
  // Reading a property of a proxy runs the proxy's code, and that code may return a function for every name.
  if ((typeof value !== "object" && typeof value !== "function") || value === null || types.isProxy(value)) return;
  for (const name of richForms) {
    const method = (value as Record<symbol, unknown>)[name];
    if (typeof method === "function") return method.call(value);
  }
  for (const format of formatters.values()) {
    try {
      const form = format(value);
      if (form !== undefined) return form;
    } catch {
      // A value in a state that the formatter did not expect is shown as text rather than not at all.
    }
  }
  return undefined;
}

const isBundle = (form: unknown): form is MimeBundle =>
  typeof form === "object" && form !== null && Object.keys(form).every((type) => type.includes("/"));

/** How much of a value is shown. */
interface Extent {
  readonly depth: number;
  /** A longer array, map or set is shown by its ends. */
  readonly longest: number;
}

const mostDepth = 3;
/** A value that contains more values than these is shown with short lists. */
const mostReadable = 500;
/** Nobody reads more values than these: the deeper ones are left out. */
const mostValues = 20_000;
/** The number of properties of an object that count. */
const shownProperties = 100;
const mostCharacters = 100_000;

/** Any value as text that is short enough for a page. */
export function textOf(value: unknown): string {
  const { depth, longest } = extentOf(value);
  const maxStringLength = typeof value === "string" ? 10_000 : 1000;
  const options: ListOptions = { depth, maxStringLength, breakLength: 100, longestList: longest };
  const text = inspected(value, options);
  const more = text.length - mostCharacters;
  return more > 0 ? `${text.slice(0, mostCharacters)}\n... ${more} more characters` : text;
}

/** `util.inspect` for every value: `inspect` itself throws where the value's own code, which it calls, throws. */
export function inspected(value: unknown, options: InspectOptions = {}): string {
  try {
    return inspect(value, options);
  } catch {
    try {
      return inspect(value, { ...options, customInspect: false });
    } catch (error) {
      return `[${typeof value} that cannot be shown: ${messageOf(error)}]`;
    }
  }
}

function messageOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return "its code throws";
  }
}

/** Limits what is shown of a value: nested arrays of a hundred times a hundred would make hundreds of megabytes. */
function extentOf(value: unknown): Extent {
  const whole = measured(value, longestByDefault);
  return whole.count <= mostReadable && whole.depth === mostDepth
    ? { depth: mostDepth, longest: longestByDefault }
    : { depth: measured(value, longestAmongMany).depth, longest: longestAmongMany };
}

/** How deep a value can be shown, and how many values that makes. */
function measured(value: unknown, longest: number): { depth: number; count: number } {
  let level = [value];
  let count = 0;
  for (let depth = 0; depth <= mostDepth; depth++) {
    const inner: unknown[] = [];
    for (const one of level) {
      for (const part of partsOf(one, longest)) inner.push(part);
      if (count + inner.length > mostValues) return { depth: Math.max(depth - 1, 0), count };
    }
    count += inner.length;
    level = inner;
  }
  return { depth: mostDepth, count };
}

/** What is shown of a value below it, without running any of its code. */
function partsOf(value: unknown, longest: number): unknown[] {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return [];
  if (ArrayBuffer.isView(value)) return [];
  if (types.isMap(value) || types.isSet(value)) {
    const parts: unknown[] = [];
    const most = 2 * shownCount(value.size, longest);
    const entries = types.isMap(value) ? Map.prototype.entries.call(value) : Set.prototype.entries.call(value);
    for (const [key, part] of entries) {
      if (parts.length === most) break;
      parts.push(key, part);
    }
    return parts;
  }
  const names = Array.isArray(value)
    ? Array.from({ length: shownCount(value.length, longest) }, (_, k) => String(k))
    : Object.keys(value).slice(0, shownProperties);
  return names.map((name) => Object.getOwnPropertyDescriptor(value, name)?.value);
}

/** Pictures travel as base64. */
export const encodeBinary = (data: MimeBundle): MimeBundle =>
  Object.fromEntries(
    Object.entries(data).map(([type, content]) => [
      type,
      content instanceof Uint8Array ? Buffer.from(content).toString("base64") : content,
    ]),
  );

/** A value as JSON; a typed array becomes an array of numbers. */
export const toJson = (content: unknown): string =>
  JSON.stringify(content, (_key, value) => (ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value));
