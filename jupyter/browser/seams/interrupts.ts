import type { ToMainThread } from "../../kernel/requests/thread-messages";

/** In the place of Node's, which ends code through the inspector: the page's way to the worker does the work. */
export class Interrupter {
  readonly isWorking = false;
  readonly done = Promise.resolve();
  readonly #post: (message: ToMainThread) => void;
  #count = 0;

  constructor(_shared: Int32Array, post: (message: ToMainThread) => void) {
    this.#post = post;
  }

  interrupt(): void {
    this.#post({ interrupt: ++this.#count });
  }
}
