import { ShapeError } from "../errors";
import { argMax, formatShape, type Tensor } from "../tensor";
import type { Figure } from "./figure";
import { round } from "./round";
import { colours, dressed } from "./theme";

export interface ProbabilityBarsOptions {
  readonly title?: string;
  /** The right class: its bar is blue, the others grey, and orange where the network prefers a wrong one. */
  readonly label?: number;
  readonly classNames?: readonly string[];
}

/**
 * What a network answers for one image: a bar for each class.
 *
 * @param p  (classes), probabilities
 * @throws {ShapeError} if p is not one-dimensional, or there is not one name for each class
 * @throws {RangeError} if label is no class
 */
export function probabilityBars(p: Tensor, options: ProbabilityBarsOptions = {}): Figure {
  const classes = p.shape[0];
  if (p.shape.length !== 1 || !(classes >= 1)) {
    throw new ShapeError(`probabilityBars: p must be (classes), got ${formatShape(p.shape)}`);
  }
  const names = classNamesOf("probabilityBars", classes, options.classNames);
  const { label } = options;
  if (label !== undefined && !(label in names)) {
    throw new RangeError(
      `probabilityBars: label must be a whole number from 0 to ${classes - 1}, got ${label}`,
    );
  }
  const answer = argMax(p.data);
  const percent = (c: number) => `${(100 * p.data[c]).toFixed(1)} %`;
  const colour = (_: string, c: number) => {
    if (c === (label ?? answer)) return colours.blue;
    return c === answer ? colours.orange : "rgba(128, 128, 128, 0.5)";
  };
  const verdict =
    label === undefined ? "" : answer === label ? ", right" : `, it is ${names[label]}`;
  const bars: Figure["data"][number] = {
    type: "bar",
    x: [...names],
    y: Array.from(p.data, round),
    text: names.map((_, c) => percent(c)),
    textposition: "outside",
    cliponaxis: false,
    marker: { color: names.map(colour) },
    hovertemplate: "%{x}: %{y:.4p}<extra></extra>",
  };
  return dressed(options.title ?? `Answer ${names[answer]}${verdict}`, 300, [bars], {
    margin: { l: 52, r: 8, t: 60, b: 32 },
    bargap: 0.25,
    xaxis: { type: "category", fixedrange: true, linecolor: colours.line, ticks: "" },
    yaxis: {
      range: [0, 1],
      tickformat: ".0%",
      nticks: 5,
      fixedrange: true,
      gridcolor: colours.grid,
      zeroline: false,
    },
    dragmode: false,
  });
}

/** @returns the names given, or "0", "1", … @throws {ShapeError} if there is not one for each class */
export function classNamesOf(
  place: string,
  classes: number,
  names: readonly string[] | undefined,
): readonly string[] {
  if (!names) return Array.from({ length: classes }, (_, c) => String(c));
  if (names.length === classes) return names;
  throw new ShapeError(
    `${place}: classNames must be ${classes}, one for each class, got ${names.length}`,
  );
}
