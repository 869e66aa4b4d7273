import { expect, test } from "vitest";
import { textWidth } from "../../src/figures/text-width";
import { colours } from "../../src/figures/theme";
import { ShapeError, seededRandom, trainingCurves } from "../../src/index";
import { drawnNumbers } from "../helpers/figure-checks";

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
  const firstX = (steps: number) => (trainingCurves(run(steps, steps)).data[0] as { x: number[] }).x[0];
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

test("the right margin is as wide as the widest last value", () => {
  const { layout } = trainingCurves({ losses: [3, 0.25], accuracies: [0, 1] });
  const label = layout.annotations?.find(({ text }) => text === "<b>100.0 %</b>");
  // Fonts of Linux are up to a fifth wider than Helvetica.
  const width = 1.2 * textWidth("100.0 %", layout.font?.size ?? 0, true) + (label?.xshift ?? 0);
  expect(layout.margin?.r).toBeGreaterThanOrEqual(width);
});

test("several runs have a legend, and last values that do not overlap", () => {
  const { layout } = trainingCurves({ a: run(10, 5), b: run(10, 5), c: run(10, 5) }, { window: 1 });
  expect(layout.showlegend).toBe(true);
  const shifts = layout.annotations?.filter(({ xref }) => xref === "x").map(({ yshift }) => yshift);
  const sorted = (shifts as number[]).sort((a, b) => a - b);
  expect(sorted[1] - sorted[0]).toBeGreaterThanOrEqual(14);
  expect(sorted[2] - sorted[1]).toBeGreaterThanOrEqual(14);
});

test("between the charts the last values have room beside the right one's axis, from 600 pixels of width on", () => {
  const { layout } = trainingCurves(run(600, 100));
  const { margin, xaxis, xaxis2 } = layout as unknown as {
    margin: { l: number; r: number };
    xaxis: { domain: number[] };
    xaxis2: { domain: number[] };
  };
  // "0.096" and "100%" with the gaps beside them: 45 and 40 pixels.
  expect((xaxis2.domain[0] - xaxis.domain[1]) * (600 - margin.l - margin.r)).toBeGreaterThanOrEqual(85);
});

test("runs with epochs of different lengths are drawn by epoch", () => {
  const { data, layout } = trainingCurves({ one: run(20, 10), sixteen: run(4, 2) });
  const ends = data.map((trace) => (trace as { x: number[] }).x.at(-1));
  expect(ends).toEqual([2, 2, 2, 2]);
  expect(layout.xaxis?.title).toMatchObject({ text: "epoch" });
});

test("the labels at the ends do not overlap, in whatever order the curves end", () => {
  const ending = (loss: number) => ({ losses: [loss, loss], accuracies: [0.5, 0.5] });
  const shiftsOf = (losses: number[]) => {
    const { layout } = trainingCurves(Object.fromEntries(losses.map((loss, k) => [`run ${k}`, ending(loss)])));
    const labels = layout.annotations?.filter(({ xref, y }) => xref === "x" && losses.includes(y as number)) ?? [];
    const pixel = ({ y, yshift = 0 }: (typeof labels)[number]) =>
      (340 - 76 - 48) * ((y as number) / (1.06 * Math.max(...losses))) + yshift;
    return labels.map(pixel).sort((a, b) => a - b);
  };
  for (const losses of [
    [1, 1.01, 1.02],
    [1.02, 1.01, 1],
    [1.01, 1.02, 1],
  ]) {
    const pixels = shiftsOf(losses);
    expect(pixels).toHaveLength(3);
    expect(pixels[1] - pixels[0]).toBeGreaterThan(14);
    expect(pixels[2] - pixels[1]).toBeGreaterThan(14);
    expect(pixels[2]).toBeLessThan((340 - 76 - 48) * 1.2);
  }
});

test("a loss that stops being a number ends its curve, and its last number is written there", () => {
  const diverged = { losses: [2, 4, Number.NaN, Number.NaN], accuracies: [1, 0, 0, 0] };
  const { data, layout } = trainingCurves(diverged);
  expect(layout.yaxis?.range).toEqual([0, 4.24]);
  expect(layout.annotations?.map(({ text }) => text)).toContain("<b>4.000</b>");
  expect(JSON.parse(JSON.stringify(data[0])).y).toEqual([2, 4, null, null]);
});

test("a run of one step is a point, drawn whole though it lies on the border", () => {
  const { data } = trainingCurves({ losses: [1], accuracies: [0] });
  expect(data[0]).toMatchObject({ mode: "markers", x: [1], y: [1], cliponaxis: false });
});

test("runs that cannot be drawn are refused, with what was expected and got", () => {
  expect(() => trainingCurves({})).toThrow(ShapeError);
  expect(() => trainingCurves({ losses: [], accuracies: [] })).toThrow(ShapeError);
  expect(() => trainingCurves({ losses: [1, 2], accuracies: [1] })).toThrow(
    new ShapeError("trainingCurves: run must have as many accuracies as losses, at least 1, got 1 and 2"),
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

test("a single run's loss is orange and its accuracy blue, as while it ran; several runs have a colour each", () => {
  const colourOf = (runs: Parameters<typeof trainingCurves>[0]) =>
    trainingCurves(runs).data.map((trace) => (trace as { line: { color: string } }).line.color);
  const run = { losses: [2, 1], accuracies: [0.1, 0.9] };
  expect(colourOf(run)).toEqual([colours.orange, colours.blue]);
  expect(colourOf({ a: run, b: run })).toEqual([...colours.series.slice(0, 2), ...colours.series.slice(0, 2)]);
});

test("the accuracy's axis is for what comes after the first twentieth of the steps", () => {
  const accuracies = Array.from({ length: 100 }, (_, k) => (k < 4 ? 0.1 : 0.97));
  const { layout } = trainingCurves({ losses: accuracies, accuracies }, { window: 1 });
  expect(layout.yaxis2?.range).toEqual([0.9, 1.006]);
});

test("the accuracy's axis begins at the tenth below the least, and at 90 % at most", () => {
  const from = (accuracy: number) => {
    const { layout } = trainingCurves({ losses: [1, 1], accuracies: [accuracy, 1] }, { window: 1 });
    return (layout.yaxis2?.range as number[] | undefined)?.[0];
  };
  expect([0.97, 0.93, 0.42, 0].map(from)).toEqual([0.9, 0.9, 0.4, 0]);
});
