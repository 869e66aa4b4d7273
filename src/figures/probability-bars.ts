import { onlyOptions, ShapeError } from "../errors";
import { argMax, formatShape, type Tensor } from "../tensor";
import { classNamesOf } from "./class-names";
import type { Figure } from "./figure";
import { round } from "./numbers";
import { colours, dressed } from "./theme";

/** The options of `probabilityBars`. */
export interface ProbabilityBarsOptions {
  readonly title?: string;
  /**
   * The right class. Its bar is blue, the others are grey; where the network prefers a wrong class, that one is orange.
   */
  readonly label?: number;
  readonly classNames?: readonly string[];
}

/**
 * What a network answers for one image: a bar for each class. Where none reaches a fifth, the axis ends at a quarter.
 *
 * @param p  (classes), probabilities
 * @throws {ShapeError} if p is not one-dimensional, or there is not one name for each class
 * @throws {RangeError} if label is not a class, or an option has another name
 */
export function probabilityBars(p: Tensor, options: ProbabilityBarsOptions = {}): Figure {
  onlyOptions("probabilityBars", options, { title: true, label: true, classNames: true });
  const classes = p.shape[0];
  if (p.shape.length !== 1 || !(classes >= 1)) {
    throw new ShapeError(`probabilityBars: p must be (classes), got ${formatShape(p.shape)}`);
  }
  const names = classNamesOf("probabilityBars", classes, options.classNames);
  const { label } = options;
  if (label !== undefined && !(label in names)) {
    throw new RangeError(`probabilityBars: label must be a whole number from 0 to ${classes - 1}, got ${label}`);
  }
  const answer = argMax(p.data);
  const largest = p.data[answer];
  const percent = (c: number) => `${(100 * p.data[c]).toFixed(1)} %`;
  const colour = (_: string, c: number) => {
    if (c === (label ?? answer)) return colours.blue;
    return c === answer ? colours.orange : colours.other;
  };
  const verdict = label === undefined ? "" : answer === label ? ", right" : `, it is ${names[label]}`;
  const bars: Figure["data"][number] = {
    type: "bar",
    x: [...names],
    y: Array.from(p.data, (value) => round(100 * value)),
    text: names.map((_, c) => percent(c)),
    textposition: "outside",
    cliponaxis: false,
    marker: {
      color: names.map(colour),
      // A wrong answer is hatched as well: in grey orange is like blue.
      pattern: { shape: names.map((_, c) => (c === answer && c !== (label ?? answer) ? "/" : "")) },
    },
    hovertemplate: "%{x}: %{y:.4r} %<extra></extra>",
  };
  return dressed(options.title ?? `Answer ${names[answer]}${verdict}`, 300, [bars], {
    meta: { description: description(p, names, label) },
    margin: { l: 52, r: 8, t: 60, b: 32 },
    bargap: 0.25,
    xaxis: { type: "category", fixedrange: true, linecolor: colours.line, ticks: "" },
    yaxis: {
      range: [0, largest > 0.2 ? 100 : 25],
      ticksuffix: " %",
      nticks: 5,
      fixedrange: true,
      gridcolor: colours.grid,
      zeroline: false,
    },
    dragmode: false,
  });
}

/** The three largest probabilities, and the label where it is known. */
function description({ data }: Tensor, names: readonly string[], label: number | undefined): string {
  const order = names.map((_, c) => c).sort((a, b) => data[b] - data[a]);
  const largest = order.slice(0, 3).map((c) => `${names[c]} ${(100 * data[c]).toFixed(1)} %`);
  const right = label === undefined ? "" : `; the label is ${names[label]}, ${(100 * data[label]).toFixed(1)} %`;
  return `Bars of ${names.length} probabilities, the largest ${largest.join(", ")}${right}.`;
}
