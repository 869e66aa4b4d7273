import { expect, test } from "vitest";
import { lineChart } from "../../src/index";

const curve = { x: [0, 1, 2], y: [1, 0.123456, -1] };

test("one curve gives the stored figure, its numbers rounded to four significant digits", () => {
  expect(lineChart(curve, { title: "A curve", xTitle: "x", yTitle: "y" })).toMatchSnapshot();
});

test("several curves have a legend, and differ in colour and in marker", () => {
  const { data, layout } = lineChart([
    { ...curve, name: "a", mode: "markers" },
    { ...curve, name: "b", mode: "markers" },
  ]);
  const markers = data.map((trace) => (trace as { marker: { color: string; symbol: string } }).marker);
  expect(layout.showlegend).toBe(true);
  expect(markers[0].color).not.toBe(markers[1].color);
  expect(markers[0].symbol).not.toBe(markers[1].symbol);
});

test("a curve with more x than y is refused, with what was expected and got", () => {
  expect(() => lineChart({ x: [1, 2], y: [1] })).toThrow(
    new RangeError("lineChart: expected as many x as y, got 2 and 1"),
  );
});

test("an axis with names makes room for them, one with numbers keeps its height", () => {
  const axisOf = (x: readonly string[] | readonly number[]) => lineChart({ x, y: [1, 2] }).layout.xaxis;
  expect(axisOf(["one convolution", "two convolutions"])).toHaveProperty("automargin", true);
  expect(axisOf([1, 2])).not.toHaveProperty("automargin");
});

test("points over names carry bars as long as their errors", () => {
  const figure = lineChart({
    x: ["plain", "padded"],
    y: [1, 2],
    errors: [0.1, 0.2],
    mode: "markers",
  });
  const [points] = figure.data as { x: string[]; error_y: { array: number[] } }[];
  expect(points.x).toEqual(["plain", "padded"]);
  expect(points.error_y.array).toEqual([0.1, 0.2]);
  expect(() => lineChart({ x: [1], y: [1], errors: [] })).toThrow(
    new RangeError("lineChart: expected as many errors as y, got 0 and 1"),
  );
});
