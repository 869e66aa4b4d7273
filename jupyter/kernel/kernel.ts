import { writeSync } from "node:fs";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import { type Cell, CellContext } from "./cell-context";
import { Compiler } from "./compiler";
import { isComplete } from "./completeness";
import { describeError, installStackTraces, printError } from "./errors";
import { Execution } from "./execution";
import { installGuards } from "./guards";
import {
  type Content,
  type Request,
  Shared,
  sharedBytes,
  type ToFrontDesk,
  type ToKernel,
} from "./link";
import { Modules } from "./modules";
import { Output } from "./output";
import { Positions } from "./positions";
import { installValueText } from "./tensor-text";
import { Tooltips } from "./tooltips";
import { Variables } from "./variables";

/** Starts the front desk, then, while it already answers, the compiler; from then on requests are taken up. */
export function startKernel(): void {
  const root = dirname(dirname(__filename));
  // The compiler takes its root from the working directory.
  process.chdir(root);
  const shared = new Int32Array(new SharedArrayBuffer(sharedBytes));
  Atomics.store(shared, Shared.Compiling, 1);
  const connectionFile = process.argv[2] ?? "";
  const desk = new Worker(__filename, { workerData: { connectionFile, shared } });
  desk.on("error", (error) => {
    writeSync(2, `kernel: ${error.message}\n`);
    process.kill(process.pid, "SIGKILL");
  });
  const post = (message: ToFrontDesk) => desk.postMessage(message);

  const positions = new Positions(root);
  const compiler = new Compiler(root);
  const modules = new Modules(root);
  const variables = new Variables(compiler);
  const tooltips = new Tooltips(compiler, variables);
  const context = new CellContext(failed);
  const output = new Output(post, shared, context);
  const reply = (content: Content, { parent }: { parent: Cell["parent"] }) =>
    post({ reply: content, parent });
  const execution = new Execution(
    { compiler, context, modules, output, positions, variables, shared, reply },
    root,
  );
  installStackTraces(positions);
  installValueText();
  installGuards(context, failed);
  Object.defineProperty(Reflect.get(globalThis, Symbol.for("jupyter.kernel")), "reloaded", {
    get: () => modules.reloaded,
  });

  desk.on("message", (message: ToKernel) => {
    if ("request" in message) take(message.request);
    else if ("interrupt" in message) interrupt(message.interrupt);
    else {
      process.emit("exit", 0);
      Atomics.store(shared, Shared.Closed, 1);
    }
  });
  Atomics.store(shared, Shared.Compiling, 0);
  post({ ready: true });

  function take(request: Request): void {
    if (request.type === "execute_request") execution.start(request);
    else reply(answer(request), request);
  }

  /** The front desk repeats itself until it is heard. */
  function interrupt(number: number): void {
    if (Atomics.load(shared, Shared.InterruptsSeen) >= number) return;
    execution.interrupt();
    Atomics.store(shared, Shared.InterruptsSeen, number);
  }

  function answer({ type, content }: Request): Content {
    try {
      Atomics.store(shared, Shared.Compiling, 1);
      if (type === "complete_request") return tooltips.complete(content);
      if (type === "inspect_request") return tooltips.inspect(content);
      return isComplete(compiler, content.code);
    } catch (error) {
      return { status: "error", ...describeError(error, positions) };
    } finally {
      Atomics.store(shared, Shared.Compiling, 0);
    }
  }

  /** An error that nobody caught: it ends the cell that it comes from, or is printed below it if that has ended. */
  function failed(error: unknown, from: Cell | undefined): void {
    const cell = from ?? output.cell;
    if (!cell || cell.stopped) return;
    if (!cell.settled) execution.fail(cell, error);
    else output.print("stderr", `After the cell ended: ${printError(error, positions)}\n`, cell);
  }
}
