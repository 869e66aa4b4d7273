import { expect, test } from "vitest";
import type { FigureJson } from "../../jupyter/page/figure-json";
import { fitFigure, wrapped } from "../../jupyter/page/fit-figure";
import {
  confusionMatrix,
  type Figure,
  featureMaps,
  filterWeights,
  imageGrid,
  lineChart,
  probabilityBars,
  tensor,
  trainingCurves,
} from "../../src/index";

const phone = 358;
const fitted = (figure: Figure, width: number, scheme: "light" | "dark" = "light") =>
  fitFigure(JSON.parse(JSON.stringify(figure)) as FigureJson, width, scheme);

/** How many panels stand in the first row, and how wide they are in pixels. */
function firstRow({ data, layout }: FigureJson, width: number) {
  const top = data[0]!.y0;
  const [, cells] = (layout.xaxis as { range: number[] }).range;
  const inRow = data.filter(({ y0 }) => y0 === top).length;
  const { x0 = 0, x1 = 0 } = layout.shapes![0] as { x0?: number; x1?: number };
  return { inRow, pixels: ((x1 - x0) / cells!) * (width - 16) };
}

test("at the width that figures are made for, a grid is the one that src/figures laid out", () => {
  const figure = JSON.parse(JSON.stringify(featureMaps(tensor([26, 26, 8])))) as FigureJson;
  const { data, layout } = fitFigure(figure, 896, "light");
  expect(data).toEqual(figure.data);
  expect(layout.height).toBe(figure.layout.height);
  expect(layout.shapes).toEqual(figure.layout.shapes);
  expect(layout.annotations).toEqual(figure.layout.annotations);
});

test("on a phone eight maps stand two by two, as high as their width asks for", () => {
  const figure = fitted(featureMaps(tensor([26, 26, 8])), phone);
  const { inRow, pixels } = firstRow(figure, phone);
  expect(inRow).toBe(2);
  expect(pixels).toBeCloseTo((phone - 16 - 12) / 2, 6);
  expect(figure.layout.height).toBe(Math.round(82 + 4 * (pixels + 18) + 3 * 12 + 8));
});

test("twelve digits stand six by six; captions that are longer leave fewer in a row", () => {
  const digits = Array.from({ length: 12 }, () => tensor([28, 28]));
  expect(firstRow(fitted(imageGrid(digits, { columns: 12 }), phone), phone).inRow).toBe(6);
  const captions = digits.map(() => "5 read as 3");
  expect(firstRow(fitted(imageGrid(digits, { columns: 12, captions }), phone), phone).inRow).toBe(4);
});

test("sixty-four small maps stay small, and seven images that were one row become two of like length", () => {
  const many = fitted(featureMaps(tensor([3, 3, 64]), { columns: 16 }), phone);
  expect(firstRow(many, phone).inRow).toBe(4);
  const seven = Array.from({ length: 7 }, () => tensor([28, 28]));
  expect(firstRow(fitted(imageGrid(seven), phone), phone).inRow).toBe(4);
});

test("on a phone each filter after training stands beside the one before", () => {
  const filters = tensor([8, 3, 3]);
  const { data, layout } = fitted(filterWeights(filters, { before: filters }), phone);
  expect(layout.annotations!.slice(0, 5).map(({ text }) => text)).toEqual([
    "1 before",
    "1 after",
    "2 before",
    "2 after",
    "3 before",
  ]);
  expect(data[1]!.y0).toBe(data[0]!.y0);
  expect(data[2]!.y0).toBeGreaterThan(data[1]!.y0!);
  expect(data).toHaveLength(16);
});

test("a caption stays with its panel, also behind one without", () => {
  const figure = imageGrid([tensor([2, 2]), tensor([2, 2]), tensor([2, 2])], { captions: ["", "b", "c"] });
  const { data, layout } = fitted(figure, 60);
  const corners = new Map(layout.annotations!.map(({ text, x, y }) => [text, [x, y]]));
  expect(corners.get("b")).toEqual([data[1]!.x0! - 0.5, data[1]!.y0! - 0.5]);
  expect(corners.get("c")).toEqual([data[2]!.x0! - 0.5, data[2]!.y0! - 0.5]);
});

