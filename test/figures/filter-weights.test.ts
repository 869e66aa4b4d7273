import { expect, test } from "vitest";
import { filterWeights, ShapeError, seededRandom, tensor } from "../../src/index";
import { drawnNumbers } from "../helpers/figure-checks";

function filters(count: number, seed: number) {
  const random = seededRandom(seed);
  return tensor(
    [count, 3, 3],
    Array.from({ length: 9 * count }, () => random.normal()),
  );
}

test("two filters give the stored figure", () => {
  expect(filterWeights(filters(2, 1))).toMatchSnapshot();
});

test("the colour scale is symmetric about zero and reaches the largest weight", () => {
  const { layout } = filterWeights(tensor([1, 3, 3], [0, 0, 0, 0, -0.5, 0, 0, 0.25, 0]));
  expect(layout.coloraxis).toMatchObject({ cmin: -0.5, cmax: 0.5 });
});

test("before and after share one scale, and lie above each other", () => {
  const before = filters(8, 1);
  const { data, layout } = filterWeights(filters(8, 2), { before });
  expect(data).toHaveLength(16);
  const corners = data.map((trace) => trace as { x0: number; y0: number });
  expect(corners[8].x0).toBe(corners[0].x0);
  expect(corners[8].y0).toBeGreaterThan(corners[0].y0);
  expect(layout.annotations?.map(({ text }) => text)).toContain("8 after");
});

test("ten filters before and after leave the rest of their last rows empty", () => {
  const { data } = filterWeights(filters(10, 1), { before: filters(10, 2) });
  const corners = data.map((trace) => trace as { x0: number; y0: number });
  expect(data).toHaveLength(20);
  expect([corners[16].x0, corners[18].x0]).toEqual([corners[0].x0, corners[0].x0]);
});

test("weights that are all zero still have a scale", () => {
  const { layout } = filterWeights(tensor([1, 3, 3]));
  expect(layout.coloraxis).toMatchObject({ cmin: -1, cmax: 1 });
});

test("weights are rounded to four significant digits", () => {
  const { data } = filterWeights(tensor([1, 3, 3], new Array(9).fill(0.123456)));
  expect(new Set(drawnNumbers({ data, layout: {} }))).toEqual(new Set([0.1235]));
});

test("filters of another shape are refused, with what was expected and got", () => {
  expect(() => filterWeights(tensor([3, 3]))).toThrow(
    new ShapeError("filterWeights: filters must be (f >= 1, 3, 3), got (3, 3)"),
  );
  expect(() => filterWeights(filters(2, 1), { before: filters(1, 1) })).toThrow(
    new ShapeError("filterWeights: before must be (2, 3, 3), got (1, 3, 3)"),
  );
});
