import type { Data } from "plotly.js-dist";
import { onlyOptions } from "../errors";
import { describedCurve, listed } from "./descriptions";
import type { Figure } from "./figure";
import { round } from "./numbers";
import { colours, dashes, dressed, titleHeight } from "./theme";

/** One curve, or a cloud of points, with a name for the legend where there are several. */
export interface Curve {
  /** Numbers, or the names of categories. */
  readonly x: ArrayLike<number> | readonly string[];
  readonly y: ArrayLike<number>;
  /** How uncertain each y is: drawn as a bar from y - errors to y + errors. */
  readonly errors?: ArrayLike<number>;
  readonly name?: string;
  /** Default "lines". */
  readonly mode?: "lines" | "markers" | "lines+markers";
}

/** The options of `lineChart`. */
export interface LineChartOptions {
  readonly title?: string;
  readonly xTitle?: string;
  readonly yTitle?: string;
  /** Where the vertical axis begins and ends. Default: around the values. */
  readonly yRange?: readonly [number, number];
  /** In pixels. Default 340. */
  readonly height?: number;
}

/**
 * A chart of any numbers against any others, for experiments in cells.
 *
 * @throws {RangeError} if a curve has not as many x, or errors, as y, or an option has another name
 */
export function lineChart(curves: Curve | readonly Curve[], options: LineChartOptions = {}): Figure {
  onlyOptions("lineChart", options, { title: true, xTitle: true, yTitle: true, yRange: true, height: true });
  const { title = "", xTitle = "", yTitle = "", yRange, height = 340 } = options;
  const all = "x" in curves ? [curves] : curves;
  const data = all.map(drawn);
  const overNames = all.some(({ x }) => typeof x[0] === "string");
  const axis = { gridcolor: colours.grid, linecolor: colours.line, zeroline: false };
  return dressed(title, height, data, {
    meta: { description: description(all, xTitle, yTitle) },
    // Names, which Plotly turns where they have no room side by side, need more height than numbers.
    xaxis: { ...axis, title: { text: xTitle, standoff: 8 }, ...(overNames && { automargin: true }) },
    yaxis: { ...axis, title: { text: yTitle }, ...(yRange ? { range: [...yRange] } : {}) },
    showlegend: all.length > 1,
    legend: { orientation: "h", y: 1, yanchor: "bottom", x: 0 },
    margin: { l: 60, r: 16, t: titleHeight + (all.length > 1 ? 24 : 0), b: 54 },
  });
}

function description(curves: readonly Curve[], xTitle: string, yTitle: string): string {
  const ends = curves.map(({ name, y }) => describedCurve(name || "the curve", Array.from(y, round), String));
  const ofWhat = yTitle ? ` of ${yTitle}` : "";
  return `A chart${ofWhat}${xTitle && ` by ${xTitle}`}: ${listed(ends, 6)}.`;
}

/** Curves differ in more than colour. */
const markerSymbols = ["circle", "x", "diamond", "square", "triangle-up", "cross"] as const;

function drawn({ x, y, errors, name = "", mode = "lines" }: Curve, k: number): Data {
  for (const [other, values] of Object.entries({ x, ...(errors && { errors }) })) {
    if (values.length !== y.length) {
      const got = `${values.length} and ${y.length}`;
      throw new RangeError(`lineChart: expected as many ${other} as y, got ${got}`);
    }
  }
  const color = colours.series[k % colours.series.length];
  return {
    type: "scatter",
    x: Array.from<number | string, number | string>(x, (value) => (typeof value === "number" ? round(value) : value)),
    y: Array.from(y, round),
    ...(errors && { error_y: { type: "data", array: Array.from(errors, round), color } }),
    name,
    mode,
    cliponaxis: false, // a marker on the border is drawn whole
    line: { color, width: 2.5, dash: dashes[k % dashes.length] },
    marker: { color, size: 8, symbol: markerSymbols[k % markerSymbols.length] },
  };
}
