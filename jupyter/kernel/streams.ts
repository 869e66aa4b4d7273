import type { Header } from "./wire";

/** One thing that a cell printed. */
interface Text {
  readonly name: string;
  readonly parent: Header | undefined;
}

/** Long enough to make one message of a burst of prints, too short to be noticed. */
const gatherMilliseconds = 20;
const gatherCharacters = 1 << 20;

/**
 * Makes one message of what a cell prints in quick succession: front ends draw each message, and Jupyter's server drops
 * more than a thousand a second. It runs beside the cells, so what a busy loop prints appears all the same.
 */
export class Streams {
  readonly #send: (text: Text, printed: string) => void;
  #text: Text | undefined;
  #printed: string[] = [];
  #length = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (text: Text, printed: string) => void) {
    this.#send = send;
  }

  print(text: Text, printed: string): void {
    if (text.name !== this.#text?.name || text.parent?.msg_id !== this.#text.parent?.msg_id) {
      this.flush();
    }
    this.#text = text;
    this.#printed.push(printed);
    this.#length += printed.length;
    this.#timer ??= setTimeout(() => this.flush(), gatherMilliseconds);
    if (this.#length > gatherCharacters) this.flush();
  }

  /** Sends what was gathered; called before every other message, so that nothing overtakes it. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#text && this.#length > 0) this.#send(this.#text, this.#printed.join(""));
    this.#text = undefined;
    this.#printed = [];
    this.#length = 0;
  }
}
