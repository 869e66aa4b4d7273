import { onlyOptions, ShapeError } from "../errors";
import { classNamesOf } from "./class-names";
import { counted, listed } from "./descriptions";
import type { Figure } from "./figure";
import { grouped } from "./numbers";
import { type ColourScale, colours, dressed, mistakes } from "./theme";

const allBlue: ColourScale = [
  [0, colours.blue],
  [1, colours.blue],
];

/**
 * Which class was taken for which. The right answers are plain blue, so that the colour scale is left to the mistakes.
 *
 * @param confusion  confusion[label][answer], counts, as `evaluate` gives them
 * @throws {ShapeError} if confusion is not square, or there is not one name for each class
 * @throws {RangeError} if an option has another name
 */
export function confusionMatrix(
  confusion: readonly (readonly number[])[],
  options: { title?: string; classNames?: readonly string[] } = {},
): Figure {
  onlyOptions("confusionMatrix", options, { title: true, classNames: true });
  const { title, classNames } = options;
  requireSquare(confusion);
  const names = [...classNamesOf("confusionMatrix", confusion.length, classNames)];
  const axis = { type: "category", fixedrange: true, constrain: "domain", ticks: "" } as const;
  const size = Math.min(600, 42 * confusion.length);
  return dressed(title ?? summary(confusion), size + 116, cellsOf(confusion, names), {
    meta: { description: description(confusion, names) },
    margin: { l: 60, r: 8, t: 60, b: 56 },
    xaxis: { ...axis, title: { text: "answer", standoff: 8 }, constraintoward: "left", showgrid: false },
    yaxis: {
      ...axis,
      title: { text: "label" },
      autorange: "reversed",
      scaleanchor: "x",
      constraintoward: "top",
      showgrid: false,
    },
    dragmode: false,
  });
}

function requireSquare(confusion: readonly (readonly number[])[]): void {
  const classes = confusion.length;
  const ragged = confusion.find((row) => row.length !== classes);
  if (classes > 0 && !ragged) return;
  throw new ShapeError(
    `confusionMatrix: confusion must be (classes, classes), got ${classes} rows, one of ${ragged?.length ?? 0}`,
  );
}

/** Two heat maps, one over the other: the mistakes by their number, and the right answers on the diagonal. */
function cellsOf(confusion: readonly (readonly number[])[], names: string[]): Figure["data"] {
  const wrong = confusion.map((row, i) => row.map((n, j) => (i === j || n === 0 ? null : n)));
  const has = confusion.map((row) => row.some((n) => n > 0));
  const right = confusion.map((row, i) => row.map((n, j) => (i === j && has[i] ? n : null)));
  const cells = {
    type: "heatmap" as const,
    x: names,
    y: names,
    xgap: 2,
    ygap: 2,
    texttemplate: "%{z}",
    hoverongaps: false,
    hovertemplate: "%{y} taken for %{x}: %{z}<extra></extra>",
    showscale: false,
  };
  const most = Math.max(1, ...wrong.flat().map((n) => n ?? 0));
  return [
    { ...cells, z: wrong, colorscale: mistakes, zmin: 0, zmax: most, textfont: { color: colours.ink } },
    {
      ...cells,
      z: right,
      colorscale: allBlue,
      textfont: { color: "#ffffff" },
      hovertemplate: "%{y}: %{z} right<extra></extra>",
    },
  ];
}

/** What the table says, its most frequent mistakes by name. */
function description(confusion: readonly (readonly number[])[], names: readonly string[]): string {
  const mistakes = confusion
    .flatMap((row, i) => row.map((n, j) => ({ n, i, j })))
    .filter(({ n, i, j }) => n > 0 && i !== j);
  mistakes.sort((a, b) => b.n - a.n);
  const most = mistakes.slice(0, 3).map(({ n, i, j }) => `${names[i]} taken for ${names[j]} ${counted(n, "time")}`);
  const worst = most.length > 0 ? `, most often ${listed(most)}` : "";
  return `A table of ${names.length} labels and the answers given: ${summary(confusion)}${worst}.`;
}

/** "273 mistakes in 10,000 images" */
function summary(confusion: readonly (readonly number[])[]): string {
  const images = confusion.flat().reduce((sum, n) => sum + n, 0);
  const right = confusion.reduce((sum, row, c) => sum + row[c], 0);
  return `${grouped(images - right)} mistakes in ${grouped(images)} images`;
}
