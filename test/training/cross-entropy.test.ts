import { describe, expect, test } from "vitest";
import { ShapeError } from "../../src/errors";
import { tensor } from "../../src/tensor";
import { crossEntropy } from "../../src/training/cross-entropy";

describe("crossEntropy", () => {
  test("of a probability of 1/10 is ln 10, the loss of a guess among ten digits", () => {
    const { loss, dLdOut } = crossEntropy(tensor([10], new Array(10).fill(0.1)), 3);
    expect(loss).toBeCloseTo(Math.log(10), 15);
    expect(Array.from(dLdOut.data)).toEqual([0, 0, 0, -10, 0, 0, 0, 0, 0, 0]);
  });

  test("stays finite for a probability that has underflowed to 0", () => {
    const { loss, dLdOut } = crossEntropy(tensor([2], [0, 1]), 0);
    expect(loss).toBeCloseTo(744.44, 2);
    expect(Number.isFinite(dLdOut.data[0])).toBe(true);
  });

  test("passes NaN on, so that training can notice it", () => {
    expect(crossEntropy(tensor([2], [Number.NaN, Number.NaN]), 0).loss).toBeNaN();
  });

  test.each([-1, 2, 0.5, Number.NaN])("refuses the label %s of two classes", (label) => {
    const message = `crossEntropy: label must be a whole number from 0 to 1, got ${label}`;
    expect(() => crossEntropy(tensor([2], [0.5, 0.5]), label)).toThrow(new RangeError(message));
  });

  test("refuses probabilities of two dimensions", () => {
    expect(() => crossEntropy(tensor([2, 2]), 0)).toThrow(ShapeError);
  });
});
