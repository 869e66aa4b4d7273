// Jupyter's wire format: routing identities, a delimiter, a signature, and four JSON objects.
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import type { Content } from "./link";

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

export interface Message {
  readonly identities: readonly Buffer[];
  readonly header: Header;
  readonly parent: Header | Record<string, never>;
  readonly content: Content;
}

export const protocolVersion = "5.4";
const delimiter = Buffer.from("<IDS|MSG>");

/** Turns messages into signed frames and back, for one connection. */
export class Wire {
  readonly #session = randomUUID();
  readonly #key: string;
  readonly #hash: string;

  /** @param scheme  such as "hmac-sha256"; with an empty key nothing is signed */
  constructor(key: string, scheme = "hmac-sha256") {
    this.#key = key;
    this.#hash = scheme.replace("hmac-", "");
  }

  /** @param content  may be JSON already */
  encode(
    type: string,
    content: Content | string,
    parent: Header | undefined,
    identities: readonly Buffer[] = [Buffer.from(type)],
  ): Buffer[] {
    const header: Header = {
      msg_id: randomUUID(),
      msg_type: type,
      session: this.#session,
      username: "kernel",
      date: new Date().toISOString(),
      version: protocolVersion,
    };
    const parts = [header, parent ?? {}, {}, content].map((part) =>
      Buffer.from(typeof part === "string" ? part : JSON.stringify(part)),
    );
    return [...identities, delimiter, Buffer.from(this.#sign(parts)), ...parts];
  }

  /** @throws {Error} if the frames are no message or not signed with our key */
  decode(frames: readonly Buffer[]): Message {
    const at = frames.findIndex((frame) => frame.equals(delimiter));
    const [signature, ...parts] = frames.slice(at + 1);
    if (at < 0 || !signature || parts.length < 4) {
      throw new Error(`expected a Jupyter message, got ${frames.length} frames`);
    }
    const expected = Buffer.from(this.#sign(parts));
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
      throw new Error("expected a message signed with the connection's key, got another signature");
    }
    const [header, parent, , content] = parts.slice(0, 4).map((part) => JSON.parse(String(part)));
    return { identities: frames.slice(0, at), header, parent, content };
  }

  #sign(parts: readonly Buffer[]): string {
    if (this.#key === "") return "";
    const hmac = createHmac(this.#hash, this.#key);
    for (const part of parts) hmac.update(part);
    return hmac.digest("hex");
  }
}
