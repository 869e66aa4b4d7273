import { expect, test } from "vitest";
import { correlation, cosine, largestDifference, lengthOf, meanAndRange, meanOf, ShapeError } from "../src/index";

test("cosine: 1 for the same direction, 0 at right angles, -1 for the opposite one, whatever the lengths", () => {
  expect(cosine([1, 2], [10, 20])).toBeCloseTo(1, 12);
  expect(cosine([1, 0], [0, 5])).toBe(0);
  expect(cosine([1, 2], [-2, -4])).toBeCloseTo(-1, 12);
});

test("correlation: 1 for a positive multiple plus a constant, -1 for a negative one, 0 where the mean is the best guess", () => {
  expect(correlation([1, 2, 4], [7, 9, 13])).toBeCloseTo(1, 12);
  expect(correlation([1, 2, 4], [-1, -2, -4])).toBeCloseTo(-1, 12);
  expect(correlation([-1, 0, 1], [1, 0, 1])).toBeCloseTo(0, 12);
});

test("length and mean", () => {
  expect(lengthOf([3, 4])).toBe(5);
  expect(meanOf([1, 2, 6])).toBe(3);
});

test("the largest difference sees NaN, and refuses lists of different lengths", () => {
  expect(largestDifference([1, 2, 3], [1, 5, 3])).toBe(3);
  expect(largestDifference([1, 2], [1, Number.NaN])).toBeNaN();
  expect(() => largestDifference([1], [1, 2])).toThrow(ShapeError);
  expect(() => cosine([1], [1, 2])).toThrow("expected as many numbers in both, got 1 and 2");
});

test("mean and range as a sentence", () => {
  expect(meanAndRange([97.28, 96.81, 97.44])).toBe("mean 97.18, from 96.81 to 97.44");
});
