// To which cell running code belongs. A page has no hooks of promises: what runs behind an `await` remembers it by itself,
// see follow-awaits.ts, and timers and `then` are replaced here. Callbacks of events count as the latest cell's.
import type { Cell } from "../../kernel/context/cell";
import { Interrupted } from "../../kernel/context/interrupted";
import { withOwnMethods } from "../../kernel/context/own-methods";

interface Turn {
  readonly cell: Cell | undefined;
  readonly run: () => void;
}

/** The original: a cell may replace it. */
const { apply } = Reflect;

type Callback = (...values: unknown[]) => unknown;
type Failed = (error: unknown, cell: Cell | undefined) => void;

/** Stands for Node's, with the same interface. */
export class CellContext {
  current: Cell | undefined;
  readonly dropped = false;
  /** The cell that began to run last. */
  #latest: Cell | undefined;
  readonly #turns = withOwnMethods<Turn[]>([]);
  readonly #channel = new MessageChannel();
  readonly #failed: Failed;

  constructor(failed: Failed) {
    this.#failed = failed;
    this.#channel.port2.onmessage = () => {
      const turn = this.#turns.shift();
      if (turn) this.#run(turn.cell, turn.run);
    };
    this.#followTimers();
    this.#followPromises();
  }

  enter(cell: Cell | undefined, run: () => void): void {
    this.#latest = cell ?? this.#latest;
    this.#turns.push({ cell, run });
    this.#channel.port1.postMessage(0);
  }

  as<T>(cell: Cell, work: () => T): T {
    const before = this.current;
    this.current = cell;
    try {
      return work();
    } finally {
      this.current = before;
    }
  }

  cellOf(_promise: Promise<unknown>): Cell | undefined {
    return undefined;
  }

  #run(cell: Cell | undefined, work: () => void): void {
    if (cell?.life.stopped) return;
    this.current = cell;
    try {
      work();
    } catch (error) {
      this.#failed(error, cell);
    }
    this.current = undefined;
  }

  #followTimers(): void {
    for (const name of ["setTimeout", "setInterval"] as const) {
      const original = globalThis[name] as (callback: Callback, ...rest: unknown[]) => number;
      const followed = (callback: Callback, ...rest: unknown[]) => {
        const cell = this.current ?? this.#latest;
        return original((...values) => this.#run(cell, () => void callback(...values)), ...rest);
      };
      Object.assign(globalThis, { [name]: followed });
    }
    Object.assign(globalThis, { queueMicrotask: (callback: () => void) => void Promise.resolve().then(callback) });
  }

  #followPromises(): void {
    /** Goes on as code of a cell. @throws {Interrupted} if that was stopped */
    const goOn = (cell: Cell | undefined): void => {
      this.current = cell;
      if (cell?.life.stopped) throw new Interrupted(cell.kind);
    };
    const followed = (callback: unknown) => {
      const cell = this.current;
      if (!cell || typeof callback !== "function") return callback;
      return (value: unknown) => {
        goOn(cell);
        const next = callback(value);
        this.current = undefined;
        return next;
      };
    };
    const { then } = Promise.prototype;
    // biome-ignore lint/suspicious/noThenProperty: this is the `then` of promises
    Object.defineProperty(Promise.prototype, "then", {
      value(this: Promise<unknown>, ...callbacks: unknown[]) {
        const [fulfilled, rejected] = callbacks;
        return apply(then, this, [followed(fulfilled), followed(rejected)]);
      },
    });
    const resumed = (cell: Cell | undefined, value: unknown) => {
      goOn(cell);
      return value;
    };
    const back = (cell: Cell | undefined) => {
      this.current = cell;
    };
    Object.assign(globalThis, { __cell: () => this.current, __resumed: resumed, __back: back });
  }
}
