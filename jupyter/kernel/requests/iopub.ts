import type { Extras, Header, JsonObject } from "../protocol/messages";
import type { Sockets } from "../protocol/sockets";
import type { Progress, Stamp } from "../threads/backlog";
import { PrintedText, type Printer } from "./printed-text";
import type { Shown } from "./thread-messages";

/** A message that a later one may take the place of. */
interface Held {
  readonly key: string;
  readonly send: () => void;
}

/** What is replaced again and again is sent no more often than this. */
const heldMilliseconds = 100;

/** What every front end sees, in order: the kernel's state, what cells print, and what they show. */
export class IoPub {
  readonly #sockets: Sockets;
  readonly #progress: Progress;
  readonly #printed: PrintedText;
  #held: Held | undefined;
  #heldTimer: NodeJS.Timeout | undefined;
  /** How much of the main thread's output has come here; all of it is sent when the next message is. */
  #received: Stamp | undefined;
  /** Settles when all that was published until now is sent. */
  sent: Promise<unknown> = Promise.resolve();

  constructor(sockets: Sockets, progress: Progress) {
    this.#sockets = sockets;
    this.#progress = progress;
    this.#printed = new PrintedText(({ name, parent }, text) => this.#send("stream", { name, text }, parent));
  }

  /** The main thread's output has come as far as this stamp. */
  receive(stamp: Stamp): void {
    this.#received = stamp;
    this.#progress.handled(stamp);
  }

  print(printer: Printer, text: string): void {
    this.#printed.print(printer, text);
  }

  /** Publishes a message soon, unless another one with its key takes its place before. */
  hold(key: string, { publish, json, parent, extras }: Extract<Shown, { publish: string }>): void {
    if (this.#held?.key !== key) this.flush();
    this.#held = { key, send: () => this.#send(publish, json, parent, extras) };
    this.#heldTimer ??= setTimeout(() => this.flush(), heldMilliseconds);
  }

  /** Sends the printed text that waits, and the message that is held. */
  flush(): void {
    this.#printed.flush();
    clearTimeout(this.#heldTimer);
    this.#heldTimer = undefined;
    const held = this.#held;
    this.#held = undefined;
    held?.send();
  }

  /** @param content  may be JSON already */
  publish(type: string, content: JsonObject | string, parent?: Header, extras?: Extras): void {
    this.flush();
    this.#send(type, content, parent, extras);
  }

  status(execution_state: "starting" | "busy" | "idle", parent?: Header): void {
    this.publish("status", { execution_state }, parent);
  }

  #send(type: string, content: JsonObject | string, parent: Header | undefined, extras?: Extras): void {
    const stamp = this.#received;
    this.sent = this.#sockets.publish(type, content, parent, extras).then(() => stamp && this.#progress.sent(stamp));
  }
}
