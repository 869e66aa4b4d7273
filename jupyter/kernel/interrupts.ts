import { Session } from "node:inspector";
import { setTimeout as sleep } from "node:timers/promises";
import { Shared, type ToKernel } from "./link";

/** How long the main thread may take to see an interrupt by itself before its code is terminated. */
const patienceMilliseconds = 30;

/** After so many times the patience the main thread must be waiting for a child process, in execSync for example. */
const childrenAfterRounds = 10;

/**
 * Ends what the main thread is doing.
 *
 * A thread that waits sees the message. One that computes does not, and is terminated through the inspector: all
 * its frames are dropped, no `catch` runs, and the event loop goes on. The termination can hit the next thing that
 * runs, so messages are repeated until one was seen after it. Compilation is left to end.
 *
 * One thing Node does not allow: a single long call into native code, such as sorting a huge typed array or parsing
 * 100 MB of JSON, ends only when it returns; until then the cell shows as running. A restart does not wait for it.
 */
export class Interrupter {
  readonly #session = new Session();
  readonly #shared: Int32Array;
  readonly #post: (message: ToKernel) => void;
  #connected = false;
  #working = false;
  /** Settles when no interrupt is under way. */
  done: Promise<void> = Promise.resolve();

  constructor(shared: Int32Array, post: (message: ToKernel) => void) {
    this.#shared = shared;
    this.#post = post;
  }

  interrupt(): void {
    if (this.#working) return;
    this.#working = true;
    this.done = this.#interrupt(Atomics.add(this.#shared, Shared.InterruptsRequested, 1) + 1);
  }

  async #interrupt(number: number): Promise<void> {
    let terminating = false;
    let rounds = 0;
    const seen = () => Atomics.load(this.#shared, Shared.InterruptsSeen) >= number;
    for (;;) {
      this.#post({ interrupt: number });
      await sleep(patienceMilliseconds);
      if (seen() && !terminating) break;
      if (Atomics.load(this.#shared, Shared.Compiling) === 1) continue;
      if (++rounds === childrenAfterRounds) interruptChildren();
      if (terminating) continue;
      terminating = true;
      this.#connect();
      this.#session.post("Runtime.terminateExecution", () => {
        terminating = false;
      });
    }
    this.#working = false;
  }

  #connect(): void {
    if (!this.#connected) this.#session.connectToMainThread();
    this.#connected = true;
  }
}

/** As a terminal's Ctrl-C does; the kernel itself ignores it. */
function interruptChildren(): void {
  try {
    process.kill(-process.pid, "SIGINT");
  } catch {
    // The kernel leads no process group, so there is none to tell.
  }
}
