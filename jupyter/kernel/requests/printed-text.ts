import type { Header } from "../protocol/messages";

/** The stream that a text was printed to, and the request of the cell that printed it. */
export interface Printer {
  readonly name: string;
  readonly parent: Header | undefined;
}

/** Texts that were printed one after the other to the same stream. */
interface Run extends Printer {
  printed: string;
}

/** This time is long enough to gather a burst of prints, and too short to be noticed. */
const gatherMilliseconds = 20;
const gatherCharacters = 1 << 18;
/** The largest number of runs that keep their order in one burst: eight of them make at most 400 messages a second. */
const orderedRuns = 8;

/** The originals: in a page cells run beside this, and theirs are timers of cells. */
const { setTimeout: later, clearTimeout: never } = globalThis;

/**
 * Makes one message of what a cell prints in quick succession: front ends draw each message, and Jupyter's server drops
 * messages beyond a thousand a second. Gathering happens in the request thread, so that the prints of a busy loop
 * appear while it runs.
 *
 * Standard output and standard error keep their order, up to `orderedRuns` changes between them in one burst. After
 * that, a text joins the last run of its own stream.
 */
export class PrintedText {
  readonly #send: (printer: Printer, text: string) => void;
  #runs: Run[] = [];
  #length = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (printer: Printer, text: string) => void) {
    this.#send = send;
  }

  print(printer: Printer, text: string): void {
    if (text === "") return;
    this.#runOf(printer).printed += text;
    this.#length += text.length;
    this.#timer ??= later(() => this.flush(), gatherMilliseconds);
    if (this.#length >= gatherCharacters) this.flush();
  }

  #runOf(printer: Printer): Run {
    const isSame = (run: Run) => run.name === printer.name && run.parent?.msg_id === printer.parent?.msg_id;
    const last = this.#runs[this.#runs.length - 1];
    if (last && isSame(last)) return last;
    const earlier = this.#runs.length < orderedRuns ? undefined : this.#runs.filter(isSame).at(-1);
    if (earlier) return earlier;
    const run = { ...printer, printed: "" };
    // In a page this is called while a cell runs, which may have replaced the methods of lists.
    this.#runs = [...this.#runs, run];
    return run;
  }

  /** Sends what was gathered; called before every other message, so that nothing overtakes it. */
  flush(): void {
    never(this.#timer);
    this.#timer = undefined;
    const runs = this.#runs;
    this.#runs = [];
    this.#length = 0;
    for (const { printed, ...printer } of runs) this.#send(printer, printed);
  }
}
