// node:buffer: the library `buffer`, with the browser's own ways between UTF-8 and text, and Node's base64url.
import { Buffer } from "buffer/";

const { from } = Buffer;
const { toString: inOthers } = Buffer.prototype;
const isUtf8 = (encoding = "utf8") => /^utf-?8$/i.test(encoding);
const isForUrls = (encoding: unknown) => encoding === "base64url";

Buffer.from = ((value: unknown, second?: never, length?: number) => {
  if (typeof value !== "string") return from(value as never, second, length as never);
  if (!isUtf8(second)) return from(value, isForUrls(second) ? "base64" : second);
  const { buffer, byteOffset, byteLength } = new TextEncoder().encode(value);
  return from(buffer as ArrayBuffer, byteOffset, byteLength);
}) as typeof from;

Buffer.prototype.toString = function (encoding, start, end) {
  if (isUtf8(encoding)) return new TextDecoder("utf-8", { ignoreBOM: true }).decode(this.subarray(start, end));
  if (!isForUrls(encoding)) return inOthers.call(this, encoding, start, end);
  const text = inOthers.call(this, "base64", start, end);
  return text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

export * from "buffer/";
