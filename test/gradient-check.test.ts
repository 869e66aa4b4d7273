import { describe, expect, test } from "vitest";
import type { Backward } from "../src/layers/layer";
import { Softmax } from "../src/layers/softmax";
import { seededRandom } from "../src/random";
import { type Tensor, tensor } from "../src/tensor";
import {
  gradientErrors,
  gradientTolerance,
  randomTensor,
  relativeDifference,
} from "./gradient-check";

/** A softmax layer with a fault planted into its backward pass. */
class Faulty extends Softmax {
  constructor(private readonly fault: (values: Float64Array) => Float64Array) {
    super(6, 3, { random: seededRandom(2) });
  }
  override backward(dLdOut: Tensor): Backward {
    const { dLdInput, gradients } = super.backward(dLdOut);
    const weights = tensor([6, 3], this.fault(gradients.weights.data));
    return { dLdInput, gradients: { ...gradients, weights } };
  }
}

const input = randomTensor([6], seededRandom(3));

describe("the gradient check", () => {
  test("accepts the layer without a fault", () => {
    const { weights } = gradientErrors(new Faulty((values) => values), input);
    expect(weights).toBeLessThan(gradientTolerance);
  });

  test.each([
    ["three times too big", (values: Float64Array) => values.map((value) => 3 * value)],
    ["one millionth too big", (values: Float64Array) => values.map((value) => 1.000001 * value)],
    [
      "shifted by one",
      (values: Float64Array) => values.map((_, k) => values[(k + 1) % values.length]),
    ],
    [
      "with swapped axes",
      (values: Float64Array) => values.map((_, k) => values[(k % 6) * 3 + Math.floor(k / 6)]),
    ],
    [
      "zero in one place",
      (values: Float64Array) => values.map((value, k) => (k === 7 ? 0 : value)),
    ],
    [
      "NaN in one place",
      (values: Float64Array) => values.map((value, k) => (k === 7 ? Number.NaN : value)),
    ],
  ])("refuses a gradient that is %s", (_, fault) => {
    const { weights } = gradientErrors(new Faulty(fault), input);
    expect(weights < gradientTolerance).toBe(false);
  });

  test("refuses arrays of different lengths", () => {
    expect(relativeDifference([1, 2], [1, 2, 3])).toBeNaN();
  });
});
