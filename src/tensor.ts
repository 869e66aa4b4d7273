import { ShapeError } from "./errors";

/**
 * Numbers in a box of some shape, stored flat and row-major: the last axis runs fastest.
 *
 * One letter is one axis throughout this package:
 *
 *   h, w     height and width of an image or feature map
 *   i, j     its row and column
 *   di, dj   row and column inside a window, such as a 3 x 3 filter
 *   f        filter, which becomes the channel of a feature map
 *   c        class (a digit, in MNIST)
 *   x        position in a flattened input
 *
 * So a feature map of shape (h, w, f) keeps out[i, j, f] at `data[(i * w + j) * f_count + f]`.
 */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/**
 * A tensor of the given shape, filled with `values` or zeros.
 *
 * @param values  as many as the shape holds, row-major; copied unless they already are a Float64Array
 * @throws {ShapeError} if a size is not a whole number >= 0, or the number of values does not fit the shape
 */
export function tensor(shape: readonly number[], values?: ArrayLike<number>): Tensor {
  if (!shape.every((size) => Number.isInteger(size) && size >= 0)) {
    throw new ShapeError(`tensor: sizes must be whole numbers >= 0, got ${formatShape(shape)}`);
  }
  const size = sizeOf(shape);
  if (values === undefined) return { shape, data: new Float64Array(size) };
  if (values.length !== size) {
    throw new ShapeError(`tensor: shape ${formatShape(shape)} holds ${size} values, got ${values.length}`);
  }
  return { shape, data: values instanceof Float64Array ? values : Float64Array.from(values) };
}

/** The number of values that a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** A shape as people write it: `(26, 26, 8)`. */
export function formatShape(shape: readonly number[]): string {
  return `(${shape.join(", ")})`;
}

/**
 * @param place  what was checked, for the message: `MaxPool2.backprop: dLdOut`
 * @throws {ShapeError} if the tensor's shape is not exactly `expected`
 */
export function requireShape(place: string, { shape }: Tensor, expected: readonly number[]): void {
  if (shape.length === expected.length && shape.every((size, k) => size === expected[k])) return;
  throw new ShapeError(`${place} must be ${formatShape(expected)}, got ${formatShape(shape)}`);
}

/** The position of the largest value; of equals, the first. */
export function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) {
    if (values[k] > values[best]) best = k;
  }
  return best;
}
