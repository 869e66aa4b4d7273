// The notebook's variables are properties of one object.
import type { DeclaredName } from "../compiler/rewriting/declared-names";

type Values = Record<string, unknown>;

/**
 * A plain object, because V8 makes its properties as fast as local variables. It inherits nothing, because a variable
 * may be named `toString`. Nothing is ever deleted from it, because that would make all of its properties slow.
 */
const Plain = (() => {
  function Variables() {}
  Variables.prototype = Object.create(null);
  return Variables as unknown as new () => Values;
})();

const plain = { writable: true, enumerable: true, configurable: true };

/** The variables that cells share, as properties of one object. */
export class NotebookVariables {
  /** The variables that cells declare at their top. */
  readonly values: Values = new Plain();

  /** Gives a name a value, whatever it was before. */
  set(name: string, value: unknown): void {
    Object.defineProperty(this.values, name, { value, ...plain });
  }

  /** Lets a name have the value that its module gives it at any time, until a cell declares the name anew. */
  follow(name: string, get: () => unknown): void {
    const set = (value: unknown) => this.set(name, value);
    Object.defineProperty(this.values, name, { get, set, enumerable: true, configurable: true });
  }

  /**
   * Remembers the values of these names before a cell runs.
   *
   * @returns a function that tells which names the cell has declared since. If the cell did not come to its end, these
   *   are the names whose value has changed
   */
  watch(names: readonly DeclaredName[]): (toItsEnd: boolean) => string[] {
    const watched = names.filter(({ hasValue }) => hasValue);
    const before = new Map(
      watched.filter(({ name }) => Object.hasOwn(this.values, name)).map(({ name }) => [name, this.values[name]]),
    );
    const isAssigned = ({ name, kind }: DeclaredName) =>
      // Imports were declared before the cell's first line ran.
      kind === "import" ||
      (Object.hasOwn(this.values, name) && (!before.has(name) || before.get(name) !== this.values[name]));
    return (toItsEnd) => (toItsEnd ? watched : watched.filter(isAssigned)).map(({ name }) => name);
  }
}
