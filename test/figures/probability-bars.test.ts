import { expect, test } from "vitest";
import { colours } from "../../src/figures/theme";
import { probabilityBars, ShapeError, tensor } from "../../src/index";

const p = tensor([3], [0.1, 0.6123456, 0.2876544]);

function barColours(options: Parameters<typeof probabilityBars>[1]): string[] {
  const [bars] = probabilityBars(p, options).data as { marker: { color: string[] } }[];
  return bars.marker.color;
}

test("three classes give the stored figure", () => {
  expect(probabilityBars(p, { label: 1, classNames: ["a", "b", "c"] })).toMatchSnapshot();
});

test("the right class is blue, and a wrong answer orange", () => {
  expect(barColours({ label: 1 })[1]).toBe(colours.blue);
  expect(barColours({ label: 2 }).slice(1)).toEqual([colours.orange, colours.blue]);
  expect(barColours({ label: 0 })[0]).toBe(colours.blue);
});

test("where no class reaches a fifth the axis ends at a quarter, so that bars of a tenth are not almost nothing", () => {
  const range = (values: number[]) => probabilityBars(tensor([values.length], values)).layout.yaxis?.range;
  expect(range(new Array(10).fill(0.1))).toEqual([0, 25]);
  expect(range([0.7, 0.3])).toEqual([0, 100]);
});

test("the title says the answer and whether it is right", () => {
  const title = (label?: number) => probabilityBars(p, label === undefined ? {} : { label }).layout.title;
  expect(title()).toMatchObject({ text: "Answer 1" });
  expect(title(1)).toMatchObject({ text: "Answer 1, right" });
  expect(title(2)).toMatchObject({ text: "Answer 1, it is 2" });
});

test("probabilities of another shape and labels that are no class are refused", () => {
  expect(() => probabilityBars(tensor([1, 3]))).toThrow(
    new ShapeError("probabilityBars: p must be (classes), got (1, 3)"),
  );
  expect(() => probabilityBars(p, { label: 3 })).toThrow(
    new RangeError("probabilityBars: label must be a whole number from 0 to 2, got 3"),
  );
  expect(() => probabilityBars(p, { classNames: ["a"] })).toThrow(
    new ShapeError("probabilityBars: classNames must be 3, one for each class, got 1"),
  );
});
