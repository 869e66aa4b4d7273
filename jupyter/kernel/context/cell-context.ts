// Knows which cell the running code belongs to, across timers and promises. Output thus appears below the cell that
// printed it, and nothing of a stopped cell goes on. Node's AsyncLocalStorage cannot be used for this, because Node 20
// and 22 abort when code is terminated beside it: see async-local-storage.ts.
import { Session } from "node:inspector";
import { promiseHooks } from "node:v8";
import { MessageChannel } from "node:worker_threads";
import { installLocalStorage, nothingRuns, promiseContinues, promiseMade } from "./async-local-storage";
import type { Cell } from "./cell";
import { followTimers } from "./cell-timers";
import { withOwnMethods } from "./own-methods";

interface Turn {
  readonly cell: Cell | undefined;
  readonly run: () => void;
}

/** Knows to which cell the running code belongs, and ends code of stopped cells. */
export class CellContext {
  /** The cell whose code runs right now; unknown in callbacks of sockets, files and child processes. */
  current: Cell | undefined;
  /** Whether code of a stopped cell was ever dropped in the middle of its work. */
  dropped = false;
  readonly #cells = withOwnMethods(new WeakMap<Promise<unknown>, Cell>());
  readonly #turns: Turn[] = withOwnMethods([]);
  readonly #channel = new MessageChannel();
  readonly #failed: (error: unknown, cell: Cell | undefined) => void;
  #session: Session | undefined;

  /** @param failed  called with what a timer's callback threw */
  constructor(failed: (error: unknown, cell: Cell | undefined) => void) {
    this.#failed = failed;
    this.#channel.port2.on("message", () => this.#takeTurn());
    installLocalStorage();
    this.#followPromises();
    followTimers(this);
  }

  /**
   * Runs `run` in its own turn of the event loop. The turn comes from a MessageChannel: after a termination Node's
   * timers and promise queue can be left inconsistent, message events cannot.
   */
  enter(cell: Cell | undefined, run: () => void): void {
    this.#turns.push({ cell, run });
    this.#channel.port1.postMessage(0);
  }

  /** Runs `work`; it and all that it leaves running is code of this cell. */
  as<T>(cell: Cell, work: () => T): T {
    const before = this.current;
    this.current = cell;
    try {
      return work();
    } finally {
      this.current = before;
    }
  }

  cellOf(promise: Promise<unknown>): Cell | undefined {
    return this.#cells.get(promise);
  }

  #takeTurn(): void {
    const turn = this.#turns.shift();
    if (!turn || turn.cell?.life.stopped) return;
    this.current = turn.cell;
    nothingRuns();
    try {
      turn.run();
    } catch (error) {
      this.#failed(error, turn.cell);
    }
    this.current = undefined;
  }

  #followPromises(): void {
    promiseHooks.createHook({
      init: (promise) => {
        if (this.current) this.#cells.set(promise, this.current);
        promiseMade(promise);
      },
      before: (promise) => {
        this.current = this.#cells.get(promise);
        promiseContinues(promise);
        if (this.current?.life.stopped) this.#dropContinuation();
      },
      after: () => {
        this.current = undefined;
        nothingRuns();
      },
    });
  }

  /** Terminates code of a stopped cell that a file or the network has just woken up. */
  #dropContinuation(): void {
    this.dropped = true;
    if (!this.#session) {
      this.#session = new Session();
      this.#session.connect();
    }
    this.#session.post("Runtime.terminateExecution");
  }
}
