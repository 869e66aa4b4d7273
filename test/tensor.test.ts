import { describe, expect, test } from "vitest";
import { ShapeError } from "../src/errors";
import { argMax, sizeOf, tensor } from "../src/tensor";

describe("tensor", () => {
  test("without values is zeros", () => {
    expect(tensor([2, 3]).data).toEqual(new Float64Array(6));
  });

  test("copies an array and keeps a Float64Array, so that a layer's weights can be shared", () => {
    const values = Float64Array.of(1, 2);
    expect(tensor([2], values).data).toBe(values);
    expect(tensor([2], [1, 2]).data).toEqual(values);
  });

  test("refuses values that do not fill the shape", () => {
    expect(() => tensor([2, 3], [1, 2])).toThrow(new ShapeError("tensor: shape (2, 3) holds 6 values, got 2"));
  });

  test.each([[[-1]], [[1.5]], [[Number.NaN]]])("refuses the shape %j", (shape) => {
    expect(() => tensor(shape)).toThrow(ShapeError);
  });

  test("argMax gives the first of equals", () => {
    expect(argMax([1, 3, 3, 2])).toBe(1);
    expect([argMax([5]), argMax([5, 1, 5]), argMax([-3, -2, -1])]).toEqual([0, 0, 2]);
  });

  test("a shape of size 0 holds nothing, and one without axes a single value", () => {
    expect([sizeOf([3, 0, 2]), sizeOf([]), tensor([0]).data.length]).toEqual([0, 1, 0]);
  });
});
