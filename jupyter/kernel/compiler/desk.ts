// What the compiler is asked. It is free while a cell runs, so that Tab is answered then too. Questions that change what
// the compiler knows are answered one after the other.
import { relative } from "node:path";
import { log } from "../log/debug-log";
import type { IsCompleteReply } from "../protocol/requests";
import { offsetAt } from "../text/positions";
import { Shared } from "../threads/shared-numbers";
import { type CompileFailure, isCompiled } from "./cells/compiled-cell";
import { type OpenedCompiler, openCompiler } from "./cells/open-compiler";
import { startEsbuild } from "./emitting/esbuild-emitter";
import { adviceFor, otherKernel } from "./errors/advice";
import { compileError } from "./errors/compile-error";
import { completeness } from "./lookup/completeness";
import { NotebookServer } from "./lookup/notebook-server";
import { Tooltips } from "./lookup/tooltips";
import { isCaughtAt } from "./rewriting/caught-places";
import type {
  Answers,
  CellToCompile,
  CompileOutcome,
  CompilerParts,
  CompilerQuestion,
  FileAnswer,
  FileRequest,
} from "./thread-messages";
import { TypingHelp } from "./typing/typing-help";

/** The compiler tidies up this long after a cell's end, if nobody asks for anything meanwhile. */
const idleMilliseconds = 100;

interface Opened extends OpenedCompiler {
  readonly server: NotebookServer;
  readonly tooltips: Tooltips;
  readonly typing: TypingHelp;
}

