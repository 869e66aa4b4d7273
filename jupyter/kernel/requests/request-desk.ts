import { log } from "../log/debug-log";
import { checkedRequest, isKnown } from "../protocol/checked-requests";
import { isQuiet } from "../protocol/editor-requests";
import type { Header, Message } from "../protocol/messages";
import type { CommMessage, CommType, ExecuteRequest } from "../protocol/requests";
import type { SendReply } from "../protocol/sockets";
import type { CellQueue } from "./cell-queue";
import { failure } from "./failure";
import type { IoPub } from "./iopub";
import type { OwnAnswers } from "./own-answers";

interface Parts {
  readonly answers: OwnAnswers;
  readonly iopub: IoPub;
  readonly queue: CellQueue;
}

type Answer = object | undefined;

/** The requests that code of cells runs for. */
type QueuedType = "execute_request" | CommType;
const queuedTypes: readonly string[] = [
  "execute_request",
  "comm_open",
  "comm_msg",
  "comm_close",
] satisfies QueuedType[];
const isQueued = (type: string): type is QueuedType => queuedTypes.includes(type);

/** Receives every request: what runs code of cells joins the queue, everything else is answered at once. */
export class RequestDesk {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  receive(message: Message, sendReply: SendReply): void {
    const { msg_type: type } = message.header;
    if (!isQueued(type)) {
      void this.#answer(message, sendReply, () => this.#answerTo(message));
      return;
    }
    let request: ExecuteRequest | CommMessage;
    try {
      request = checkedRequest(type, message.content);
    } catch (error) {
      void this.#answer(message, sendReply, () => Promise.reject(error));
      return;
    }
    if ("code" in request) this.#parts.queue.add(message, request, sendReply);
    else this.#parts.queue.addComm(message, request);
  }

  #answerTo({ header, content }: Message): Answer | Promise<Answer> {
    const { msg_type: type } = header;
    if (isKnown(type) && !isQueued(type)) {
      const answer = this.#parts.answers[type] as (request: unknown, header: Header) => Answer | Promise<Answer>;
      return answer(checkedRequest(type, content), header);
    }
    return failure("UnknownRequest", `this kernel knows no ${type}`);
  }

  /**
   * Sends the reply, for most requests between `busy` and `idle`. An error while the reply is made becomes an error
   * reply.
   */
  async #answer({ header }: Message, sendReply: SendReply, answer: () => Answer | Promise<Answer>): Promise<void> {
    const { iopub, queue } = this.#parts;
    const begun = performance.now();
    if (!isQuiet(header.msg_type)) iopub.status("busy", header);
    let reply: Answer;
    try {
      const made = answer();
      reply = made instanceof Promise ? await made : made;
    } catch (error) {
      const { name, message } = error as Error;
      reply = failure(name, message);
    }
    const { msg_type: type, msg_id } = header;
    // Whoever sends a request gets a reply; other messages want none.
    if (reply && type.endsWith("_request")) sendReply(type.replace(/_request$/, "_reply"), reply);
    log?.("answered", { type, msg_id, worked_ms: performance.now() - begun });
    if (isQuiet(type)) return;
    iopub.status("idle", header);
    // Front ends take the last status for the kernel's: while a cell is at hand, the kernel is busy.
    if (queue.busyWith) iopub.status("busy", queue.busyWith);
  }
}
