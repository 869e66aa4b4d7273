import { inspect } from "node:util";

/** One content in several mime types. */
export type MimeBundle = Record<string, unknown>;

/**
 * A value may bring its own rich form: a method under one of these names that returns a mime bundle.
 * Ours, and the one that Deno's kernel calls.
 */
const richForms = [Symbol.for("jupyter.display"), Symbol.for("Jupyter.display")];

/** What a front end draws for a value: its own rich form, or text. */
export function mimeBundle(value: unknown): MimeBundle {
  const text = () => inspect(value, { depth: 3, maxStringLength: 10_000, breakLength: 100 });
  for (const name of richForms) {
    const method = (value as Record<symbol, unknown> | null)?.[name];
    if (typeof method !== "function") continue;
    const bundle: MimeBundle = encodeBinary(method.call(value));
    return "text/plain" in bundle ? bundle : { ...bundle, "text/plain": text() };
  }
  return { "text/plain": text() };
}

/** Pictures travel as base64. */
export const encodeBinary = (data: MimeBundle): MimeBundle =>
  Object.fromEntries(
    Object.entries(data).map(([type, content]) => [
      type,
      content instanceof Uint8Array ? Buffer.from(content).toString("base64") : content,
    ]),
  );

/** As JSON; numbers in a typed array are numbers in an array. */
export const toJson = (content: unknown): string =>
  JSON.stringify(content, (_key, value) =>
    ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value,
  );
