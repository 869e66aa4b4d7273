import { describe, expect, test } from "vitest";
import { ShapeError } from "../../src/errors";
import { gradientErrors, gradientTolerance, randomTensor } from "../../src/layers/check-gradients";
import { Flatten } from "../../src/layers/flatten";
import { ReLU } from "../../src/layers/relu";
import { seededRandom } from "../../src/random";
import { tensor } from "../../src/tensor";

describe("ReLU", () => {
  test("replaces negative numbers by 0 and stops their gradient, and that of 0 itself", () => {
    const relu = new ReLU();
    expect(Array.from(relu.forward(tensor([4], [-2, 0, 3, -0.5])).data)).toEqual([0, 0, 3, 0]);
    const { dLdInput } = relu.backward(tensor([4], [1, 10, 100, 1000]));
    expect(Array.from(dLdInput.data)).toEqual([0, 0, 100, 0]);
  });

  test("has the gradient of finite differences in any shape", () => {
    const input = randomTensor([3, 5, 2], seededRandom(1));
    expect(gradientErrors(new ReLU(), input).input).toBeLessThan(gradientTolerance);
  });

  test("passes NaN on, so that training can notice it", () => {
    expect(new ReLU().forward(tensor([1], [Number.NaN])).data[0]).toBeNaN();
  });

  test("refuses an upstream gradient of another shape, and to go backward first", () => {
    const relu = new ReLU();
    expect(() => relu.backward(tensor([2]))).toThrow("ReLU.backward: expected a forward pass before it, got none");
    relu.forward(tensor([2]));
    expect(() => relu.backward(tensor([1, 2]))).toThrow(
      new ShapeError("ReLU.backward: dLdOut must be (2), got (1, 2)"),
    );
  });
});

describe("Flatten", () => {
  test("puts all values on one axis, in order, and their gradient back into the shape", () => {
    const flatten = new Flatten();
    const input = tensor([2, 1, 3], [1, 2, 3, 4, 5, 6]);
    expect(flatten.forward(input)).toEqual(tensor([6], [1, 2, 3, 4, 5, 6]));
    expect(flatten.backward(tensor([6], input.data)).dLdInput).toEqual(input);
  });

  test("refuses an upstream gradient of another shape, and to go backward first", () => {
    const flatten = new Flatten();
    expect(() => flatten.backward(tensor([2]))).toThrow(
      "Flatten.backward: expected a forward pass before it, got none",
    );
    flatten.forward(tensor([2, 3]));
    expect(() => flatten.backward(tensor([2, 3]))).toThrow(
      new ShapeError("Flatten.backward: dLdOut must be (6), got (2, 3)"),
    );
  });
});
