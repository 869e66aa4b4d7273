import { expect, test } from "vitest";
import { movingAverage } from "../../src/figures/moving-average";

test("each point is the mean of the window up to it; the first has a full window", () => {
  expect(movingAverage([1, 2, 3, 4, 8], 2, 100)).toEqual({
    counts: [2, 3, 4, 5],
    means: [1.5, 2.5, 3.5, 6],
  });
});

test("a window of one leaves the values as they are", () => {
  expect(movingAverage([3, 1, 2], 1, 100)).toEqual({ counts: [1, 2, 3], means: [3, 1, 2] });
});

test("a window as long as the run gives one point, the mean", () => {
  expect(movingAverage([3, 1, 2], 3, 100)).toEqual({ counts: [3], means: [2] });
  expect(movingAverage([5], 1, 100)).toEqual({ counts: [1], means: [5] });
});

test("100,000 values become 500 points, the last one the end of the run", () => {
  const { counts, means } = movingAverage(new Float64Array(100_000).fill(2), 1000, 500);
  expect(counts).toHaveLength(500);
  expect([counts[0], counts[499]]).toEqual([1000, 100_000]);
  expect(means.every((mean) => mean === 2)).toBe(true);
});
