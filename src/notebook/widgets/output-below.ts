import { notebookKernel, type Sink } from "../notebook-kernel";
import { Model } from "./model";

type Content = Parameters<Sink>[1];

/** One output, as a notebook stores it. */
interface Entry {
  readonly output: Content & { readonly output_type: string };
  readonly displayId: unknown;
}

/** So much of what a run shows is sent at once, as it may compute for long afterwards. */
const mostAtOnce = 50;
/** More than that is sent no more often than this, because each message holds all that is below. */
const calmMilliseconds = 100;
/** A handler that prints without end keeps the last of it. */
const mostCharacters = 100_000;
const mostEntries = 500;

/**
 * What widgets' code shows, below them: prints, figures, errors. It is part of a widget, not of the cell's output, so
 * that it also follows on a page that was loaded anew.
 */
export class OutputBelow {
  readonly model = new Model({ name: "Output", from: "output" }, { msg_id: "", outputs: [] });
  #entries: Entry[] = [];
  /** Whether what is there is of an earlier run; the first thing that is shown replaces it. */
  #isStale = false;
  #runs = 0;
  #atOnce = 0;
  #hasChanged = false;
  #lastSent = 0;
  #nextLook = 0;

  /** Takes what is shown outside of a run: the error that a run ended with, and what code of widgets prints later. */
  readonly sink: Sink = (type, content) => this.#take(type, content);

  /**
   * Runs `work`, then `draw` with what it has returned or promised; what they show replaces what is there. An earlier
   * run that still goes on shows nothing any more.
   *
   * @returns a promise where `work` or `draw` does
   */
  run<T>(work: () => T, draw: (value: Awaited<T>) => unknown = () => {}): unknown {
    const { outputsTo = (_: Sink, work: () => unknown) => work() } = notebookKernel();
    const run = ++this.#runs;
    this.#isStale = true;
    this.#atOnce = 0;
    const sink: Sink = (type, content) => run === this.#runs && this.#take(type, content);
    const end = () => run === this.#runs && this.#end();
    return after(outputsTo(sink, work), (value) => {
      const drawn = outputsTo(sink, () => draw(value as Awaited<T>));
      return after(drawn, end);
    });
  }

  #end(): void {
    if (this.#isStale) this.#clear();
    this.#send();
  }

  #take(type: string, content: Content): void {
    const displayId = (content.transient as { display_id?: unknown } | undefined)?.display_id;
    if (type === "update_display_data") this.#update(displayId, content);
    else if (type === "clear_output" && content.wait) this.#isStale = true;
    else if (type === "clear_output") this.#clear();
    else {
      if (this.#isStale) this.#clear();
      this.#add({ output: { output_type: type, ...stored(content) }, displayId });
    }
    this.#hasChanged = true;
    const now = performance.now();
    const isCalm = now - this.#lastSent >= calmMilliseconds;
    if (type === "error" || isCalm || this.#atOnce++ < mostAtOnce) this.#send();
    else if (now >= this.#nextLook) {
      this.#nextLook = now + calmMilliseconds;
      setTimeout(() => this.#send(), calmMilliseconds);
    }
  }

  #clear(): void {
    this.#isStale = false;
    this.#hasChanged ||= this.#entries.length > 0;
    this.#entries = [];
  }

  /** Prints to one stream, one after the other, are one output. */
  #add(entry: Entry): void {
    const { output } = entry;
    const last = this.#entries.at(-1)?.output;
    if (output.output_type !== "stream" || last?.output_type !== "stream" || last.name !== output.name) {
      this.#entries.push(entry);
      if (this.#entries.length > mostEntries) this.#entries.shift();
      return;
    }
    const text = `${last.text}${output.text}`;
    const kept = text.length > 2 * mostCharacters ? `…${text.slice(-mostCharacters)}` : text;
    this.#entries[this.#entries.length - 1] = { output: { ...output, text: kept }, displayId: undefined };
  }

  #update(displayId: unknown, content: Content): void {
    this.#entries = this.#entries.map((entry) =>
      entry.displayId === displayId ? { displayId, output: { ...entry.output, ...stored(content) } } : entry,
    );
  }

  #send(): void {
    if (!this.#hasChanged) return;
    this.#hasChanged = false;
    this.#lastSent = performance.now();
    this.model.setLatest({ outputs: this.#entries.map(({ output }) => output) });
  }
}

/** Goes on when a value, or what it promises, is there. */
const after = (value: unknown, next: (value: unknown) => unknown): unknown =>
  value instanceof Promise ? value.then(next) : next(value);

function stored({ transient: _, ...content }: Content): Content {
  return content;
}
