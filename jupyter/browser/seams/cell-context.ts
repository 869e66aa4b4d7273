// To which cell running code belongs, as far as a page tells: in the cell's own turn, and in its timers. There is no way
// to follow promises; what runs behind an `await` counts as the running cell's, or as the latest one's.
import type { Cell } from "../../kernel/context/cell";

interface Turn {
  readonly cell: Cell | undefined;
  readonly run: () => void;
}

type Callback = (...values: unknown[]) => void;
type Failed = (error: unknown, cell: Cell | undefined) => void;

/** Stands for Node's, with the same interface. */
export class CellContext {
  current: Cell | undefined;
  readonly dropped = false;
  /** The cell that began to run last. */
  #latest: Cell | undefined;
  readonly #turns: Turn[] = [];
  readonly #channel = new MessageChannel();
  readonly #failed: Failed;

  constructor(failed: Failed) {
    this.#failed = failed;
    this.#channel.port2.onmessage = () => {
      const turn = this.#turns.shift();
      if (turn) this.#run(turn.cell, turn.run);
    };
    this.#followTimers();
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
        // Behind an `await` nobody knows whose code runs; with the latest cell's, Stop ends it.
        const cell = this.current ?? this.#latest;
        return original((...values) => this.#run(cell, () => callback(...values)), ...rest);
      };
      Object.assign(globalThis, { [name]: followed });
    }
  }
}
