import { expect, test } from "vitest";
import { round } from "../../src/figures/numbers";
import { colours, dashes, diverging, dressed } from "../../src/figures/theme";
import { confusionMatrix, featureMaps, lineChart, probabilityBars, tensor, trainingCurves } from "../../src/index";

/** Relative luminance as WCAG 2 defines it. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((k) => Number.parseInt(hex.slice(k, k + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((p, q) => p - q);
  return (high + 0.05) / (low + 0.05);
}

test.each(colours.series)("curve %s contrasts at least 3:1 with white and with #111", (colour) => {
  expect(contrast(colour, "#ffffff")).toBeGreaterThan(3);
  expect(contrast(colour, "#111111")).toBeGreaterThan(3);
});

test("text contrasts at least 4:1 with white and with #111", () => {
  expect(contrast(colours.text, "#ffffff")).toBeGreaterThan(4);
  expect(contrast(colours.text, "#111111")).toBeGreaterThan(4);
});

test("numbers on a coloured scale contrast at least 4:1, wherever they lie on it", () => {
  for (const [, colour] of diverging) expect(contrast(colours.ink, colour)).toBeGreaterThan(4);
});

test("printed in grey, the negative end of a scale is darker than the positive, and both than zero", () => {
  const [negative, , zero, , positive] = diverging.map(([, colour]) => luminance(colour));
  expect(positive! / negative!).toBeGreaterThan(2);
  expect(zero! / positive!).toBeGreaterThan(1.8);
});

test("printed in grey, curves differ in their dashes, and a wrong answer is hatched", () => {
  const curve = { x: [0, 1], y: [0, 1] };
  const dashesOf = ({ data }: { data: unknown[] }) =>
    (data as { line: { dash: string } }[]).map(({ line }) => line.dash);
  expect(dashesOf(lineChart([curve, curve, curve]))).toEqual(dashes.slice(0, 3));
  const run = { losses: [1, 1], accuracies: [1, 1] };
  expect(dashesOf(trainingCurves({ a: run, b: run }))).toEqual(["solid", "dash", "solid", "dash"]);
  const { marker } = probabilityBars(tensor([3], [0.1, 0.7, 0.2]), { label: 2 }).data[0] as {
    marker: { pattern: { shape: string[] } };
  };
  expect(marker.pattern.shape).toEqual(["", "/", ""]);
});

test("a figure says in a sentence what it shows", () => {
  const saidBy = ({ layout }: { layout: { meta?: { description: string } } }) => layout.meta?.description;
  expect(saidBy(featureMaps(tensor([1, 2, 2], [-1, 2, 3, 4])))).toBe(
    "2 maps of 1 × 2 numbers, on a scale from -4 (blue) to 4 (orange): filter 1, filter 2.",
  );
  expect(saidBy(lineChart({ x: [1, 2], y: [0.5, 2] }, { xTitle: "epoch", yTitle: "loss" }))).toBe(
    "A chart of loss by epoch: the curve goes from 0.5 to 2.",
  );
  expect(
    saidBy(
      confusionMatrix(
        [
          [5, 2],
          [1, 9],
        ],
        { classNames: ["cat", "dog"] },
      ),
    ),
  ).toBe(
    "A table of 2 labels and the answers given: 3 mistakes in 17 images, most often cat taken for dog 2 times, dog taken for cat 1 time.",
  );
  expect(saidBy(probabilityBars(tensor([3], [0.1, 0.7, 0.2]), { label: 2 }))).toBe(
    "Bars of 3 probabilities, the largest 1 70.0 %, 2 20.0 %, 0 10.0 %; the label is 2, 20.0 %.",
  );
  expect(saidBy(trainingCurves({ losses: [NaN, NaN], accuracies: [0.1, 0.2] }, { window: 1 }))).toBe(
    "Two charts by step: the loss has no numbers, the accuracy goes from 10.0 % to 20.0 %.",
  );
});

test("round keeps four significant digits, whatever the size", () => {
  expect([12345.6, 0.000123456, -1.99999, 0].map(round)).toEqual([12350, 0.0001235, -2, 0]);
});

test("no figure asks to be responsive, or it would vanish in JupyterLab when the theme changes", () => {
  expect(dressed("", 300, [], {}).config).not.toHaveProperty("responsive");
});
