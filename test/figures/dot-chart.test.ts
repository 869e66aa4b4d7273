import { expect, test } from "vitest";
import { dotChart } from "../../src/index";

const rows = { padding: [96.5, 97.5], "a second convolution": [98, 98.5, 99] };
type Dots = { x: number[]; y: string[] };

test("rows give the stored figure", () => {
  expect(dotChart(rows, { title: "Two ideas", xTitle: "%" })).toMatchSnapshot();
});

test("every number is a dot in its row, and every row has a bar at its mean, written at the right", () => {
  const { data, layout } = dotChart(rows, { digits: 1 });
  const [dots, means] = data as unknown as Dots[];
  expect(dots.x).toEqual([96.5, 97.5, 98, 98.5, 99]);
  expect(dots.y.filter((name) => name === "padding")).toHaveLength(2);
  expect(means).toMatchObject({ x: [97, 98.5], y: ["padding", "a second convolution"] });
  expect((layout.annotations ?? []).map(({ text, y }) => [text, y])).toEqual([
    ["97.0", "padding"],
    ["98.5", "a second convolution"],
  ]);
});

test("the figure says in words what it shows", () => {
  const { description } = dotChart(rows, { xTitle: "right (%)", digits: 1 }).layout.meta as { description: string };
  expect(description).toBe(
    "A row of dots each, right (%): padding 96.5, 97.5, mean 97.0, a second convolution 98.0, 98.5, 99.0, mean 98.5.",
  );
});

test("more rows make it higher, not closer", () => {
  const heightOf = (count: number) => {
    const many = Object.fromEntries(Array.from({ length: count }, (_, k) => [`row ${k}`, [k]]));
    return dotChart(many).layout.height ?? 0;
  };
  expect(heightOf(11) - heightOf(1)).toBe(10 * (heightOf(2) - heightOf(1)));
});

test("no row, and a row without numbers, are refused", () => {
  for (const none of [{}, { padding: [] }]) {
    expect(() => dotChart(none)).toThrow("dotChart: expected rows of at least one number, got none");
  }
});
