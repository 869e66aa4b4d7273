// The brake of a page: a cell that shows more than the page has taken waits. They share no memory, so the worker makes a
// blob, which the page revokes when it comes to it.
import type { Stamp } from "../../kernel/threads/backlog";
import type { FromWorker } from "../messages";
import { endIfStopped, isThere } from "../stop";

export type { Stamp };

const mostCharacters = 4 << 20;
/** What a message counts beside its text. */
const ofMessage = 1 << 12;
/** A page that does not answer holds up a cell for so long, and not for good. */
const patienceMilliseconds = 5000;

const { createObjectURL } = URL;

/** In the place of Node's, for the worker. */
export class Backlog {
  #characters = 0;

  stamp(characters: number): Omit<Stamp, "afterInherited"> {
    this.#characters += characters + ofMessage;
    return { messages: 0, characters: 0 };
  }

  wait(): void {
    if (this.#characters > mostCharacters) this.waitUntilHandled();
  }

  waitUntilHandled(): void {
    this.#characters = 0;
    const taken = createObjectURL(new Blob(["."]));
    const message: FromWorker = { taken };
    globalThis.postMessage(message);
    const start = performance.now();
    while (isThere(taken) && performance.now() - start < patienceMilliseconds) endIfStopped();
  }
}

/** In the place of Node's, for the page. */
export class Progress {
  handled(): void {}
  sent(): void {}
}
