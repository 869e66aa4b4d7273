import { beforeEach, expect } from "vitest";
import { type Random, randomBits, seededRandom } from "../../../src/random";

// What the tests of single functions draw and arrange. Each function is called on its own, at sizes below, at, above
// and between its tiles (4 rows, 8 columns, 4 lanes), with guard words around every array.

let random: Random;

/** A case's numbers follow from its title, which tells its parameters: alone it draws what it draws among others. */
beforeEach(() => {
  const title = expect.getState().currentTestName ?? "";
  random = seededRandom(Array.from(title).reduce((seed, letter) => randomBits(seed, letter.charCodeAt(0)), 0));
});

/** Values that float32 holds exactly, so that both sides start from the same numbers. */
export function numbers(count: number): Float64Array {
  return Float64Array.from({ length: count }, () => Math.fround(random.normal()));
}

/** @returns a random whole number from 0 to `below` - 1 */
export function integer(below: number): number {
  return random.integer(below);
}

/** Every pair of the two. */
export function product<A, B>(a: readonly A[], b: readonly B[]): (readonly [A, B])[] {
  return a.flatMap((x) => b.map((y) => [x, y] as const));
}

/** Filters (f, kh, kw, c) in the engine's order (kh, kw, c, f). */
export function tapsFirst(filters: ArrayLike<number>, f: number): Float64Array {
  const taps = filters.length / f;
  return Float64Array.from(filters, (_, k) => filters[(k % f) * taps + Math.floor(k / f)]);
}

/** Weights [c, x] in the engine's order: by groups of five nodes, in them by fours of inputs; 0 beyond the nodes. */
export function byFives(weights: ArrayLike<number>, x: number): Float64Array {
  const nodes = weights.length / x;
  const places = new Float64Array(Math.ceil(nodes / 5) * 5 * x);
  for (let c = 0; c < nodes; c++) {
    for (let j = 0; j < x; j++) {
      const place = Math.floor(c / 5) * 5 * x + (Math.floor(j / 4) * 5 + (c % 5)) * 4 + (j % 4);
      places[place] = weights[c * x + j];
    }
  }
  return places;
}
