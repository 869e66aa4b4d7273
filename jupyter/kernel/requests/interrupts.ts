import { Session } from "node:inspector";
import { setTimeout as sleep } from "node:timers/promises";
import { log } from "../log/debug-log";
import { Shared } from "../threads/shared-numbers";
import type { ToMainThread } from "./thread-messages";

/** The time in which a waiting main thread sees the message; after it, the main thread's code is terminated. */
const patienceMilliseconds = 30;

/** After this many rounds the main thread must be waiting for a child process, in execSync for example. */
const childrenAfterRounds = 10;

/**
 * Ends what the main thread is doing.
 *
 * A main thread that waits receives the message `interrupt`. One that computes does not, so its code is terminated
 * through the inspector: all frames are dropped, no `catch` runs, and the event loop goes on. A termination may arrive
 * late and kill whatever runs next. So the message is repeated until the main thread has acknowledged one after the
 * termination.
 *
 * Node cannot end a single long call into native code, such as sorting a huge typed array or parsing 100 MB of JSON.
 * The cell shows as running until that call returns. A restart does not wait for it.
 */
export class Interrupter {
  readonly #session = new Session();
  readonly #shared: Int32Array;
  readonly #post: (message: ToMainThread) => void;
  #connected = false;
  #working = false;
  /** Settles when no interrupt is under way. */
  done: Promise<void> = Promise.resolve();

  constructor(shared: Int32Array, post: (message: ToMainThread) => void) {
    this.#shared = shared;
    this.#post = post;
  }

  /** Whether an interrupt is under way. */
  get isWorking(): boolean {
    return this.#working;
  }

  interrupt(): void {
    if (this.#working) return;
    this.#working = true;
    const number = Atomics.add(this.#shared, Shared.InterruptsRequested, 1) + 1;
    log?.("interrupt", { number });
    this.done = this.#interrupt(number);
  }

  async #interrupt(number: number): Promise<void> {
    let terminating = false;
    let rounds = 0;
    const seen = () => Atomics.load(this.#shared, Shared.InterruptsSeen) >= number;
    for (;;) {
      this.#post({ interrupt: number });
      await sleep(patienceMilliseconds);
      if (seen() && !terminating) break;
      if (++rounds === childrenAfterRounds) interruptChildren();
      if (terminating) continue;
      terminating = true;
      this.#connect();
      log?.("terminate", { number });
      this.#session.post("Runtime.terminateExecution", () => {
        terminating = false;
      });
    }
    log?.("interrupted", { number, rounds });
    this.#working = false;
  }

  #connect(): void {
    if (!this.#connected) this.#session.connectToMainThread();
    this.#connected = true;
  }
}

/** Sends child processes the signal of a terminal's Ctrl-C; the kernel itself ignores it. */
function interruptChildren(): void {
  try {
    process.kill(-process.pid, "SIGINT");
  } catch {
    // The kernel leads no process group, so there is no group to signal.
  }
}
