import { ShapeError } from "./errors";

type Numbers = ArrayLike<number>;

/** The sum of a[k] · b[k]. @throws {ShapeError} if there are not as many of one as of the other */
function product(a: Numbers, b: Numbers): number {
  if (a.length !== b.length) throw new ShapeError(`expected as many numbers in both, got ${a.length} and ${b.length}`);
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

/** How long a vector is: the root of the sum of its squares. */
export function lengthOf(vector: Numbers): number {
  return Math.sqrt(product(vector, vector));
}

/** How far two vectors point the same way: 1 for the same direction, 0 at right angles, -1 for the opposite one. */
export function cosine(a: Numbers, b: Numbers): number {
  return product(a, b) / (lengthOf(a) * lengthOf(b));
}

/** The largest distance between two numbers at the same place; NaN where one of them is. */
export function largestDifference(a: Numbers, b: Numbers): number {
  if (a.length !== b.length) throw new ShapeError(`expected as many numbers in both, got ${a.length} and ${b.length}`);
  let largest = 0;
  for (let k = 0; k < a.length; k++) largest = Math.max(largest, Math.abs(a[k] - b[k]));
  return largest;
}

/** @returns the mean; NaN of no values */
export function meanOf(values: Numbers): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k];
  return sum / values.length;
}

/**
 * Pearson's correlation: 1 where b is a times a positive number plus a constant, 0 where no straight line guesses
 * better than the mean.
 */
export function correlation(a: Numbers, b: Numbers): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  return cosine(
    Array.from(a, (value) => value - meanA),
    Array.from(b, (value) => value - meanB),
  );
}

/** Mean and range of a few results, as a sentence: `mean 97.19, from 96.81 to 97.44`. */
export function meanAndRange(values: Numbers, digits = 2): string {
  const all = Array.from(values);
  const [mean, low, high] = [meanOf(all), Math.min(...all), Math.max(...all)].map((value) => value.toFixed(digits));
  return `mean ${mean}, from ${low} to ${high}`;
}
