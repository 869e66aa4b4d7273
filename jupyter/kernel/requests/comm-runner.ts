import type { CommType } from "../protocol/requests";
import type { ChildOutputReader } from "./child-output-reader";
import type { MainThread } from "./main-thread";
import type { OpenComms } from "./open-comms";
import type { QueuedComm } from "./queued";
import type { HandlerReply } from "./thread-messages";

interface Parts {
  readonly childOutput: ChildOutputReader;
  readonly comms: OpenComms;
  readonly mainThread: MainThread;
}

/** Has the main thread run the handler of a comm's message. */
export class CommRunner {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @param following  the ids of the comms whose messages wait directly behind this one */
  async run({ message, comm }: QueuedComm, serial: number, following: readonly string[]): Promise<HandlerReply> {
    const { childOutput, comms, mainThread } = this.#parts;
    const { header, buffers } = message;
    const type = header.msg_type as CommType;
    if ("target_name" in comm) comms.opened(comm.comm_id, comm.target_name);
    if (type === "comm_close") comms.closed(comm.comm_id);
    childOutput.beginCell(header, false);
    const { reply } = await mainThread.handle({ type, content: comm, buffers, parent: header, serial, following });
    // The main thread answers such a message with a handler's reply.
    return reply as HandlerReply;
  }
}
