import { describe, expect, test } from "vitest";
import { ShapeError } from "../../src/errors";
import {
  checkGradients,
  gradientErrors,
  gradientTolerance,
  randomTensor,
  relativeDifference,
} from "../../src/layers/check-gradients";
import { Conv2D } from "../../src/layers/conv2d";
import { Conv3x3 } from "../../src/layers/conv3x3";
import { type Backward, Layer } from "../../src/layers/layer";
import { Softmax } from "../../src/layers/softmax";
import { seededRandom } from "../../src/random";
import { type Tensor, tensor } from "../../src/tensor";

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
    ["shifted by one", (values: Float64Array) => values.map((_, k) => values[(k + 1) % values.length])],
    ["with swapped axes", (values: Float64Array) => values.map((_, k) => values[(k % 6) * 3 + Math.floor(k / 6)])],
    ["zero in one place", (values: Float64Array) => values.map((value, k) => (k === 7 ? 0 : value))],
    ["NaN in one place", (values: Float64Array) => values.map((value, k) => (k === 7 ? Number.NaN : value))],
  ])("refuses a gradient that is %s", (_, fault) => {
    const { weights } = gradientErrors(new Faulty(fault), input);
    expect(weights < gradientTolerance).toBe(false);
  });

  test("refuses arrays of different lengths", () => {
    expect(relativeDifference([1, 2], [1, 2, 3])).toBeNaN();
  });
});

describe("checkGradients, for a reader's layer,", () => {
  /** A layer as a reader writes it, with a slope for what is negative. */
  class Leaky extends Layer {
    readonly parameters = { slope: tensor([1], [0.1]) };
    private lastInput = tensor([0]);
    constructor(private readonly fault = 1) {
      super();
    }
    forward(input: Tensor): Tensor {
      this.lastInput = input;
      const [slope] = this.parameters.slope.data;
      return tensor(
        input.shape,
        input.data.map((value) => (value > 0 ? value : slope * value)),
      );
    }
    backward(dLdOut: Tensor): Backward {
      const { data } = this.lastInput;
      const [slope] = this.parameters.slope.data;
      const dLdInput = dLdOut.data.map((d, x) => (data[x] > 0 ? d : slope * d));
      const dLdSlope = dLdOut.data.reduce((sum, d, x) => sum + (data[x] > 0 ? 0 : d * data[x]), 0);
      const gradients = { slope: tensor([1], [this.fault * dLdSlope]) };
      return { dLdInput: tensor(dLdOut.shape, dLdInput), gradients };
    }
  }

  test("confirms a right backward pass", () => {
    const { agrees, errors } = checkGradients(new Leaky(), [4, 5, 2]);
    expect(agrees).toBe(true);
    expect(Object.keys(errors)).toEqual(["input", "slope"]);
  });

  test("names the gradient that is wrong, in words that can be printed", () => {
    const check = checkGradients(new Leaky(2), [4, 5, 2]);
    expect(check.agrees).toBe(false);
    expect(check.errors.input).toBeLessThan(gradientTolerance);
    expect(check.errors.slope).toBeCloseTo(1, 6);
    expect(String(check)).toMatch(
      /^Leaky\.backward differs from finite differences of forward\n {2}input +agrees .*\n {2}slope +DIFFERS \(largest relative difference 1\.0e\+0\)$/,
    );
  });

  test("builds a layer that takes its sizes from the input, and leaves weights as they were", () => {
    expect(checkGradients(new Softmax(3), [6]).agrees).toBe(true);
    expect(checkGradients(new Conv2D(2, { padding: "same" }), [5, 4]).agrees).toBe(true);
    const conv = new Conv3x3(2);
    const before = Array.from(conv.filters.data);
    expect(checkGradients(conv, [5, 4]).agrees).toBe(true);
    expect(Array.from(conv.filters.data)).toEqual(before);
  });

  test("refuses an input's gradient of another shape", () => {
    class Wrong extends Leaky {
      override backward(dLdOut: Tensor): Backward {
        return { ...super.backward(dLdOut), dLdInput: tensor([3]) };
      }
    }
    expect(() => checkGradients(new Wrong(), [4])).toThrow(
      new ShapeError("Wrong.backward: dLdInput must be (4), got (3)"),
    );
  });
});
