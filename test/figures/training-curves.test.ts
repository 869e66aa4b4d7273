import { expect, test } from "vitest";
import { ShapeError, seededRandom, trainingCurves } from "../../src/index";
import { drawnNumbers } from "./checks";

function run(steps: number, stepsPerEpoch: number, seed = 1) {
  const random = seededRandom(seed);
  const losses = Float64Array.from({ length: steps }, (_, k) => 2 / (1 + k) + random.uniform());
  const accuracies = Float64Array.from({ length: steps }, () => random.integer(2));
  return { losses, accuracies, stepsPerEpoch };
}

test("a short run gives the stored figure", () => {
  expect(trainingCurves(run(8, 4), { window: 2 })).toMatchSnapshot();
});

test("60,000 steps are drawn as at most 500 points a curve, in less than 30 KB", () => {
  const figure = trainingCurves(run(60_000, 20_000));
  for (const trace of figure.data) {
    expect((trace as { x: number[] }).x.length).toBeLessThanOrEqual(500);
  }
  expect(JSON.stringify(figure).length).toBeLessThan(30_000);
});

test("the default window is a sixtieth of the steps, and at least one", () => {
  const firstX = (steps: number) =>
    (trainingCurves(run(steps, steps)).data[0] as { x: number[] }).x[0];
  expect([firstX(6000), firstX(10)]).toEqual([100, 1]);
});

test("means are rounded to four significant digits", () => {
  const numbers = drawnNumbers(trainingCurves(run(100, 50), { window: 7 }));
  for (const value of numbers) expect(value).toBe(Number(value.toPrecision(4)));
});

test("every epoch but the last ends in a dotted line, in both panels", () => {
  const { layout } = trainingCurves(run(30, 10));
  expect(layout.shapes?.map(({ x0, xref }) => [x0, xref])).toEqual([
    [10, "x"],
    [20, "x"],
    [10, "x2"],
    [20, "x2"],
  ]);
});

test("the last values are written at the ends of the curves", () => {
  const curves = { losses: [3, 0.25], accuracies: [0, 1] };
  const texts = trainingCurves(curves).layout.annotations?.map(({ text }) => text);
  expect(texts).toEqual(expect.arrayContaining(["<b>0.250</b>", "<b>100.0 %</b>"]));
});

test("several runs have a legend, and last values that do not overlap", () => {
  const { layout } = trainingCurves({ a: run(10, 5), b: run(10, 5), c: run(10, 5) }, { window: 1 });
  expect(layout.showlegend).toBe(true);
  const shifts = layout.annotations?.filter(({ xref }) => xref === "x").map(({ yshift }) => yshift);
  const sorted = (shifts as number[]).sort((a, b) => a - b);
  expect(sorted[1] - sorted[0]).toBeGreaterThanOrEqual(14);
  expect(sorted[2] - sorted[1]).toBeGreaterThanOrEqual(14);
});

test("runs with epochs of different lengths are drawn by epoch", () => {
  const { data, layout } = trainingCurves({ one: run(20, 10), sixteen: run(4, 2) });
  const ends = data.map((trace) => (trace as { x: number[] }).x.at(-1));
  expect(ends).toEqual([2, 2, 2, 2]);
  expect(layout.xaxis?.title).toMatchObject({ text: "epoch" });
});

test("a loss that stops being a number ends its curve, and its last number is written there", () => {
  const diverged = { losses: [2, 4, Number.NaN, Number.NaN], accuracies: [1, 0, 0, 0] };
  const { data, layout } = trainingCurves(diverged);
  expect(layout.yaxis?.range).toEqual([0, 4.24]);
  expect(layout.annotations?.map(({ text }) => text)).toContain("<b>4.000</b>");
  expect(JSON.parse(JSON.stringify(data[0])).y).toEqual([2, 4, null, null]);
});

test("a run of one step is a point", () => {
  const { data } = trainingCurves({ losses: [1], accuracies: [0] });
  expect(data[0]).toMatchObject({ mode: "markers", x: [1], y: [1] });
});

test("runs that cannot be drawn are refused, with what was expected and got", () => {
  expect(() => trainingCurves({})).toThrow(ShapeError);
  expect(() => trainingCurves({ losses: [], accuracies: [] })).toThrow(ShapeError);
  expect(() => trainingCurves({ losses: [1, 2], accuracies: [1] })).toThrow(
    new ShapeError(
      "trainingCurves: run must have as many accuracies as losses, at least 1, got 1 and 2",
    ),
  );
  expect(() => trainingCurves(run(4, 4), { window: 0 })).toThrow(RangeError);
  expect(() => trainingCurves(run(4, 4), { window: Number.NaN })).toThrow(RangeError);
});

test("runs of several seeds are their mean in a band from the lowest to the highest", () => {
  const constant = (loss: number) => ({ losses: [loss, loss], accuracies: [0.5, 0.5] });
  const figure = trainingCurves([constant(1), constant(2), constant(6)], { window: 1 });
  const [band, curve] = figure.data as { y: number[]; fill?: string }[];
  expect(band.fill).toBe("toself");
  expect(band.y).toEqual([6, 6, 1, 1]);
  expect(curve.y).toEqual([3, 3]);
});

test("runs of a list that differ in length are refused", () => {
  expect(() => trainingCurves({ seeds: [run(8, 4), run(7, 4)] })).toThrow(
    new ShapeError("trainingCurves: the runs of seeds must have 8 steps like the first, got 7"),
  );
  expect(() => trainingCurves([])).toThrow(ShapeError);
});
