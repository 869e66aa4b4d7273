// Which cell the code that runs belongs to, across timers and promises: so that what it prints appears below it, and
// so that nothing of a stopped cell goes on. (Node's AsyncLocalStorage does not survive a termination on Node 20 and
// 22: its stack of contexts is left unbalanced, and Node aborts.)
import { Session } from "node:inspector";
import timers from "node:timers";
import { promiseHooks } from "node:v8";
import { MessageChannel } from "node:worker_threads";
import type { Header } from "./wire";

export interface Cell {
  /** What the reader calls it: `Cell [3]`. */
  readonly name: string;
  readonly parent: Header;
  readonly count: number;
  /** Shows nothing. */
  readonly silent: boolean;
  /** Shown in the front end's pager when the cell has ended. */
  readonly payload: unknown[];
  /** Whether its request was answered; code that it left behind may still run. */
  settled: boolean;
  /** Whether it was interrupted; nothing of it may run any more. */
  stopped: boolean;
}

interface Turn {
  readonly cell: Cell | undefined;
  readonly run: () => void;
}

type Callback = (...values: unknown[]) => void;

export class CellContext {
  /** Whose code is running right now; unknown in callbacks of sockets, files and child processes. */
  current: Cell | undefined;
  /** Whether code of a stopped cell was ever dropped in the middle of its work. */
  dropped = false;
  readonly #cells = new WeakMap<Promise<unknown>, Cell>();
  readonly #turns: Turn[] = [];
  readonly #channel = new MessageChannel();
  readonly #failed: (error: unknown, cell: Cell | undefined) => void;
  #session: Session | undefined;

  /** @param failed  called with what a timer's callback threw */
  constructor(failed: (error: unknown, cell: Cell | undefined) => void) {
    this.#failed = failed;
    this.#channel.port2.on("message", () => this.#takeTurn());
    this.#followPromises();
    this.#followTimers();
  }

  /**
   * Runs something in a turn of the event loop of its own. A message brings it there, because of all the ways into
   * JavaScript it is the one that a termination leaves in order.
   */
  enter(cell: Cell | undefined, run: () => void): void {
    this.#turns.push({ cell, run });
    this.#channel.port1.postMessage(0);
  }

  cellOf(promise: Promise<unknown>): Cell | undefined {
    return this.#cells.get(promise);
  }

  #takeTurn(): void {
    const turn = this.#turns.shift();
    if (!turn || turn.cell?.stopped) return;
    this.current = turn.cell;
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
      },
      before: (promise) => {
        this.current = this.#cells.get(promise);
        if (this.current?.stopped) this.#dropContinuation();
      },
      after: () => {
        this.current = undefined;
      },
    });
  }

  /** Ends a stopped cell's code that a file or the network would wake up. */
  #dropContinuation(): void {
    this.dropped = true;
    if (!this.#session) {
      this.#session = new Session();
      this.#session.connect();
    }
    this.#session.post("Runtime.terminateExecution");
  }

  #followTimers(): void {
    const cleared = new WeakSet<object>();
    const start = <F extends typeof setTimeout | typeof setInterval | typeof setImmediate>(
      original: F,
    ): F => {
      const wrapped = (callback: Callback, ...rest: unknown[]) => {
        if (typeof callback !== "function")
          return Reflect.apply(original, undefined, [callback, ...rest]);
        const cell = this.current;
        const fire = (...values: unknown[]) =>
          this.enter(cell, () => {
            if (!cleared.has(timer)) callback.apply(timer, values);
          });
        const timer = Reflect.apply(original, undefined, [fire, ...rest]) as object;
        return timer;
      };
      // util.promisify finds its own version there.
      return Object.defineProperties(
        wrapped,
        Object.getOwnPropertyDescriptors(original),
      ) as unknown as F;
    };
    const end = (original: typeof clearTimeout) => (timer: Parameters<typeof clearTimeout>[0]) => {
      if (typeof timer === "object") cleared.add(timer);
      original(timer);
    };
    const wrapped = {
      setTimeout: start(setTimeout),
      setInterval: start(setInterval),
      setImmediate: start(setImmediate),
      clearTimeout: end(clearTimeout),
      clearInterval: end(clearInterval),
      clearImmediate: end(clearImmediate as typeof clearTimeout),
      queueMicrotask: (callback: () => void) => void Promise.resolve().then(callback),
    };
    Object.assign(globalThis, wrapped);
    const { queueMicrotask: _, ...ofModule } = wrapped;
    Object.assign(timers, ofModule);
  }
}
