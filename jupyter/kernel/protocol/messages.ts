// What every message of Jupyter consists of.
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#general-message-format

/** The version of the protocol that the kernel speaks. */
export const protocolVersion = "5.4";

/** A JSON object that came from outside, or goes there; its fields are checked where they are read. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What a message says of itself. */
export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

/** A message of the Jupyter protocol; `parent` is the header of the request that it answers. */
export interface Message {
  readonly identities: readonly Buffer[];
  readonly header: Header;
  readonly parent: Header | Record<string, never>;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
  /** Bytes that travel beside the JSON; only messages of comms have them. */
  readonly buffers: readonly Uint8Array[];
}

/** What a message may carry beside its content. */
export interface Extras {
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Uint8Array[];
}

/** One content in several mime types. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** The content of an `error` message, and a part of the reply to a request that failed. */
export interface ErrorContent {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}
