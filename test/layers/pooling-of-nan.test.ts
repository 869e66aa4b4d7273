import { describe, expect, test } from "vitest";
import { MaxPool2 } from "../../src/layers/max-pool2";
import { MaxPool2D } from "../../src/layers/max-pool2d";
import { tensor } from "../../src/tensor";

const { NaN: none } = Number;

describe.each([
  ["MaxPool2", () => new MaxPool2()],
  ["MaxPool2D", () => new MaxPool2D()],
])("%s counts a NaN as larger than any number:", (_, pool) => {
  test.each([
    [[none, 2, 3, 4], 0],
    [[1, none, Infinity, 4], 1],
    [[1, 2, 3, none], 3],
    [[1, none, 3, none], 1], // of several the first
  ])("%j gives NaN, and the gradient goes to position %i", (window, where) => {
    const layer = pool();
    expect(layer.forward(tensor([2, 2, 1], window)).data[0]).toBeNaN();
    const { dLdInput } = layer.backward(tensor([1, 1, 1], [5]));
    expect(Array.from(dLdInput.data)).toEqual([0, 1, 2, 3].map((k) => (k === where ? 5 : 0)));
  });
});

test("by the article's rule for ties every NaN of a window gets the gradient", () => {
  const pool = new MaxPool2({ ties: "all" });
  pool.forward(tensor([2, 2, 1], [1, none, 3, none]));
  expect(Array.from(pool.backward(tensor([1, 1, 1], [5])).dLdInput.data)).toEqual([0, 5, 0, 5]);
});
