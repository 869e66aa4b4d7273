import { expect, test } from "vitest";
import { diverging, positive } from "../../src/figures/theme";
import { featureMaps, ShapeError, tensor } from "../../src/index";
import { drawnNumbers } from "../helpers/figure-checks";

const maps = tensor([2, 2, 2], [1, -10, 2, -20, 3, -30, 4, -40.1234]); // maps[i, j, f]

test("two channels give the stored figure", () => {
  expect(featureMaps(maps)).toMatchSnapshot();
});

test("a channel's heatmap has that channel's values, row by row", () => {
  const [first, second] = featureMaps(maps).data.map((trace) => (trace as { z: number[][] }).z);
  expect(first).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(second).toEqual([
    [-10, -20],
    [-30, -40.12],
  ]);
});

test("all channels share one scale, symmetric about zero", () => {
  const { data, layout } = featureMaps(maps);
  expect(layout.coloraxis).toMatchObject({ cmin: -40.12, cmax: 40.12 });
  expect(new Set(data.map((trace) => (trace as { coloraxis: string }).coloraxis)).size).toBe(1);
});

test.each([
  [[26, 26, 8], 8],
  [[13, 13, 8], 8],
  [[28, 28], 1],
])("maps of %j are %i heatmaps, and cost less than 100 KB of JSON", (shape, count) => {
  const full = tensor(
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b) }, (_, k) => Math.sin(k)),
  );
  const figure = featureMaps(full);
  expect(figure.data).toHaveLength(count);
  expect(JSON.stringify(figure).length).toBeLessThan(100_000);
  for (const value of drawnNumbers(figure)) expect(value).toBe(Number(value.toPrecision(4)));
});

test("maps of another shape are refused, with what was expected and got", () => {
  expect(() => featureMaps(tensor([4]))).toThrow(
    new ShapeError("featureMaps: maps must be (h, w, f) or (h, w), got (4)"),
  );
  expect(() => featureMaps(tensor([4, 0, 1]))).toThrow(ShapeError);
  expect(() => featureMaps(maps, { captions: ["one"] })).toThrow(
    new ShapeError("featureMaps: captions must be 2, one for each channel, got 1"),
  );
});

test("several maps (h, w) are drawn like the channels of one volume", () => {
  const [first, second] = [tensor([2, 2], [1, 2, 3, 4]), tensor([2, 2], [-10, -20, -30, -40.1234])];
  expect(featureMaps([first, second])).toEqual(featureMaps(maps));
  expect(() => featureMaps([first, tensor([2, 3])])).toThrow(
    new ShapeError("featureMaps: map 1 must be (2, 2), got (2, 3)"),
  );
  expect(() => featureMaps([])).toThrow("expected at least one map");
  expect(() => featureMaps([maps])).toThrow("featureMaps: maps must be (h, w), got (2, 2, 2)");
});

test("the scale lies about zero, and begins there where no number is negative", () => {
  const scale = (values: number[]) => featureMaps(tensor([1, 2], values)).layout.coloraxis;
  expect(scale([-1, 3])).toMatchObject({ cmin: -3, cmax: 3, colorscale: diverging });
  expect(scale([0, 3])).toMatchObject({ cmin: 0, cmax: 3, colorscale: positive });
  expect(positive.map(([, colour]) => colour)).toEqual(diverging.slice(2).map(([, colour]) => colour));
});
