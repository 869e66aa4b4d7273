// What JavaScript brings with it, such as Array.prototype.map. A cell may replace it, to write it as an exercise for
// example, and what it puts there may be half-written. The kernel works with the original.

interface Original {
  readonly holder: object;
  readonly name: PropertyKey;
  readonly value: unknown;
}

interface Replaced extends Original {
  /** What the cell made of it; `undefined` if it was deleted. */
  readonly theirs: PropertyDescriptor | undefined;
}

const { defineProperty, deleteProperty, get, getOwnPropertyDescriptor } = Reflect;

const globals =
  "Array Buffer Error Function JSON Map Object Promise Proxy Reflect RegExp Set String Symbol URL WeakMap";

/** The methods of these count, and the names in `globals`. */
const holders: readonly object[] = [
  Array,
  Array.prototype,
  Error,
  Function.prototype,
  JSON,
  Map.prototype,
  Object,
  Object.prototype,
  Promise,
  Promise.prototype,
  Reflect,
  RegExp.prototype,
  Set.prototype,
  String.prototype,
  WeakMap.prototype,
];

/** The built-ins as they were when the kernel was loaded; see the head of this file. */
export class BuiltIns {
  readonly #originals: readonly Original[] = [
    ...globals.split(" ").map((name) => ({ holder: globalThis, name, value: get(globalThis, name) })),
    ...holders.flatMap(methodsOf),
  ];
  /** What `restore` took away and `giveBack` has not given back yet. */
  #replaced: Replaced[] = [];

  /** Puts the originals in their places. Until that is done, no method of a built-in may be called. */
  restore(): void {
    const originals = this.#originals;
    for (let k = 0; k < originals.length; k++) {
      const { holder, name, value } = originals[k] as Original;
      if (get(holder, name) === value) continue;
      const theirs = getOwnPropertyDescriptor(holder, name);
      const original = { value, writable: true, enumerable: false, configurable: true };
      if (!defineProperty(holder, name, original)) continue; // it cannot be changed any more
      const { length } = this.#replaced;
      this.#replaced[length] = { holder, name, value, theirs };
    }
  }

  /** Puts what cells have made of them in their places again. */
  giveBack(): void {
    for (const { holder, name, theirs } of this.#replaced) {
      if (theirs) defineProperty(holder, name, theirs);
      else deleteProperty(holder, name);
    }
    this.#replaced = [];
  }
}

function methodsOf(holder: object): Original[] {
  return Reflect.ownKeys(holder).flatMap((name) => {
    const value = getOwnPropertyDescriptor(holder, name)?.value;
    return typeof value === "function" && name !== "constructor" ? [{ holder, name, value }] : [];
  });
}