/** Answers what the two other threads ask. */
export class CompilerDesk {
  readonly #parts: CompilerParts;
  #opened: Opened | undefined;
  /** Whether the type checker has to be started again. */
  #isBroken = false;
  #idle: NodeJS.Timeout | undefined;
  /** A cell that is to be read ahead. */
  #unread: string | undefined;
  #ahead: NodeJS.Timeout | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  readonly #answers: Answers = {
    compile: (cell) => this.#inTurn(() => this.#compile(cell)),
    declare: ({ number, declared, cellId }) =>
      this.#inTurn(() => {
        const { compiler, typing } = this.#open();
        const cell = compiler.declare(number, new Set(declared));
        if (cell && cellId !== undefined) typing.noteRun(cellId, cell);
        clearTimeout(this.#idle);
        this.#idle = setTimeout(() => void this.#inTurn(() => this.#tidyUp()).catch(() => {}), idleMilliseconds);
        return undefined;
      }),
    complete: (content) => this.#open().tooltips.complete(content),
    inspect: (content) => this.#open().tooltips.inspect(content),
    check: (content) => this.#open().typing.check(content),
    hover: (content) => this.#open().typing.hover(content),
    definition: (content) => this.#open().typing.definition(content),
    isComplete: ({ code }) => this.#inTurn(() => this.#completeness(code)),
    expression: (asked) => this.#inTurn(() => this.#open().compiler.compileExpression(asked)),
    isCaught: ({ text, line, column }) =>
      this.#inTurn(() => {
        const { checker } = this.#open().program;
        return isCaughtAt(
          checker.syntax,
          checker.parse(text).tree,
          offsetAt(text, { line: line - 1, character: column - 1 }),
        );
      }),
    newVariable: ({ name }) => this.#inTurn(() => this.#open().program.declareVariable(name)),
    counts: () => this.#open().compiler.counts,
  };

  constructor(parts: CompilerParts) {
    this.#parts = parts;
    this.#unread = parts.readAhead;
  }

  start(): void {
    const { main, requests, shared } = this.#parts;
    requests.on("message", async ({ id, what, asked }: CompilerQuestion) => {
      clearTimeout(this.#idle);
      clearTimeout(this.#ahead);
      try {
        const answer = this.#answers[what] as (asked: unknown) => unknown;
        requests.postMessage({ id, answer: await answer(asked) });
      } catch (error) {
        requests.postMessage({ id, failure: messageOf(error) });
      }
      this.#readAheadSoon();
    });
    main.on("message", async (request: FileRequest) => {
      main.postMessage(await this.#inTurn(() => this.#load(request)));
      Atomics.store(shared, Shared.FilesAnswered, request.id);
      Atomics.notify(shared, Shared.FilesAnswered);
    });
    // The checker loads what every cell needs before the first cell comes, and esbuild starts meanwhile.
    void startEsbuild();
    void this.#inTurn(() => this.#open().program.warmUp()).catch(() => {});
    this.#readAheadSoon();
  }

  /** Once, when nobody has asked for anything for a while. */
  #readAheadSoon(): void {
    const text = this.#unread;
    if (text === undefined) return;
    clearTimeout(this.#ahead);
    this.#ahead = setTimeout(() => {
      this.#unread = undefined;
      void this.#inTurn(() => this.#open().compiler.readAhead(text)).catch(() => {});
    }, idleMilliseconds);
  }

  #inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => {});
    return done;
  }

  #open(): Opened {
    if (this.#opened) return this.#opened;
    const { checked, folder, root } = this.#parts;
    const opened = openCompiler({ root, folder, checked }, (news) => this.#opened?.server.notice(news));
    const { program, draftFiles: files } = opened;
    const server = new NotebookServer(program, folder);
    const typing = new TypingHelp({ program, server, files, folder });
    this.#opened = { ...opened, server, tooltips: new Tooltips(program, server), typing };
    return this.#opened;
  }

  /**
   * Compiles a cell. If anything goes wrong in the compiler itself, it is started anew, so that the next cell works.
   */
  async #compile(cell: CellToCompile, attempts = 2): Promise<CompileOutcome> {
    const { compiler, program } = this.#open();
    const { serial, name, text } = cell;
    const { folder, root, shared } = this.#parts;
    try {
      if (this.#isBroken) program.reopen();
      this.#isBroken = false;
      const result = await compiler.compile(text, log && ((phase, ms) => log?.("phase", { cell: serial, phase, ms })));
      if (isCompiled(result)) return { cell: result };
      const advice = adviceFor({ errors: result.errors, text, knownNames: program.names.size });
      return { error: compileError(result, { name, text, root, advice, remarks: remarks(result, root, folder) }) };
    } catch (error) {
      this.#isBroken = true;
      // The checker's process may have been ended from outside. The cell is then tried again, unless Stop ended it.
      const isStopped = Atomics.load(shared, Shared.AbandonedCell) >= serial;
      const isTriedAgain = !(error instanceof RangeError) && !isStopped && attempts > 0;
      return isTriedAgain ? this.#compile(cell, attempts - 1) : { error: compilerFailed(error) };
    }
  }

  /** Whoever asked may have run out of patience, and have killed the checker's process. */
  #completeness(code: string): IsCompleteReply {
    const { program } = this.#open();
    const { shared } = this.#parts;
    Atomics.store(shared, Shared.LookingForCompleteness, 1);
    try {
      if (this.#isBroken) program.reopen();
      this.#isBroken = false;
      return completeness(program, code);
    } catch (error) {
      this.#isBroken = true;
      throw error;
    } finally {
      Atomics.store(shared, Shared.LookingForCompleteness, 0);
    }
  }

  #tidyUp(): void {
    try {
      this.#open().program.settle();
      void this.#open().tooltips.warmUp();
    } catch {
      this.#isBroken = true;
    }
  }

  async #load({ id, paths, isLost }: FileRequest): Promise<FileAnswer> {
    try {
      const { compiler } = this.#open();
      const result = await (isLost ? compiler.resend(paths) : compiler.load(paths));
      if (!("errors" in result)) return { id, modules: result };
      const { evalue } = compileError(result, { name: paths.join(), text: "", root: this.#parts.root });
      return { id, failure: evalue };
    } catch (error) {
      return { id, failure: messageOf(error) };
    }
  }
}

function remarks({ errors, inUse }: CompileFailure, root: string, folder: string): string[] {
  const broken = new Set(errors.flatMap(({ path }) => (path && inUse.has(path) ? path : [])));
  const files = Array.from(broken, (path) => relative(root, path)).join(", ");
  const other = otherKernel(process.env, folder);
  return [
    ...(files ? [`The last good version of ${files} is still in use.`] : []),
    ...(other ? [`This notebook was written for the kernel ${other}; this one runs TypeScript.`] : []),
  ];
}

function compilerFailed(error: unknown) {
  const evalue =
    error instanceof RangeError
      ? "the cell is nested too deeply for the compiler"
      : `the compiler failed on this cell: ${messageOf(error)}`;
  return { ename: "CompilerError", evalue, traceback: [`CompilerError: ${evalue}`] };
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