test("numbers leave cells that are narrower than 22 pixels", () => {
  const texts = (width: number) =>
    fitted(filterWeights(tensor([1, 3, 3])), width).data.map((trace) => trace.texttemplate);
  expect(texts(phone)).toEqual(["%{z:.2f}"]);
  expect(texts(16 + 3 * 21)).toEqual([""]);
});

test("on a phone two charts stand one above the other, each as high as before, the legend below both", () => {
  const run = { losses: [2, 1], accuracies: [0.1, 0.5] };
  const wide = trainingCurves({ "rate 0.005": run, "rate 0.01": run });
  const { layout } = fitted(wide, phone);
  expect([layout.xaxis!.domain, layout.xaxis2!.domain]).toEqual([
    [0, 1],
    [0, 1],
  ]);
  const { height = 0, margin } = layout;
  const plot = height - margin!.t - margin!.b;
  const chart = wide.layout.height! - 76 - 48;
  for (const { domain } of [layout.yaxis!, layout.yaxis2!])
    expect((domain![1] - domain![0]) * plot).toBeCloseTo(chart, 0);
  expect(layout.legend).toMatchObject({ xanchor: "left", yanchor: "top", y: -48 / plot });
  expect(margin!.b).toBe(48 + 20 + 8);
});

test("where title and legend would lie on each other, the legend goes below", () => {
  const run = { losses: [2, 1], accuracies: [0.1, 0.5] };
  const title = "Each band reaches from the worst to the best seed";
  const figure = trainingCurves({ "constant 0.005, 10 seeds": run, "falling from 0.01, 3 seeds": run }, { title });
  expect(fitted(figure, 640).layout.legend).toMatchObject({ yanchor: "top" });
  expect(fitted(figure, 1100).layout.legend).toMatchObject({ yanchor: "bottom" });
});

test("a long title goes on in the next line, and the figure becomes that much higher", () => {
  const title = "A network without convolution, asked about digits that moved";
  const chart = lineChart({ x: [1], y: [1] }, { title });
  const { layout } = fitted(chart, phone);
  expect(layout.title!.text).toBe("A network without convolution,<br>asked about digits that moved");
  expect(layout.height).toBe(chart.layout.height! + 21);
  expect(layout.margin!.t).toBe((chart.layout.margin as { t: number }).t + 21);
  expect(wrapped("a incomprehensibilities b", 5)).toEqual(["a", "incomprehensibilities", "b"]);
});

test("a confusion matrix is no higher than it is wide", () => {
  const counts = Array.from({ length: 10 }, () => new Array<number>(10).fill(1));
  expect(fitted(confusionMatrix(counts), phone).layout.height).toBe(60 + (phone - 68) + 56);
});

test("above ten narrow bars stand whole percents", () => {
  const bars = probabilityBars(tensor([2], [0.125, 0.875]));
  expect(fitted(bars, phone).data[0]!.text).toEqual(["12", "87"]);
  expect(fitted(bars, 900).data[0]!.text).toEqual(["12.5 %", "87.5 %"]);
});

test("names along an axis get the height that they need when they are turned", () => {
  const named = lineChart({ x: ["one convolution", "padding"], y: [1, 2] });
  expect(fitted(named, phone).layout.xaxis).toMatchObject({ automargin: true });
  expect(fitted(lineChart({ x: [1], y: [1] }), phone).layout.xaxis).not.toHaveProperty("automargin");
});

test("text is darker on a light page and lighter on a dark one; a figure of others is left alone", () => {
  const chart = lineChart({ x: [1], y: [1] });
  expect(fitted(chart, 900, "light").layout.font).toMatchObject({ color: "#454545" });
  expect(fitted(chart, 900, "dark").layout.font).toMatchObject({ color: "#c9c9c9" });
  const other = { data: [], layout: { font: { color: "#777777" }, title: { text: "x ".repeat(200) } } };
  expect(fitFigure(other, 100, "dark")).toBe(other);
});
