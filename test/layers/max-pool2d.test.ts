import { describe, expect, test } from "vitest";
import { ShapeError } from "../../src/errors";
import { gradientErrors, gradientTolerance, randomTensor } from "../../src/layers/check-gradients";
import { MaxPool2 } from "../../src/layers/max-pool2";
import { MaxPool2D } from "../../src/layers/max-pool2d";
import { seededRandom } from "../../src/random";
import { tensor } from "../../src/tensor";
import { articleImage, articlePooled } from "../helpers/article";

const random = seededRandom(1);

describe("MaxPool2D", () => {
  test("gives 80 31 / 90 95 for the article's image", () => {
    const out = new MaxPool2D().forward(tensor([4, 4, 1], articleImage.data));
    expect(Array.from(out.data)).toEqual(articlePooled);
  });

  test("of size 2 is MaxPool2, forward and backward, ties included", () => {
    const [ours, article] = [new MaxPool2D(2), new MaxPool2()];
    const input = tensor(
      [7, 6, 3],
      Array.from({ length: 126 }, () => random.integer(3)),
    );
    const out = ours.forward(input);
    expect(out).toEqual(article.forward(input));
    const dLdOut = randomTensor(out.shape, random);
    expect(ours.backward(dLdOut)).toEqual(article.backward(dLdOut));
  });

  test("with stride 1 a maximum of four windows gets the sum of their gradients", () => {
    const pool = new MaxPool2D(2, 1);
    pool.forward(tensor([3, 3, 1], [1, 2, 3, 4, 9, 5, 6, 7, 8]));
    const { dLdInput } = pool.backward(tensor([2, 2, 1], [1, 10, 100, 1000]));
    expect(Array.from(dLdInput.data)).toEqual([0, 0, 0, 0, 1111, 0, 0, 0, 0]);
  });

  test("sends the gradient of a tie to the first maximum only, row by row", () => {
    const pool = new MaxPool2D(3);
    pool.forward(tensor([3, 3, 1], [0, 0, 5, 5, 0, 0, 5, 0, 0]));
    const { dLdInput } = pool.backward(tensor([1, 1, 1], [7]));
    expect(Array.from(dLdInput.data)).toEqual([0, 0, 7, 0, 0, 0, 0, 0, 0]);
  });

  test.each([
    [2, 2, [6, 7, 3]],
    [3, 3, [7, 7, 2]],
    [3, 2, [7, 8, 2]],
    [2, 3, [8, 8, 2]],
    [3, 1, [5, 4, 2]],
  ])("size %i, stride %i has the gradient of finite differences on (%j)", (size, stride, shape) => {
    const pool = new MaxPool2D(size, stride);
    const input = randomTensor(shape, random);
    expect(pool.forward(input).shape).toEqual(pool.outputShape(shape));
    expect(gradientErrors(pool, input).input).toBeLessThan(gradientTolerance);
  });

  test("passes NaN on, so that training can notice it", () => {
    for (const where of [0, 1, 3]) {
      const input = tensor([2, 2, 1], [1, 2, 3, 4]);
      input.data[where] = Number.NaN;
      expect(new MaxPool2D().forward(input).data[0]).toBeNaN();
    }
  });

  test.each([[[28, 28]], [[2, 4, 1]], [[4, 2, 1]], [[3, 3, 1, 1]]])(
    "of size 3 refuses an input of shape %j",
    (shape) => {
      const message = `MaxPool2D.forward: input must be (h >= 3, w >= 3, f), got (${shape.join(", ")})`;
      expect(() => new MaxPool2D(3).forward(tensor(shape))).toThrow(new ShapeError(message));
    },
  );

  test("refuses an upstream gradient of another shape, and to go backward first", () => {
    const pool = new MaxPool2D();
    expect(() => pool.backward(tensor([1, 1, 1]))).toThrow(
      "MaxPool2D.backward: expected a forward pass before it, got none",
    );
    pool.forward(tensor([4, 4, 1]));
    expect(() => pool.backward(tensor([2, 2, 2]))).toThrow(
      new ShapeError("MaxPool2D.backward: dLdOut must be (2, 2, 1), got (2, 2, 2)"),
    );
  });

  test.each([
    [0, 1, "MaxPool2D: size must be a whole number >= 1, got 0"],
    [2, 0, "MaxPool2D: stride must be a whole number >= 1, got 0"],
    [2, Number.NaN, "MaxPool2D: stride must be a whole number >= 1, got NaN"],
  ])("refuses size %s and stride %s", (size, stride, message) => {
    expect(() => new MaxPool2D(size, stride)).toThrow(new RangeError(message));
  });
});
