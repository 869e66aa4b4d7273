import { ShapeError } from "../errors";
import { formatShape, type Tensor, tensor } from "../tensor";

/** By how much the engine's probabilities may exceed 1. */
const roundingOf32Bits = 1e-6;

/**
 * The loss tells how surprised the network is by the right answer; its gradient tells how to improve.
 *
 *   L = -ln p[label]        ∂L/∂p[c] = -1 / p[label] where c = label, 0 elsewhere
 *
 * A probability that has underflowed to 0 counts as the smallest positive double, so that the loss (745) and slope stay
 * finite.
 *
 * @param probabilities  (classes)
 * @param label          the right class, from 0
 * @returns              the loss in nats, and dLdOut of the probabilities' shape
 * @throws {ShapeError} if probabilities is not one-dimensional
 * @throws {RangeError} if label is not a class, or its number is not a probability
 */
export function crossEntropy(probabilities: Tensor, label: number): { loss: number; dLdOut: Tensor } {
  if (probabilities.shape.length !== 1) {
    throw new ShapeError(`crossEntropy: probabilities must be (classes), got ${formatShape(probabilities.shape)}`);
  }
  const dLdOut = tensor(probabilities.shape);
  const loss = lossOf(probabilities.data, label);
  dLdOut.data[label] = -Math.min(1 / probabilities.data[label], Number.MAX_VALUE);
  return { loss, dLdOut };
}

/** The loss alone, without its gradient: for many images in a row. */
export function lossOf(probabilities: ArrayLike<number>, label: number): number {
  const p = probabilities[label];
  if (p === undefined) {
    throw new RangeError(
      `crossEntropy: label must be a whole number from 0 to ${probabilities.length - 1}, got ${label}`,
    );
  }
  if (p < 0 || p > 1 + roundingOf32Bits) {
    throw new RangeError(`crossEntropy: probabilities must be from 0 to 1, got ${p}; is the last layer a Softmax?`);
  }
  return -Math.log(Math.max(p, Number.MIN_VALUE));
}
