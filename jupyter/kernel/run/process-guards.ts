// Keeps cells from ending the kernel's process, and from waiting for a terminal.
import { closeSync, openSync } from "node:fs";
import { Readable } from "node:stream";
import type { Cell } from "../context/cell";
import type { CellContext } from "../context/cell-context";
import { InputError } from "./input";

class ExitError extends Error {
  override readonly name = "ExitError";
}

const noInput = 'process.stdin has nothing to read in a notebook: ask with prompt("…") instead';

/** @param failed  called with an error that nobody caught, and the cell that it came from, if that is known */
export function installGuards(context: CellContext, failed: (error: unknown, cell: Cell | undefined) => void): void {
  Error.stackTraceLimit = 50; // Node's ten frames may all lie in the project's files, and the cell would be missing
  process.on("uncaughtException", (error) => failed(error, context.current));
  process.on("unhandledRejection", (reason, promise) => failed(reason, context.cellOf(promise)));
  // Stop arrives as a message. A signal, from a terminal for example, must not end the kernel.
  process.on("SIGINT", () => {});
  // Without a handler Node would open its debugger, to which anybody can connect without a key.
  process.on("SIGUSR1", () => {});

  const leave = (what: string) => (): never => {
    throw new ExitError(
      `${what} was called: a cell cannot end the kernel; the Kernel menu shuts it down or restarts it`,
    );
  };
  process.exit = leave("process.exit");
  process.abort = leave("process.abort");
  Object.assign(process, { reallyExit: leave("process.exit") });

  // A stopped cell cannot close its files. Node warns when it closes them later, which the reader need not know.
  const { emitWarning } = process;
  process.emitWarning = (...warning: [string]) => {
    const text = String(warning[0]);
    const ofFile = /^Closing .* on garbage collection/.test(text) && context.dropped;
    // This warning is about the kernel's own use of Node's `import`: see packages.ts.
    const ofKernel = text.startsWith("vm.USE_MAIN_CONTEXT_DEFAULT_LOADER");
    if (!ofFile && !ofKernel) Reflect.apply(emitWarning, process, warning);
  };

  // Every reader gets the error, also one that comes when the stream has been destroyed.
  let stdin: Readable | undefined;
  const open = () => {
    if (!stdin || stdin.destroyed) {
      const read = function (this: Readable) {
        this.destroy(new InputError(noInput));
      };
      stdin = new Readable({ read });
    }
    return stdin;
  };
  Object.defineProperty(process, "stdin", { configurable: true, get: open });
}

/** Makes file descriptor 0 empty, also for child processes that inherit it: reading a terminal would wait. */
export function closeTerminal(): void {
  closeSync(0);
  openSync("/dev/null", "r"); // takes the lowest number that is free
}
