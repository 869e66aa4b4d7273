import type { ToRequestThread } from "../kernel/requests/thread-messages";

type Print = Extract<ToRequestThread, { stream: string }>;

const betweenMilliseconds = 50;
const { setTimeout: later, clearTimeout: never } = globalThis;

/** Gathers what a cell prints in quick succession, so that a loop that prints does not flood the page with messages. */
export class GatheredPrints {
  readonly #send: (message: ToRequestThread) => void;
  #waiting: Print | undefined;
  #parts: string[] = [];
  #lastSent = 0;
  #timer: ReturnType<typeof later> | undefined;

  constructor(send: (message: ToRequestThread) => void) {
    this.#send = send;
  }

  post(message: ToRequestThread): void {
    if (!("stream" in message)) {
      this.flush();
      this.#send(message);
      return;
    }
    const before = this.#waiting;
    if (before && (before.stream !== message.stream || before.parent?.msg_id !== message.parent?.msg_id)) this.flush();
    this.#waiting ??= message;
    this.#parts.push(message.text);
    if (performance.now() - this.#lastSent > betweenMilliseconds) this.flush();
    else this.#timer ??= later(() => this.flush(), betweenMilliseconds);
  }

  flush(): void {
    never(this.#timer);
    this.#timer = undefined;
    if (this.#waiting) this.#send({ ...this.#waiting, text: this.#parts.join("") });
    this.#waiting = undefined;
    this.#parts = [];
    this.#lastSent = performance.now();
  }
}
