import type { Annotation, Data, LayoutAxis, Shape } from "plotly.js-dist";
import { round } from "./numbers";
import { colours, dashes } from "./theme";

/** A curve with its name and colour. A value that is not a number ends it. */
export interface Line {
  readonly name: string;
  readonly colour: string;
  readonly x: number[];
  readonly y: number[];
  /** Where a band around the curve begins and ends. */
  readonly low?: number[];
  readonly high?: number[];
}

interface CurveAxesOptions {
  readonly heading: string;
  /** Plotly's suffix for this pair of axes: "x" and "y", or "x2" and "y2". */
  readonly axes: "" | "2";
  /** The part of the figure's width that the panel takes, from 0 to 1. */
  readonly domain: [number, number];
  readonly range: [number, number];
  readonly xTitle: string;
  readonly xRange: [number, number];
  /** Where to draw dotted lines. */
  readonly marks: readonly number[];
  readonly format: (y: number) => string;
  /** How high the panel is, in pixels. */
  readonly height: number;
}

/** One pair of axes of a figure, with its curves. The last value of each curve is written at its end. */
export function curveAxes(lines: readonly Line[], options: CurveAxesOptions) {
  const { heading, axes, domain, range, xTitle, xRange, marks } = options;
  const xaxis: Partial<LayoutAxis> = {
    anchor: axes ? "y2" : "y",
    domain,
    range: xRange,
    zeroline: false,
    showgrid: false,
    nticks: 6,
    linecolor: colours.line,
    title: { text: xTitle, standoff: 8 },
  };
  const yaxis: Partial<LayoutAxis> = {
    anchor: axes ? "x2" : "x",
    range: [round(range[0]), round(range[1])],
    zeroline: false,
    nticks: 6,
    gridcolor: colours.grid,
  };
  return {
    data: [...lines.flatMap((line) => band(line, axes)), ...lines.map((line, k) => curve(line, axes, k))],
    xaxis,
    yaxis,
    shapes: marks.map((x) => mark(x, axes)),
    annotations: [headingOf(heading, axes), ...endLabels(lines, options)],
  };
}

function curve({ name, colour, x, y }: Line, axes: "" | "2", k: number): Data {
  const point = x.length === 1;
  return {
    type: "scatter",
    mode: point ? "markers" : "lines",
    name,
    legendgroup: name,
    showlegend: axes === "",
    x,
    y,
    xaxis: `x${axes}`,
    yaxis: `y${axes}`,
    line: { color: colour, width: 2, dash: dashes[k % dashes.length] },
    ...(point && { marker: { color: colour }, cliponaxis: false }),
    hovertemplate: axes ? "%{y:.1%}" : "%{y:.3f}",
  };
}

/** The area between low and high, as one closed outline; nothing for a line without. */
function band({ name, colour, x, low, high }: Line, axes: "" | "2"): Data[] {
  if (!low || !high) return [];
  return [
    {
      type: "scatter",
      mode: "none",
      legendgroup: name,
      showlegend: false,
      hoverinfo: "skip",
      x: [...x, ...[...x].reverse()],
      y: [...high, ...[...low].reverse()],
      xaxis: `x${axes}`,
      yaxis: `y${axes}`,
      fill: "toself",
      fillcolor: `${colour}40`,
    },
  ];
}

function mark(x: number, axes: "" | "2"): Partial<Shape> {
  return {
    type: "line",
    x0: x,
    x1: x,
    xref: `x${axes}`,
    y0: 0,
    y1: 1,
    yref: `y${axes} domain`,
    line: { color: colours.line, width: 1, dash: "dot" },
    layer: "below",
  };
}

function headingOf(text: string, axes: "" | "2"): Partial<Annotation> {
  return {
    text: `<b>${text}</b>`,
    x: 0,
    xref: `x${axes} domain`,
    xanchor: "left",
    y: 1,
    yref: `y${axes} domain`,
    yanchor: "bottom",
    showarrow: false,
  };
}

const spacing = 15; // pixels from one label to the next

/** The last value of each line, to the right of its end, moved apart where they would overlap. */
function endLabels(
  lines: readonly Line[],
  { axes, range: [bottom, top], format, height }: CurveAxesOptions,
): Partial<Annotation>[] {
  const heightOf = (y: number) => ((y - bottom) / (top - bottom)) * height;
  const ends = lines.flatMap(({ x, y, colour }) => {
    const last = y.filter(Number.isFinite).length - 1;
    return last < 0 ? [] : [{ x: x[last], y: y[last], colour }];
  });
  let free = -spacing / 2;
  return ends
    .sort((a, b) => a.y - b.y)
    .map(({ x, y, colour }) => {
      const placed = Math.max(free, heightOf(y));
      free = placed + spacing;
      const yshift = Math.round(placed - heightOf(y));
      return {
        text: `<b>${format(y)}</b>`,
        font: { color: colour },
        x,
        xref: `x${axes}`,
        xanchor: "left",
        xshift: 4,
        y,
        yref: `y${axes}`,
        yanchor: "middle",
        yshift,
        showarrow: false,
      };
    });
}
