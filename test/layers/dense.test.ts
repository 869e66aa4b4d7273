import { describe, expect, test } from "vitest";
import { ShapeError } from "../../src/errors";
import { gradientErrors, gradientTolerance, randomTensor } from "../../src/layers/check-gradients";
import { Dense } from "../../src/layers/dense";
import { Softmax } from "../../src/layers/softmax";
import { seededRandom } from "../../src/random";
import { tensor } from "../../src/tensor";

const random = seededRandom(1);

describe("Dense", () => {
  test("reads weights as (inputs, nodes) and adds the biases: 1 · 1 - 3 + 10 = 8, 1 · 2 - 4 + 20 = 18", () => {
    const dense = new Dense(2);
    dense.build([2]);
    dense.weights.data.set([1, 2, 3, 4]);
    dense.biases?.data.set([10, 20]);
    expect(Array.from(dense.forward(tensor([2], [1, -1])).data)).toEqual([8, 18]);
  });

  test("flattens an input of any shape and gives its gradient back in that shape", () => {
    const dense = new Dense(5, { random });
    expect(dense.forward(tensor([2, 3, 4])).shape).toEqual([5]);
    expect(dense.weights.shape).toEqual([24, 5]);
    expect(dense.backward(tensor([5])).dLdInput.shape).toEqual([2, 3, 4]);
  });

  test.each([
    ["with", true, ["input", "weights", "biases"]],
    ["without", false, ["input", "weights"]],
  ])("%s bias has the gradients of finite differences, every index", (_, bias, names) => {
    const errors = gradientErrors(new Dense(4, { bias, random }), randomTensor([3, 5], random));
    expect(Object.keys(errors)).toEqual(names);
    for (const error of Object.values(errors)) expect(error).toBeLessThan(gradientTolerance);
  });

  test("refuses an input with another number of values, an upstream gradient of another shape, and 0 nodes", () => {
    const dense = new Dense(3, { random });
    expect(() => dense.backward(tensor([3]))).toThrow("expected a forward pass before it");
    dense.forward(tensor([4]));
    expect(() => dense.forward(tensor([2, 3]))).toThrow(
      new ShapeError("Dense.forward: input must have 4 values, got (2, 3) with 6"),
    );
    expect(() => dense.backward(tensor([1]))).toThrow(new ShapeError("Dense.backward: dLdOut must be (3), got (1)"));
    expect(() => new Dense(3).forward(tensor([0]))).toThrow(
      new ShapeError("Dense.forward: input must have >= 1 values, got (0) with 0"),
    );
    expect(() => new Dense(0)).toThrow(new RangeError("Dense: nodes must be a whole number >= 1, got 0"));
  });
});

describe("Softmax without a number of inputs", () => {
  test("finds it in the first input and is then the article's layer, weight for weight", () => {
    const found = new Softmax(10, { random: seededRandom(3) });
    found.forward(tensor([13, 13, 8]));
    const article = new Softmax(1352, 10, { random: seededRandom(3) });
    expect(found.weights).toEqual(article.weights);
    expect(found.biases).toEqual(article.biases);
  });

  test("keeps to it", () => {
    const softmax = new Softmax(10);
    softmax.forward(tensor([4]));
    expect(() => softmax.forward(tensor([5]))).toThrow(
      new ShapeError("Softmax.forward: input must have 4 values, got (5) with 5"),
    );
  });
});
