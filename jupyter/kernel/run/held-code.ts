import type { ToRequestThread } from "../requests/thread-messages";
import { Shared } from "../threads/shared-numbers";

/** The main thread looks this often whether the debugger has been turned off while code was held. */
const lookMilliseconds = 100;

/** Holds new code before its first line while the debugger is on, until its breakpoints are set. */
export class HeldCode {
  readonly #shared: Int32Array;
  readonly #post: (message: ToRequestThread) => void;
  #count = 0;

  constructor(shared: Int32Array, post: (message: ToRequestThread) => void) {
    this.#shared = shared;
    this.#post = post;
  }

  /** @param script  the file name that Node knows the code under */
  hold(script: string): void {
    if (Atomics.load(this.#shared, Shared.Debugging) === 0) return;
    const number = ++this.#count;
    this.#post({ held: number, script });
    for (;;) {
      const released = Atomics.load(this.#shared, Shared.CodeReleased);
      if (released >= number || Atomics.load(this.#shared, Shared.Debugging) === 0) return;
      // The inspector works in this thread while it waits.
      Atomics.wait(this.#shared, Shared.CodeReleased, released, lookMilliseconds);
    }
  }
}
