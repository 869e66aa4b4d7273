// A kernel's front end in a page: JupyterLite's messages, which the request desk takes for those of sockets.
import type { Header, JsonObject, Message } from "../kernel/protocol/messages";
import type { Receive, Sockets } from "../kernel/protocol/sockets";
import { wellFormed } from "../kernel/protocol/well-formed";

/** A message as JupyterLite sends and takes it. */
export interface LiteMessage {
  readonly channel: string;
  readonly header: Header;
  readonly parent_header: Header | Record<string, never>;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
  readonly buffers?: readonly (ArrayBuffer | ArrayBufferView)[];
}

export class FrontEnd {
  readonly #sendMessage: (message: LiteMessage) => void;
  #receive: Receive = () => {};

  constructor(send: (message: LiteMessage) => void) {
    this.#sendMessage = send;
  }

  /** Takes a request, and returns at once: answers are sent when they are there. */
  receive(request: LiteMessage): void {
    const { channel, header, parent_header, metadata, content, buffers = [] } = request;
    const bytes = buffers.map((one) =>
      ArrayBuffer.isView(one) ? new Uint8Array(one.buffer, one.byteOffset, one.byteLength) : new Uint8Array(one),
    );
    const message: Message = { identities: [], header, parent: parent_header, metadata, content, buffers: bytes };
    this.#receive(message, (type, content, metadata = {}) =>
      this.#send(channel, type, content as JsonObject, header, { metadata }),
    );
  }

  /** Stop, as a front end's button asks for it. */
  interrupt(): void {
    const header = { ...nobody, msg_type: "interrupt_request" };
    this.#receive({ identities: [], header, parent: {}, metadata: {}, content: {}, buffers: [] }, () => {});
  }

  sockets(): Sockets {
    return {
      ports: { shell_port: 0, control_port: 0, iopub_port: 0, stdin_port: 0, hb_port: 0 },
      input: undefined as never,
      unsent: () => 0,
      listen: (receive) => {
        this.#receive = receive;
      },
      publish: async (type, content, parent, extras) => this.#send("iopub", type, content, parent, extras),
    };
  }

  #send(
    channel: string,
    type: string,
    told: JsonObject | string,
    parent: Header | undefined,
    { metadata = {}, buffers = [] }: { metadata?: JsonObject; buffers?: readonly Uint8Array[] } = {},
  ): void {
    const session = parent?.session || nobody.session;
    const header = { ...nobody, session, msg_id: crypto.randomUUID(), msg_type: type, date: new Date().toISOString() };
    const content = JSON.parse(wellFormed(typeof told === "string" ? told : JSON.stringify(told)));
    const copies = buffers.map((bytes) => bytes.slice().buffer as ArrayBuffer);
    this.#sendMessage({ channel, header, parent_header: parent ?? {}, metadata, content, buffers: copies });
  }
}

const nobody: Header = { msg_id: "", msg_type: "", session: "", username: "", date: "", version: "5.4" };
