// The brake on output: a loop that prints without end waits until the request thread, and those who read from it, have
// caught up. Both messages and characters are counted, because messages cost the request thread time and characters
// cost memory.
import { Shared } from "./shared-numbers";

/** How much the main thread had published when it sent a message, this one included. */
export interface Stamp {
  readonly messages: number;
  readonly characters: number;
  /** Whether child processes may have printed something before it. */
  readonly afterInherited: boolean;
}

/** The originals: a cell may replace them. */
const { load, wait } = Atomics;

const mostMessages = 500;
const mostCharacters = 4 << 20;

/** The main thread's side. A message that is larger than the limit travels alone. */
export class Backlog {
  readonly #shared: Int32Array;
  /** `#messages` and `#characters` wrap around, as the numbers in shared memory do. */
  #messages = 0;
  #characters = 0;

  constructor(shared: Int32Array) {
    this.#shared = shared;
  }

  /**
   * Counts a message, and returns the stamp to send with it. A termination may strike before the message is sent; then
   * the next stamp counts both.
   */
  stamp(characters: number): Omit<Stamp, "afterInherited"> {
    this.#messages = (this.#messages + 1) | 0;
    this.#characters = (this.#characters + characters) | 0;
    return { messages: this.#messages, characters: this.#characters };
  }

  /** Waits while more than the limit is under way. */
  wait(): void {
    this.#waitFor(Shared.MessagesHandled, this.#messages, mostMessages);
    this.#waitFor(Shared.CharactersSent, this.#characters, mostCharacters);
  }

  /**
   * Waits until the request thread has handled all that was published. The wait has an end, because the last stamp may
   * belong to a message that a termination kept from being sent.
   */
  waitUntilHandled(): void {
    this.#waitFor(Shared.MessagesHandled, this.#messages, 1, performance.now() + 500);
  }

  #waitFor(counter: Shared, published: number, most: number, until = Infinity): void {
    while (performance.now() < until) {
      const done = load(this.#shared, counter);
      if (((published - done) | 0) < most) return;
      wait(this.#shared, counter, done, 100);
    }
  }
}

/** The request thread's side. */
export class Progress {
  readonly #shared: Int32Array;
  #sent = 0;
  #telling = false;

  constructor(shared: Int32Array) {
    this.#shared = shared;
  }

  handled({ messages }: Stamp): void {
    this.#tell(Shared.MessagesHandled, messages);
  }

  /**
   * Tells the main thread how much was sent, once in a turn of the event loop. One turn takes up to a thousand
   * messages, those that arrive meanwhile too. If the main thread were told at once, it could fill the same turn with a
   * thousand megabytes, and Stop would have to wait for the end of that turn.
   */
  sent({ characters }: Stamp): void {
    this.#sent = characters;
    if (this.#telling) return;
    this.#telling = true;
    setImmediate(() => {
      this.#telling = false;
      this.#tell(Shared.CharactersSent, this.#sent);
    });
  }

  #tell(counter: Shared, done: number): void {
    Atomics.store(this.#shared, counter, done);
    Atomics.notify(this.#shared, counter);
  }
}
