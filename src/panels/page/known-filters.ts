/** Filters with a name, nine weights each. */
export const knownFilters: readonly (readonly [name: string, weights: readonly number[]])[] = [
  ["vertical edges", [-1, 0, 1, -2, 0, 2, -1, 0, 1]],
  ["horizontal edges", [-1, -2, -1, 0, 0, 0, 1, 2, 1]],
  ["diagonal", [-1, -1, 2, -1, 2, -1, 2, -1, -1]],
  ["blur", new Array<number>(9).fill(1 / 9)],
  ["sharpen", [0, -1, 0, -1, 5, -1, 0, -1, 0]],
  ["Laplace", [0, 1, 0, 1, -4, 1, 0, 1, 0]],
  ["only the middle", [0, 0, 0, 0, 1, 0, 0, 0, 0]],
];

/** The known filter that has these weights. */
export const knownAs = (weights: readonly number[]): readonly number[] | undefined =>
  knownFilters.find(([, known]) => known.every((weight, k) => weight === weights[k]))?.[1];
