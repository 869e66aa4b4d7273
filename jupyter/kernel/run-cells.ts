import type { FileCompiler } from "./compiler/client-for-running-code";
import { npmSymbol } from "./compiler/rewriting/npm-lines";
import type { Cell } from "./context/cell";
import { CellContext } from "./context/cell-context";
import { Interrupted } from "./context/interrupted";
import type { Question } from "./protocol/input-channel";
import type { ToMainThread, ToRequestThread } from "./requests/thread-messages";
import { BuiltIns } from "./run/built-ins";
import { Comms } from "./run/comms";
import { DebugView } from "./run/debug-view";
import { Execution } from "./run/execution";
import { Handlers } from "./run/handlers";
import { HeldCode } from "./run/held-code";
import { type Answers, Input, installInput } from "./run/input";
import { Modules } from "./run/modules";
import { NotebookVariables } from "./run/notebook-variables";
import { npmIn } from "./run/npm-install";
import type { Project } from "./run/project";
import { Output } from "./show/output";
import { SourcePositions } from "./show/source-positions";
import { installValueText } from "./show/tensor-text";
import { installStackTraces, printError } from "./show/tracebacks";
import { Shared } from "./threads/shared-numbers";

/** What the main thread works with: the ways to the two others, and the project. */
export interface MainThreadParts {
  readonly project: Project;
  readonly post: (message: ToRequestThread) => void;
  readonly files: Pick<FileCompiler, "load" | "resend">;
  /** Where the reader's answers come. */
  readonly answers: Answers;
  readonly shared: Int32Array;
}

/** The main thread: what it is told by the request thread, and where errors go that nobody caught. */
export interface MainThread {
  readonly context: CellContext;
  readonly execution: Execution;
  readonly failed: (error: unknown, from: Cell | undefined) => void;
  readonly receive: (message: ToMainThread) => void;
}

/** Puts the main thread together, which runs cells. */
export function openMainThread({ project, post, files, answers, shared }: MainThreadParts): MainThread {
  const { folder, root } = project;
  const positions = new SourcePositions(root);
  installStackTraces(positions);
  const variables = new NotebookVariables();
  const context = new CellContext(failed);
  const output = new Output(post, shared, context);
  const beforePackage = (name: string) => output.connectTslab(name);
  const heldCode = new HeldCode(shared, post);
  const modules = new Modules({ root, folder, positions, files, heldCode, beforePackage });
  const builtIns = new BuiltIns();
  const comms = new Comms(
    (type, content, how) => output.publishComm(type, content, how),
    () => output.cell?.cellId,
  );
  const execution = new Execution({
    builtIns,
    comms,
    context,
    folder,
    heldCode,
    modules,
    output,
    positions,
    post,
    variables,
  });
  const handlers = new Handlers({ builtIns, comms, context, execution });
  const offered = Reflect.get(globalThis, Symbol.for("jupyter.kernel"));
  const unseen = <T>(work: () => T): T => offered.outputsTo(() => {}, work);
  new DebugView({ modules, positions, variables, unseen });
  installValueText();
  const ask = (question: Question) => post({ question, parent: output.cell?.parent });
  installInput(new Input(ask, answers, shared));
  Object.defineProperty(offered, "reloaded", { get: () => modules.reloaded });
  Object.defineProperty(offered, "sourceOf", { value: sourceOf });
  Object.defineProperty(offered, "emittedFiles", { value: (path: string) => modules.emitted(path) });
  Object.defineProperty(offered, "comms", { value: comms });
  Object.defineProperty(offered, "whenStopped", { value: (work: () => void) => execution.whenStopped(work) });
  Object.defineProperty(offered, npmSymbol, { value: npmIn(project, output, context) });

  return { context, execution, failed, receive };

  function receive(message: ToMainThread): void {
    if ("run" in message) execution.start(message.run);
    else if ("handle" in message) handlers.start(message.handle);
    else if ("interrupt" in message) interrupt(message.interrupt);
    else {
      process.emit("exit", 0);
      Atomics.store(shared, Shared.Closed, 1);
    }
  }

  /** The request thread repeats an interrupt until `InterruptsSeen` has its number. */
  function interrupt(number: number): void {
    if (Atomics.load(shared, Shared.InterruptsSeen) >= number) return;
    execution.interrupt();
    Atomics.store(shared, Shared.InterruptsSeen, number);
  }

  /** The text of the file, as it is now, or of the cell that declares a class or function. */
  function sourceOf(value: { readonly name: string }): { place: string; text: string } | undefined {
    const home = modules.homeOf(value);
    if (home === undefined) return positions.cellDeclaring(value.name);
    const place = positions.nameOf(home);
    const text = positions.text(place);
    return text === undefined ? undefined : { place, text };
  }

  /**
   * An error that nobody caught ends the cell that it comes from; if that has ended already, it is printed below it.
   */
  function failed(error: unknown, from: Cell | undefined): void {
    const cell = from ?? output.cell;
    if (!cell || cell.life.stopped || (cell.life.settled && error instanceof Interrupted)) return;
    if (!cell.life.settled) execution.fail(cell, error);
    else
      output.print(
        "stderr",
        `After the ${cell.kind === "handler" ? "handler" : "cell"} ended: ${printError(error, positions)}\n`,
        cell,
      );
  }
}
