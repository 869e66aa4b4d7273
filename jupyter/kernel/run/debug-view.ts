// What the debugger sees of the main thread. The debugger lives in the request thread, and calls these functions through
// the inspector, also while a cell computes or is paused.
import type { CellMap } from "../compiler/rewriting/cell-map";
import { debugView } from "../debugging/inspector";
import type { MimeBundle } from "../protocol/messages";
import { displayed, textOf } from "../show/displayed-value";
import type { SourcePositions } from "../show/source-positions";
import { type Members, Part, type Row, RowList } from "../show/variable-rows";
import { BuiltIns } from "./built-ins";
import type { Modules } from "./modules";
import type { NotebookVariables } from "./notebook-variables";

interface Parts {
  readonly modules: Modules;
  readonly positions: SourcePositions;
  readonly variables: NotebookVariables;
  /** Runs `work`; what that shows is not seen. */
  readonly unseen: <T>(work: () => T) => T;
}

/** The functions that the debugger calls; see the head of this file. */
export class DebugView {
  readonly #parts: Parts;
  readonly #list = new RowList();
  /** Of its own, because the paused code may have the built-ins in use as it made them, and so may the kernel. */
  readonly #builtIns = new BuiltIns();
  /** The notebook's variables: expressions of the console read and write them here. */
  readonly values: object;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.values = parts.variables.values;
    Object.defineProperty(globalThis, Symbol.for(debugView), { value: this });
  }

  /** Calls one of the functions below, whatever the reader's code has made of JavaScript's built-ins. */
  call(name: keyof DebugView, values: readonly unknown[]): unknown {
    this.#builtIns.restore();
    try {
      return Reflect.apply(this[name] as () => unknown, this, values);
    } finally {
      this.#builtIns.giveBack();
    }
  }

  /** Where the code of a cell or file comes from; null for other code. */
  map(script: string): CellMap | string | null {
    return this.#parts.positions.mapOf(script) ?? null;
  }

  /** The project's files that are loaded. */
  files(): readonly string[] {
    return this.#parts.modules.paths;
  }

  /** The notebook's variables: values first; functions and classes, most of which are imported, apart. */
  globals(): Row[] {
    this.#list.clear();
    return this.#list.rows(this.#globals([]));
  }

  /** @param but  names that are not listed @returns the number of the notebook's variables */
  globalScope(but: readonly string[]): number {
    return this.#list.add(() => this.#globals(but));
  }

  /**
   * @param hidden    names that the reader did not write
   * @param own       names of the cell, which are the notebook's variables
   * @param receiver  `this`
   * @param scopes    objects with the variables of a frame, innermost first
   * @returns the number of what the scopes hold
   */
  scope(hidden: readonly string[], own: readonly string[], receiver: unknown, ...scopes: readonly object[]): number {
    const found = new Map<string, unknown>();
    for (const scope of [...scopes, this.#ownValues(own)]) {
      for (const name of Object.keys(scope)) {
        if (found.has(name) || hidden.includes(name)) continue;
        try {
          found.set(name, Reflect.get(scope, name));
        } catch {
          // The variable is declared further down than the code is paused.
        }
      }
    }
    const hasReceiver = typeof receiver === "object" && receiver !== null && receiver !== globalThis;
    const rows: Members = hasReceiver ? [...found, ["this", receiver]] : [...found];
    return this.#list.add(() => rows);
  }

  children(reference: number): Row[] {
    return this.#list.children(reference);
  }

  describe(value: unknown): Row {
    return this.#list.row("", value);
  }

  /** What a front end draws for a value. For what has to be awaited it is text, because paused code awaits nothing. */
  rich(value: unknown): MimeBundle {
    // A value's own form may show more beside it, which would stand below the paused cell.
    const bundle = this.#parts.unseen(() => displayed(value));
    return bundle instanceof Promise ? { "text/plain": textOf(value) } : JSON.parse(JSON.stringify(bundle));
  }

  richGlobal(name: string): MimeBundle {
    return Object.hasOwn(this.values, name) ? this.rich(Reflect.get(this.values, name)) : {};
  }

  /** Makes a variable of the notebook, or gives one a new value. */
  setGlobal(name: string, value: unknown): void {
    this.#parts.variables.set(name, value);
  }

  clear(): void {
    this.#list.clear();
  }

  #ownValues(names: readonly string[]): object {
    const present = names.filter((name) => Object.hasOwn(this.values, name));
    return Object.fromEntries(present.map((name) => [name, Reflect.get(this.values, name)]));
  }

  #globals(but: readonly string[]): Members {
    const all = Object.entries(this.values).filter(([name, value]) => value !== undefined && !but.includes(name));
    const functions = all.filter(([, value]) => typeof value === "function");
    const values = all.filter(([, value]) => typeof value !== "function");
    if (functions.length === 0) return values;
    return [...values, ["functions and classes", new Part(`${functions.length}`, () => functions)]];
  }
}
