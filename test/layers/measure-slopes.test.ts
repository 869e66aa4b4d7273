import { expect, test } from "vitest";
import { measureSlopes } from "../../src/layers/measure-slopes";
import { tensor } from "../../src/tensor";

test("measureSlopes gives the slope of the loss for each number, and leaves the numbers as they were", () => {
  const values = tensor([3], [1, 2, -3]);
  const slopes = measureSlopes(values, () => values.data.reduce((sum, value) => sum + value ** 2, 0));
  expect(slopes.shape).toEqual([3]);
  for (const [k, slope] of [2, 4, -6].entries()) expect(slopes.data[k]).toBeCloseTo(slope, 8);
  expect(Array.from(values.data)).toEqual([1, 2, -3]);
});
