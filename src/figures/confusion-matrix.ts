import { ShapeError } from "../errors";
import type { Figure } from "./figure";
import { classNamesOf } from "./probability-bars";
import { type ColourScale, colours, dressed } from "./theme";

/** Few mistakes are grey, many orange: by saturation more than by lightness, so that it reads on a light and a dark page. */
const mistakes: ColourScale = [
  [0, "#cdc6be"],
  [0.5, "#eea463"],
  [1, "#e0661a"],
];

/**
 * Which class was taken for which. The right answers are plain blue, so that the colour scale is left to the mistakes.
 *
 * @param confusion  confusion[label][answer], counts, as `evaluate` gives them
 * @throws {ShapeError} if confusion is not square, or there is not one name for each class
 */
export function confusionMatrix(
  confusion: readonly (readonly number[])[],
  { title, classNames }: { title?: string; classNames?: readonly string[] } = {},
): Figure {
  const classes = confusion.length;
  const ragged = confusion.find((row) => row.length !== classes);
  if (classes === 0 || ragged) {
    throw new ShapeError(
      `confusionMatrix: confusion must be (classes, classes), got ${classes} rows, one of ${ragged?.length ?? 0}`,
    );
  }
  const names = [...classNamesOf("confusionMatrix", classes, classNames)];
  const wrong = confusion.map((row, i) => row.map((n, j) => (i === j || n === 0 ? null : n)));
  const right = confusion.map((row, i) => row.map((n, j) => (i === j ? n : null)));
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
  const blue: ColourScale = [
    [0, colours.blue],
    [1, colours.blue],
  ];
  const data: Figure["data"] = [
    {
      ...cells,
      z: wrong,
      colorscale: mistakes,
      zmin: 0,
      zmax: most,
      textfont: { color: colours.ink },
    },
    {
      ...cells,
      z: right,
      colorscale: blue,
      textfont: { color: "#ffffff" },
      hovertemplate: "%{y}: %{z} right<extra></extra>",
    },
  ];
  const axis = { type: "category", fixedrange: true, constrain: "domain", ticks: "" } as const;
  const size = Math.min(600, 42 * classes);
  return dressed(title ?? summary(confusion), size + 116, data, {
    margin: { l: 60, r: 8, t: 60, b: 56 },
    xaxis: { ...axis, title: { text: "answer" }, constraintoward: "left", showgrid: false },
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

/** "273 mistakes in 10000 images" */
function summary(confusion: readonly (readonly number[])[]): string {
  const images = confusion.flat().reduce((sum, n) => sum + n, 0);
  const right = confusion.reduce((sum, row, c) => sum + row[c], 0);
  return `${images - right} mistakes in ${images} images`;
}
