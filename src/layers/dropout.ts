import { randomBits } from "../random";
import { requireShape, type Tensor, tensor } from "../tensor";
import { type Backward, type Description, Layer, type TrainingPass } from "./layer";

/**
 * In training, leaves out each value with probability `rate`, so that no value can rely on another one being there.
 * What stays is scaled up, so that the expected output is the input; a prediction leaves everything as it is.
 *
 * @see Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014
 */
export class Dropout extends Layer {
  readonly parameters = {};
  readonly rate: number;
  private last: { shape: readonly number[]; factors: Float64Array | undefined } | undefined;

  /**
   * @param rate  the share of values to leave out, 0 <= rate < 1
   * @throws {RangeError} if it is not such a number
   */
  constructor(rate: number) {
    super();
    if (typeof rate !== "number" || !(rate >= 0 && rate < 1)) {
      const got = typeof rate === "number" ? rate : JSON.stringify(rate);
      throw new RangeError(`Dropout: rate must be a number >= 0 and < 1, got ${got}`);
    }
    this.rate = rate;
  }

  /**
   *   out[x] = factor[x] · input[x]
   *
   * In a prediction every factor is 1. In training it is 0 where randomBits(seed, x) < rate · 2^32, else 1 / (1 -
   * rate): the same seed leaves out the same values, on the layers and on the engine.
   *
   * @param input  any shape
   * @param pass   in training
   */
  forward(input: Tensor, pass?: TrainingPass): Tensor {
    const factors = pass && this.factors(input.data.length, pass.seed);
    this.last = { shape: input.shape, factors };
    return tensor(input.shape, times(input.data, factors));
  }

  private factors(count: number, seed: number): Float64Array {
    const bound = this.rate * 2 ** 32;
    const kept = 1 / (1 - this.rate);
    return Float64Array.from({ length: count }, (_, x) => (randomBits(seed, x) < bound ? 0 : kept));
  }

  /**
   *   ∂L/∂input[x] = factor[x] · dLdOut[x]
   */
  backward(dLdOut: Tensor): Backward {
    const { shape, factors } = this.remembered(this.last);
    requireShape("Dropout.backward: dLdOut", dLdOut, shape);
    return { dLdInput: tensor(shape, times(dLdOut.data, factors)), gradients: {} };
  }

  override outputShape(inputShape: readonly number[]): readonly number[] {
    return inputShape;
  }

  override describe(): Description {
    return { rate: this.rate };
  }
}

function times(values: Float64Array, factors: Float64Array | undefined): Float64Array {
  return factors ? values.map((value, x) => factors[x] * value) : values.slice();
}
