import { onlyOptions, ShapeError } from "../errors";
import { meanOf } from "../statistics";
import { listed } from "./descriptions";
import type { Figure } from "./figure";
import { round } from "./numbers";
import { colours, dressed, titleHeight } from "./theme";

/** The options of `dotChart`. */
export interface DotChartOptions {
  readonly title?: string;
  readonly xTitle?: string;
  /** Digits behind the point of the means at the right. Default 2. */
  readonly digits?: number;
}

const rowHeight = 26; // pixels
const axisHeight = 54;
const markerSize = 9;
const nameWidth = 6.6; // pixels a character, about
const meansWidth = 56;

/**
 * A few results of each of several ways, such as of three seeds: a row for each, a dot for each result, a bar at their
 * mean, which stands at the right.
 *
 *   dotChart({ "one convolution": [96.7, 97.2, 96.9], ReLU: [98.2, 98.6, 98.3] })
 *
 * @param rows  from top to bottom; where numbers are negative and positive, a line marks 0
 * @throws {ShapeError} if there is no row, or one without numbers
 * @throws {RangeError} if an option has another name
 */
export function dotChart(rows: Readonly<Record<string, ArrayLike<number>>>, options: DotChartOptions = {}): Figure {
  onlyOptions("dotChart", options, { title: true, xTitle: true, digits: true });
  const { title = "", xTitle = "", digits = 2 } = options;
  const all = Object.entries(rows).map(([name, values]) => ({ name, values: Array.from(values, round) }));
  if (all.length === 0 || all.some(({ values }) => values.length === 0)) {
    throw new ShapeError("dotChart: expected rows of at least one number, got none");
  }
  const means = all.map(({ name, values }) => ({ name, mean: meanOf(values) }));
  const longest = Math.max(...all.map(({ name }) => name.length));
  const dots = all.flatMap(({ name, values }) => values.map((value) => ({ name, value })));
  return dressed(
    title,
    titleHeight + axisHeight + rowHeight * all.length,
    [
      {
        type: "scatter",
        mode: "markers",
        name: "each",
        cliponaxis: false,
        x: dots.map(({ value }) => value),
        y: dots.map(({ name }) => name),
        marker: { color: colours.blue, size: markerSize, opacity: 0.75 },
        hovertemplate: "%{x}<extra>%{y}</extra>",
      },
      {
        type: "scatter",
        mode: "markers",
        name: "mean",
        cliponaxis: false,
        x: means.map(({ mean }) => round(mean)),
        y: means.map(({ name }) => name),
        marker: { color: colours.orange, symbol: "line-ns", size: 16, line: { color: colours.orange, width: 3 } },
        hovertemplate: "mean %{x}<extra>%{y}</extra>",
      },
    ],
    {
      meta: { description: description(all, xTitle, digits) },
      xaxis: {
        title: { text: xTitle, standoff: 8 },
        gridcolor: colours.grid,
        linecolor: colours.line,
        nticks: 5,
        tickangle: 0,
        zeroline: true,
        zerolinecolor: colours.line,
        zerolinewidth: 2,
      },
      yaxis: { type: "category", autorange: "reversed", gridcolor: colours.grid, ticks: "" },
      annotations: means.map(({ name, mean }) => ({
        x: 1,
        xref: "paper",
        xanchor: "left",
        xshift: 8,
        y: name,
        yref: "y",
        yanchor: "middle",
        text: mean.toFixed(digits).replace("-", "−"),
        showarrow: false,
        font: { color: colours.orange },
      })),
      margin: { l: Math.ceil(24 + nameWidth * longest), r: meansWidth, t: titleHeight, b: axisHeight },
      showlegend: false,
    },
  );
}

function description(
  rows: readonly { readonly name: string; readonly values: readonly number[] }[],
  xTitle: string,
  digits: number,
): string {
  const each = rows.map(
    ({ name, values }) =>
      `${name} ${values.map((value) => value.toFixed(digits)).join(", ")}, mean ${meanOf(values).toFixed(digits)}`,
  );
  return `A row of dots each${xTitle && `, ${xTitle}`}: ${listed(each)}.`;
}
