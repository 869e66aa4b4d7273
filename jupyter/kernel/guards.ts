// What would end a Node process, or wait for a terminal, must not do so in a notebook.
import { Readable } from "node:stream";
import type { Cell, CellContext } from "./cell-context";

class ExitError extends Error {
  override readonly name = "ExitError";
}

class InputError extends Error {
  override readonly name = "InputError";
}

const noInput = "cells cannot ask for input here: assign the value to a variable instead";

/** @param failed  called with what nobody caught, and the cell it came from if that is known */
export function installGuards(
  context: CellContext,
  failed: (error: unknown, cell: Cell | undefined) => void,
): void {
  Error.stackTraceLimit = 50; // Node's ten frames may all lie in the project's files, and the cell would be missing
  process.on("uncaughtException", (error) => failed(error, context.current));
  process.on("unhandledRejection", (reason, promise) => failed(reason, context.cellOf(promise)));
  // Stop comes as a message; a signal, from a terminal for example, must not end the kernel.
  process.on("SIGINT", () => {});

  const leave = (what: string) => (): never => {
    throw new ExitError(
      `${what} was called: a cell cannot end the kernel; the Kernel menu shuts it down or restarts it`,
    );
  };
  process.exit = leave("process.exit");
  process.abort = leave("process.abort");
  Object.assign(process, { reallyExit: leave("process.exit") });

  // A stopped cell cannot close its files; that Node closes them later is no news for the reader.
  const { emitWarning } = process;
  process.emitWarning = (...warning: [string]) => {
    const ofFile = /^Closing .* on garbage collection/.test(String(warning[0]));
    if (!ofFile || !context.dropped) Reflect.apply(emitWarning, process, warning);
  };

  const stdin = new Readable({
    read() {
      this.destroy(new InputError(noInput));
    },
  });
  Object.defineProperty(process, "stdin", { configurable: true, get: () => stdin });
  Object.assign(globalThis, {
    prompt: () => {
      throw new InputError(noInput);
    },
  });
}
