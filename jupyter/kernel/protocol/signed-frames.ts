// Jupyter's wire format: routing identities, a delimiter, a signature, four JSON objects, and buffers of bytes.
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { type Extras, type Header, type Message, protocolVersion } from "./messages";
import { wellFormed } from "./well-formed";

/** The frame between the identities and the signature. */
export const delimiter = Buffer.from("<IDS|MSG>");

/** Turns messages into signed frames and back, for one connection. */
export class SignedFrames {
  readonly #session = randomUUID();
  readonly #key: string;
  readonly #hash: string;

  /** @param scheme  such as "hmac-sha256"; with an empty key nothing is signed */
  constructor(key: string, scheme = "hmac-sha256") {
    this.#key = key;
    this.#hash = scheme.replace("hmac-", "");
  }

  /** Makes the header of a new message. */
  header(type: string): Header {
    return {
      msg_id: randomUUID(),
      msg_type: type,
      session: this.#session,
      username: "kernel",
      date: new Date().toISOString(),
      version: protocolVersion,
    };
  }

  /** @param content  may be JSON already */
  encode(
    type: string,
    content: object | string,
    parent: Header | undefined,
    identities: readonly Buffer[] = [Buffer.from(type)],
    { metadata = {}, buffers = [] }: Extras = {},
  ): Buffer[] {
    const parts = this.signed([this.header(type), parent ?? {}, metadata, content]);
    return [...identities, ...parts, ...buffers.map((bytes) => Buffer.from(bytes))];
  }

  /** Returns delimiter, signature and parts. A part that is a text is JSON already. */
  signed(parts: readonly unknown[]): Buffer[] {
    const frames = parts.map((part) => Buffer.from(wellFormed(typeof part === "string" ? part : JSON.stringify(part))));
    return [delimiter, Buffer.from(this.#sign(frames)), ...frames];
  }

  /** @throws {Error} if the frames are no message or not signed with our key */
  decode(frames: readonly Buffer[]): Message {
    const at = frames.findIndex((frame) => frame.equals(delimiter));
    const [signature, ...parts] = frames.slice(at + 1);
    if (at < 0 || !signature || parts.length < 4) {
      throw new Error(`expected a Jupyter message, got ${frames.length} frames`);
    }
    // The signature is of the JSON alone: buffers are not covered by it.
    const expected = Buffer.from(this.#sign(parts.slice(0, 4)));
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
      throw new Error("expected a message signed with the connection's key, got another signature");
    }
    const objects = parts.slice(0, 4).map((part) => JSON.parse(String(part)));
    const [header, parent, metadata, content] = objects;
    if (!objects.every(isObject) || !isText(header.msg_id) || !isText(header.msg_type)) {
      throw new Error("expected a header, a parent, metadata and a content, got something else");
    }
    return { identities: frames.slice(0, at), header, parent, metadata, content, buffers: parts.slice(4) };
  }

  #sign(parts: readonly Buffer[]): string {
    if (this.#key === "") return "";
    const hmac = createHmac(this.#hash, this.#key);
    for (const part of parts) hmac.update(part);
    return hmac.digest("hex");
  }
}

const isText = (value: unknown): value is string => typeof value === "string";

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
