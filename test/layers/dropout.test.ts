import { describe, expect, test } from "vitest";
import { ShapeError } from "../../src/errors";
import { gradientErrors, gradientTolerance, randomTensor } from "../../src/layers/check-gradients";
import { Dropout } from "../../src/layers/dropout";
import { Layer } from "../../src/layers/layer";
import { seededRandom } from "../../src/random";
import { type Tensor, tensor } from "../../src/tensor";

const ones = tensor([10000], new Array(10000).fill(1));

/** How many of 10,000 values a pass leaves out. */
const left = (rate: number, seed: number) =>
  new Dropout(rate).forward(ones, { seed }).data.filter((value) => value === 0).length;

describe("Dropout", () => {
  test("changes nothing in a prediction, forward and backward", () => {
    const dropout = new Dropout(0.5);
    expect(dropout.forward(ones)).toEqual(ones);
    expect(dropout.backward(ones).dLdInput).toEqual(ones);
  });

  test.each([0.1, 0.25, 0.5, 0.9])("leaves out a share of %s in training", (rate) => {
    const deviation = Math.sqrt(10000 * rate * (1 - rate));
    for (const seed of [0, 1, 2 ** 32 - 1]) {
      expect(Math.abs(left(rate, seed) - 10000 * rate)).toBeLessThan(4 * deviation);
    }
  });

  test("scales up what stays: at rate 0.25 by 4/3", () => {
    const { data } = new Dropout(0.25).forward(ones, { seed: 1 });
    expect(new Set(data)).toEqual(new Set([0, 1 / 0.75]));
  });

  test("leaves out the same values for the same seed, others for the next", () => {
    const forward = (seed: number) => new Dropout(0.5).forward(ones, { seed }).data;
    expect(forward(7)).toEqual(forward(7));
    const next = forward(8);
    const agreeing = forward(7).filter((value, x) => value === next[x]).length;
    expect(Math.abs(agreeing - 5000)).toBeLessThan(4 * 50);
  });

  test("at rate 0 leaves nothing out", () => {
    expect(left(0, 1)).toBe(0);
  });

  test("has the gradient of finite differences for the values that a seed leaves out", () => {
    class Seeded extends Layer {
      readonly parameters = {};
      readonly dropout = new Dropout(0.4);
      forward(input: Tensor) {
        return this.dropout.forward(input, { seed: 5 });
      }
      backward(dLdOut: Tensor) {
        return this.dropout.backward(dLdOut);
      }
    }
    const input = randomTensor([4, 5, 2], seededRandom(1));
    expect(gradientErrors(new Seeded(), input).input).toBeLessThan(gradientTolerance);
  });

  test.each([-0.1, 1, 1.5, Number.NaN])("refuses the rate %s", (rate) => {
    expect(() => new Dropout(rate)).toThrow(new RangeError(`Dropout: rate must be a number >= 0 and < 1, got ${rate}`));
  });

  test("refuses an upstream gradient of another shape, and to go backward first", () => {
    const dropout = new Dropout(0.5);
    expect(() => dropout.backward(tensor([2]))).toThrow(
      "Dropout.backward: expected a forward pass before it, got none",
    );
    dropout.forward(tensor([2]));
    expect(() => dropout.backward(tensor([3]))).toThrow(
      new ShapeError("Dropout.backward: dLdOut must be (2), got (3)"),
    );
  });
});
