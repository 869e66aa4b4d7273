import { setTimeout as sleep } from "node:timers/promises";
import type { CompilerClient } from "../compiler/client-for-requests";
import type { Debugger } from "../debugging/debugger";
import type { Header, Message } from "../protocol/messages";
import type { CommMessage, CommOpen, ExecuteRequest } from "../protocol/requests";
import type { SendReply } from "../protocol/sockets";
import { Shared } from "../threads/shared-numbers";
import type { CellAtHand, CellRunner } from "./cell-runner";
import { endLongCheck } from "./checker-process";
import type { ChildOutputReader } from "./child-output-reader";
import type { CommRunner } from "./comm-runner";
import { failure } from "./failure";
import type { History } from "./history";
import type { Interrupter } from "./interrupts";
import type { IoPub } from "./iopub";
import { commsBefore, isCell, logEnd, type Queued, type QueuedCell, type QueuedComm } from "./queued";
import type { ReaderQuestions } from "./reader-questions";
import type { CellReply } from "./thread-messages";

interface CurrentCell extends QueuedCell, CellAtHand {
  /** When the cell's turn came. */
  readonly begun: number;
}

interface CurrentComm extends QueuedComm {
  stage: "running" | "ending";
}

interface Parts {
  readonly childOutput: ChildOutputReader;
  readonly commRunner: CommRunner;
  readonly compiler: CompilerClient;
  readonly debug: Debugger;
  readonly history: History;
  readonly interrupter: Interrupter;
  readonly iopub: IoPub;
  readonly questions: ReaderQuestions;
  readonly runner: CellRunner;
  readonly shared: Int32Array;
}

/** Cells that were sent together with a failed one may arrive this much later; they are aborted too. */
const drainMilliseconds = 5;

/**
 * The cells that wait and the one at hand: what an execute_request goes through. Messages of comms wait among them, so
 * that no handler runs in the middle of a cell; an error of a cell does not drop them.
 */
export class CellQueue {
  readonly #parts: Parts;
  readonly #waiting: Queued[] = [];
  #current: CurrentCell | CurrentComm | undefined;
  /** The number in the last `[n]` that the notebook shows. */
  #count = 0;
  #serial = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  add(message: Message, request: ExecuteRequest, sendReply: SendReply): void {
    this.#waiting.push({ message, request, sendReply, arrived: performance.now() });
    this.#next();
  }

  addComm(message: Message, comm: CommMessage | CommOpen): void {
    this.#waiting.push({ message, comm, arrived: performance.now() });
    this.#next();
  }

  /** The request that keeps the kernel busy. */
  get busyWith(): Header | undefined {
    return this.#current?.stage === "ending" ? undefined : this.#current?.message.header;
  }

  /** Takes up what waits longest, if nothing is at hand. */
  #next(): void {
    const queued = this.#current ? undefined : this.#waiting.shift();
    if (!queued) return;
    this.#parts.iopub.status("busy", queued.message.header);
    if ("comm" in queued) void this.#handle(queued);
    else this.#takeCell(queued);
  }

  /** Has a message of a comm handled. Front ends take `idle` for the end of it, and send what they held back. */
  async #handle(queued: QueuedComm): Promise<void> {
    const { childOutput, commRunner, interrupter, iopub } = this.#parts;
    const { message } = queued;
    const begun = performance.now();
    const current: CurrentComm = { ...queued, stage: "running" };
    this.#current = current;
    const reply = await commRunner.run(queued, ++this.#serial, commsBefore(this.#waiting));
    current.stage = "ending";
    childOutput.endCell();
    await interrupter.done;
    if (reply.status === "error") {
      const { ename, evalue, traceback } = reply;
      iopub.publish("error", { ename, evalue, traceback }, message.header);
    }
    logEnd(queued, reply, begun);
    iopub.status("idle", message.header);
    this.#current = undefined;
    this.#next();
  }

  #takeCell(queued: QueuedCell): void {
    const { iopub, history } = this.#parts;
    const { request, message } = queued;
    if (!request.silent && request.store_history) history.add(++this.#count, request.code);
    const numbers = { count: this.#count, serial: ++this.#serial };
    if (!request.silent) {
      iopub.publish("execute_input", { code: request.code, execution_count: this.#count }, message.header);
    }
    const cell: CurrentCell = { ...queued, ...numbers, stage: "compiling", begun: performance.now() };
    this.#current = cell;
    void this.#run(cell);
  }

  async #run(cell: CurrentCell): Promise<void> {
    const reply = await this.#parts.runner.run(cell);
    if (reply) await this.#finish(cell, reply);
  }

  /** Sends the reply, and whatever must come before it. */
  async #finish(cell: CurrentCell, reply: CellReply): Promise<void> {
    const { childOutput, interrupter, iopub, questions } = this.#parts;
    const { request, message, sendReply, started } = cell;
    cell.stage = "ending";
    questions.endCell();
    childOutput.endCell();
    const stops = reply.status === "error" && request.stop_on_error;
    if (stops) await sleep(drainMilliseconds);
    await interrupter.done;
    // Whoever sent the cells that wait now did not know of the error.
    const aborted = stops ? this.#waiting.filter(isCell) : [];
    iopub.flush();
    if (reply.status === "error" && !request.silent) {
      const { ename, evalue, traceback } = reply;
      iopub.publish("error", { ename, evalue, traceback }, message.header);
    }
    sendReply("execute_reply", reply, started ? { started, status: reply.status } : {});
    logEnd(cell, reply, cell.begun);
    iopub.status("idle", message.header);
    this.#abort(aborted);
    this.#current = undefined;
    this.#next();
  }

  #abort(cells: readonly QueuedCell[]): void {
    const { iopub } = this.#parts;
    for (const queued of cells) {
      const { message, sendReply } = queued;
      const reply = { status: "aborted" } as const;
      this.#waiting.splice(this.#waiting.indexOf(queued), 1);
      iopub.status("busy", message.header);
      sendReply("execute_reply", reply);
      logEnd(queued, reply, performance.now());
      iopub.status("idle", message.header);
    }
  }

  /** Ends the cell or handler at hand; if there is none, it ends what earlier ones left running. */
  stop(): void {
    const { compiler, debug, interrupter, shared } = this.#parts;
    const cell = this.#current;
    if (cell?.stage !== "compiling") {
      interrupter.interrupt();
      debug.stopCell();
      return;
    }
    Atomics.store(shared, Shared.AbandonedCell, cell.serial);
    void this.#finish(cell, { ...failure("Interrupted", "the cell was stopped"), execution_count: cell.count });
    void endLongCheck(compiler, shared);
  }
}
