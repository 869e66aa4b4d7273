import type { CommMessage, MimeBundle } from "../notebook-kernel";
import { Model, type State } from "./model";
import type { Part } from "./part";
import { widgetView } from "./widget-view";

/** What makes one kind of control differ from another. */
export interface ControlKind<T> {
  /** The function that makes it, as errors call it. */
  readonly maker: string;
  /** The front end's names for it and for its style. */
  readonly name: string;
  readonly style: string;
  readonly state: State;
  /** How wide it is, where that does not follow from its label. */
  readonly layout?: State;
  /** The part of the state that is the value. */
  write(value: T): State;
  /**
   * The value that the reader has set; undefined where something else has changed.
   *
   * @throws {RangeError | TypeError} where it is none of the control's values
   */
  read(changed: State): T | undefined;
  /** @throws {RangeError | TypeError} if it is none of the control's values */
  check(value: T): T;
  /** The value in words. */
  words(value: T): string;
}

/** Told of each message from the front end, and of values that code has set. */
export type Listener = (message: { readonly hasChanged: boolean; readonly following: readonly string[] }) => unknown;

/** A control that the reader moves. `value` is what it is set to; code may set it too. */
export class Control<T> implements Part {
  readonly model: Model;
  readonly parts: readonly Part[] = [];
  readonly #kind: ControlKind<T>;
  readonly #style: Model;
  readonly #layout: Model;
  readonly #listeners = new Set<Listener>();
  #value: T;

  constructor(kind: ControlKind<T>, value: T, label = "") {
    this.#kind = kind;
    this.#value = kind.check(value);
    const view = { name: "Style", from: "base" } as const;
    this.#style = new Model({ name: kind.style, from: "controls", view }, styleFor(label.length));
    this.#layout = new Model({ name: "Layout", from: "base" }, kind.layout ?? layoutFor(label.length));
    const state = { ...kind.state, ...kind.write(value), description: label };
    const references = { style: this.#style, layout: this.#layout };
    this.model = new Model({ name: kind.name, from: "controls" }, state, references);
    this.model.onUpdate = (changed, message) => this.#changed(changed, message);
  }

  get value(): T {
    return this.#value;
  }

  /** @throws {RangeError | TypeError} if it is none of the control's values */
  set value(value: T) {
    this.#value = this.#kind.check(value);
    this.model.set(this.#kind.write(value));
    void this.#tell({ hasChanged: true, following: [] });
  }

  get label(): string {
    return String(this.model.state.description);
  }

  /** @param width  of the label, in letters, so that controls below each other begin at one edge */
  setLabel(label: string, width = label.length): void {
    this.model.set({ description: label });
    this.#style.set(styleFor(width));
    this.#layout.set(this.#kind.layout ?? layoutFor(width));
  }

  /** @returns a function that ends it */
  onMessage(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The reader has set this value. @returns a promise where a listener did */
  changed(value: T, following: readonly string[]): unknown {
    this.#value = value;
    return this.#tell({ hasChanged: true, following });
  }

  #tell(message: Parameters<Listener>[0]): unknown {
    const promises = Array.from(this.#listeners, (listener) => listener(message)).filter(
      (ended) => ended instanceof Promise,
    );
    return promises.length > 0 ? Promise.all(promises) : undefined;
  }

  #changed(changed: State, { following }: CommMessage): unknown {
    const value = this.#read(changed);
    return value === undefined ? this.#tell({ hasChanged: false, following }) : this.changed(value, following);
  }

  /** A value that the control cannot have is put back in the front end. */
  #read(changed: State): T | undefined {
    try {
      return this.#kind.read(changed);
    } catch (error) {
      this.model.set(this.#kind.write(this.#value));
      throw error;
    }
  }

  toString(): string {
    const words = this.#kind.words(this.#value);
    return this.label && words ? `${this.label}: ${words}` : words;
  }

  [Symbol.for("jupyter.display")](): MimeBundle {
    return widgetView(this);
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `${this.#kind.maker} ${String(this) || this.label}`.trim();
  }
}

/** The room for a label of so many letters; without any, there is none. */
const roomFor = (letters: number): string => (letters === 0 ? "0px" : `${letters + 1}ch`);
const styleFor = (letters: number): State => ({ description_width: roomFor(letters) });
/** A long label takes nothing from the control beside it. */
const layoutFor = (letters: number): State => ({ width: `calc(${roomFor(letters)} + 240px)`, max_width: "100%" });
