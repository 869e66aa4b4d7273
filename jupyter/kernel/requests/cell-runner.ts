import type { CompiledCell } from "../compiler/cells/compiled-cell";
import type { CompilerClient } from "../compiler/client-for-requests";
import type { CompileOutcome } from "../compiler/thread-messages";
import type { Debugger } from "../debugging/debugger";
import { log } from "../log/debug-log";
import type { Message } from "../protocol/messages";
import type { ExecuteRequest, ExpressionReply } from "../protocol/requests";
import type { ChildOutputReader } from "./child-output-reader";
import { failure } from "./failure";
import type { MainThread } from "./main-thread";
import type { ReaderQuestions } from "./reader-questions";
import type { CellReply, Ended } from "./thread-messages";

/** A cell on its way, from its request to its reply. */
export interface CellAtHand {
  readonly message: Message;
  readonly request: ExecuteRequest;
  readonly count: number;
  /** Counts all cells of this kernel, silent ones too. */
  readonly serial: number;
  stage: "compiling" | "running" | "ending";
  /** When its code began to run, as a date. */
  started?: string;
}

interface Parts {
  readonly childOutput: ChildOutputReader;
  readonly compiler: CompilerClient;
  readonly debug: Debugger;
  readonly mainThread: MainThread;
  readonly questions: ReaderQuestions;
}

/** Has a cell compiled, and run by the main thread. */
export class CellRunner {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @returns the reply; `undefined` if Stop came during compilation, and CellQueue has sent a reply already */
  async run(cell: CellAtHand): Promise<CellReply | undefined> {
    const { request, count, message } = cell;
    const name = request.silent ? "Cell [silent]" : `Cell [${count}]`;
    const outcome = await this.#compile(cell, name, request.code);
    if (cell.stage !== "compiling") return undefined;
    if ("error" in outcome) return { status: "error", execution_count: count, ...outcome.error };
    this.#parts.childOutput.beginCell(message.header, request.silent);
    this.#parts.questions.beginCell(cell);
    this.#parts.debug.addCell(name, outcome.cell, cellIdOf(message));
    cell.started = new Date().toISOString();
    cell.stage = "running";
    const ended = await this.#hand(cell, name, outcome.cell, false);
    // The main thread answers a cell with a cell's reply.
    const reply = ended.reply as CellReply;
    const { number } = outcome.cell;
    const cellId = reply.status === "ok" ? cellIdOf(message) : undefined;
    void this.#parts.compiler.ask("declare", { number, declared: ended.declared, cellId });
    if (reply.status !== "ok") return reply;
    return { ...reply, user_expressions: await this.#evaluate(cell, request.user_expressions) };
  }

  async #compile(cell: CellAtHand, name: string, text: string): Promise<CompileOutcome> {
    const start = performance.now();
    const outcome = await this.#parts.compiler
      .ask("compile", { serial: cell.serial, text, name })
      .catch(({ message }: Error) => ({ error: failure("CompilerError", message) }));
    const { msg_id } = cell.message.header;
    log?.("compiled", { cell: cell.serial, msg_id, ms: performance.now() - start, ok: "cell" in outcome });
    return outcome;
  }

  async #hand(cell: CellAtHand, name: string, compiled: CompiledCell, isExpression: boolean): Promise<Ended> {
    const { header } = cell.message;
    const start = performance.now();
    const silent = cell.request.silent || isExpression;
    const ended = await this.#parts.mainThread.run({
      name,
      compiled,
      silent,
      isExpression,
      parent: header,
      count: cell.count,
      serial: cell.serial,
      cellId: cellIdOf(cell.message),
    });
    log?.("ran", {
      cell: cell.serial,
      msg_id: header.msg_id,
      ms: performance.now() - start,
      status: ended.reply.status,
    });
    return ended;
  }

  /** Evaluates the user_expressions of a cell that has run. */
  async #evaluate(cell: CellAtHand, expressions: ExecuteRequest["user_expressions"]) {
    const answers: Record<string, ExpressionReply> = {};
    for (const [name, text] of Object.entries(expressions)) {
      const outcome = await this.#compile(cell, "expression", text);
      if ("error" in outcome) answers[name] = { status: "error", ...outcome.error };
      // The main thread answers an expression with its value.
      else answers[name] = (await this.#hand(cell, "expression", outcome.cell, true)).reply as ExpressionReply;
    }
    return answers;
  }
}

/** The cell's id in its notebook; front ends without notebooks have none. */
function cellIdOf({ metadata: { cellId } }: Message): string | undefined {
  return typeof cellId === "string" ? cellId : undefined;
}
