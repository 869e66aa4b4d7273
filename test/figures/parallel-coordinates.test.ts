import { expect, test } from "vitest";
import { parallelCoordinates } from "../../src/index";
import { madeUpSearch } from "../helpers/searched-trials";

type Lines = { name: string; x: (number | null)[]; y: (number | null)[]; text?: string[] };
const linesOf = (figure: { data: unknown[] }) => figure.data as Lines[];
const countOf = ({ x }: Lines) => x.filter((value) => value === null).length;

/** Two settings, of which one is a choice of three and the other goes over two powers of ten. */
const space = { filters: { choice: [8, 16, 32] }, rate: { logUniform: [0.001, 0.1] } } as const;
const row = (filters: number, rate: number, loss: number) => ({
  settings: { filters, rate },
  loss,
  accuracy: 0.9,
  epochs: 1,
});

test("a search gives the stored figure", () => {
  expect(parallelCoordinates(madeUpSearch(30))).toMatchSnapshot();
});

test("the best goes through its values: a rate half-way between the powers of ten, the lowest loss", () => {
  const figure = parallelCoordinates({ space, rows: [row(8, 0.05, 0.8), row(16, 0.01, 0.2), row(32, 0.002, 0.4)] });
  const best = linesOf(figure).at(-1)!;
  expect(best).toMatchObject({ name: "the best", x: [0, 1, 2], text: ["filters 16", "rate 0.01", "loss 0.2"] });
  const [filters, rate, loss] = best.y;
  expect([rate, loss]).toEqual([0.5, 0]);
  expect(Math.abs(filters! - 0.5)).toBeLessThanOrEqual(0.05); // spread within the middle choice's place
});

test("the loss's axis is logarithmic: 0.4 lies half-way from 0.2 to 0.8", () => {
  const figure = parallelCoordinates({ space, rows: [row(8, 0.05, 0.8), row(16, 0.01, 0.2), row(32, 0.002, 0.4)] });
  const others = linesOf(figure)[0]!;
  expect(others.y.filter((_, k) => others.x[k] === 2)).toEqual([0.5, 1]);
});

test("every trial is one line: the best, the rest of the best tenth, the others", () => {
  const [others, tenth, best] = linesOf(parallelCoordinates(madeUpSearch(60)));
  expect([countOf(others!), countOf(tenth!), best!.x.length]).toEqual([54, 5, 6]);
});

test("a run that diverged ends above all losses, at a place of its own", () => {
  const figure = parallelCoordinates({ space, rows: [row(8, 0.05, Number.NaN), row(16, 0.01, 0.2), row(8, 0.01, 2)] });
  const others = linesOf(figure)[0]!;
  expect(others.y.filter((_, k) => others.x[k] === 2)).toEqual([0.9, 1]);
  expect((figure.layout.annotations ?? []).map(({ text }) => text)).toContain("diverged");
  const none = parallelCoordinates({ space, rows: [row(8, 0.05, Number.POSITIVE_INFINITY)] });
  expect(JSON.stringify(none)).not.toMatch(/NaN|Infinity/);
});

test("of 3,000 trials the best 500 are drawn and the same 1,500 of the others each time, and the title says so", () => {
  const search = madeUpSearch(3000);
  const figure = parallelCoordinates(search);
  const [others, tenth] = linesOf(figure);
  expect([countOf(others!), countOf(tenth!)]).toEqual([1700, 299]);
  expect(parallelCoordinates(search)).toEqual(figure);
  expect(figure.layout.title).toMatchObject({ text: "The loss of 2,000 of 3,000 trials by their settings" });
});

test("the figure says in words what it shows", () => {
  const rows = [row(8, 0.05, 0.8), ...Array.from({ length: 11 }, (_, k) => row(k < 5 ? 16 : 32, 0.01, 0.3 + k / 100))];
  expect(parallelCoordinates({ space, rows }).layout.meta).toEqual({
    description:
      "Lines of 12 trials through settings and loss. The best: loss 0.3 with filters 16, rate 0.01. " +
      "The best tenth: filters 16, rate 0.01.",
  });
});

test("no trial, and a value that is none of the choices, are refused by name", () => {
  expect(() => parallelCoordinates({ space, rows: [] })).toThrow("expected at least one trial, got none");
  const wrong = { space, rows: [row(9, 0.01, 1)] };
  expect(() => parallelCoordinates(wrong)).toThrow("filters: expected one of 8, 16, 32, got 9");
});
