import { describe, expect, test } from "vitest";
import { ShapeError } from "../../src/errors";
import { gradientErrors, gradientTolerance, randomTensor } from "../../src/layers/check-gradients";
import { MaxPool2 } from "../../src/layers/max-pool2";
import { seededRandom } from "../../src/random";
import { tensor } from "../../src/tensor";
import { articleImage, articlePooled } from "../helpers/article";

const random = seededRandom(1);

describe("MaxPool2", () => {
  test("gives 80 31 / 90 95 for the article's image", () => {
    const out = new MaxPool2().forward(tensor([4, 4, 1], articleImage.data));
    expect(out.shape).toEqual([2, 2, 1]);
    expect(Array.from(out.data)).toEqual(articlePooled);
  });

  test("pools each channel on its own", () => {
    const input = tensor([2, 2, 2], [1, 8, 2, 7, 3, 6, 4, 5]);
    expect(Array.from(new MaxPool2().forward(input).data)).toEqual([4, 8]);
  });

  test("leaves an odd last row and column out", () => {
    const input = tensor([3, 3, 1], [1, 2, 9, 3, 4, 9, 9, 9, 9]);
    const pool = new MaxPool2();
    expect(Array.from(pool.forward(input).data)).toEqual([4]);
    expect(Array.from(pool.backprop(tensor([1, 1, 1], [5])).data)).toEqual([0, 0, 0, 0, 5, 0, 0, 0, 0]);
  });

  test("sends the gradient to the maximum, 26 x 26 x 8 from 13 x 13 x 8", () => {
    const pool = new MaxPool2();
    const input = randomTensor([26, 26, 8], random);
    expect(pool.forward(input).shape).toEqual([13, 13, 8]);
    expect(gradientErrors(pool, input).input).toBeLessThan(gradientTolerance);
  });

  test("sends the gradient of a tie to the first maximum only", () => {
    const pool = new MaxPool2();
    pool.forward(tensor([2, 2, 1], [1, 3, 3, 3]));
    expect(Array.from(pool.backprop(tensor([1, 1, 1], [7])).data)).toEqual([0, 7, 0, 0]);
  });

  test('with ties "all" every tied maximum gets the whole gradient, the article\'s rule', () => {
    const pool = new MaxPool2({ ties: "all" });
    pool.forward(tensor([2, 2, 1], [1, 3, 3, 3]));
    expect(Array.from(pool.backprop(tensor([1, 1, 1], [7])).data)).toEqual([0, 7, 7, 7]);
  });

  test("on a flat background the first-maximum rule keeps the sum of the gradient, the article's makes four of it", () => {
    const flat = tensor([8, 8, 2], new Array(128).fill(-0.5));
    const dLdOut = randomTensor([4, 4, 2], random);
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    const ratio = (ties: "first" | "all") => {
      const pool = new MaxPool2({ ties });
      pool.forward(flat);
      return sum(pool.backprop(dLdOut).data) / sum(dLdOut.data);
    };
    expect(ratio("first")).toBeCloseTo(1, 12);
    expect(ratio("all")).toBeCloseTo(4, 12);
  });

  test("has no parameters and needs no learning rate", () => {
    const pool = new MaxPool2();
    expect(pool.parameters).toEqual({});
    pool.forward(tensor([2, 2, 1]));
    expect(() => pool.backprop(tensor([1, 1, 1]))).not.toThrow();
  });

  test.each([[[28, 28]], [[1, 4, 1]], [[4, 1, 1]], [[2, 2, 1, 1]]])("refuses an input of shape %j", (shape) => {
    const message = `MaxPool2.forward: input must be (h >= 2, w >= 2, f), got (${shape.join(", ")})`;
    expect(() => new MaxPool2().forward(tensor(shape))).toThrow(new ShapeError(message));
  });

  test("refuses an upstream gradient of another shape", () => {
    const pool = new MaxPool2();
    pool.forward(tensor([26, 26, 8]));
    expect(() => pool.backprop(tensor([13, 13, 7]))).toThrow(
      new ShapeError("MaxPool2.backward: dLdOut must be (13, 13, 8), got (13, 13, 7)"),
    );
  });

  test("says that backprop needs a forward pass", () => {
    expect(() => new MaxPool2().backprop(tensor([1, 1, 1]))).toThrow(
      "MaxPool2.backward: expected a forward pass before it, got none",
    );
  });

  test("refuses a tie rule it does not know", () => {
    expect(() => new MaxPool2({ ties: "last" as "first" })).toThrow(
      'MaxPool2: ties must be "first" or "all", got "last"',
    );
  });
});
