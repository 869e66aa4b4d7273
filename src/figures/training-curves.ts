import type { Annotation, Shape } from "plotly.js-dist";
import { ShapeError, wholeNumber } from "../errors";
import type { Run } from "../training/train";
import type { Figure } from "./figure";
import { movingAverage } from "./moving-average";
import { round } from "./round";
import { colours, dressed } from "./theme";

/** What `trainingCurves` draws of a run; a loop written by hand can give it too. */
export interface Curves {
  /** By step. */
  readonly losses: ArrayLike<number>;
  readonly accuracies: ArrayLike<number>;
  /** Left out: all steps are one epoch. */
  readonly stepsPerEpoch?: Run["stepsPerEpoch"];
}

export interface TrainingCurvesOptions {
  readonly title?: string;
  /** Each point is the mean of this many steps. Default: a sixtieth of the steps. */
  readonly window?: number;
}

interface Line {
  readonly name: string;
  readonly colour: string;
  readonly x: number[];
  readonly y: number[];
}

const height = 340;
const margin = { l: 52, r: 56, t: 76, b: 48 };
const mostPoints = 500;

/**
 * Loss and accuracy by step, each point a moving average; dotted lines end the epochs.
 * Runs with epochs of different lengths are drawn by epoch.
 *
 * @param runs  what `train` returned, or several under their names: `{ "rate 0.005": run, "rate 0.01": other }`
 * @throws {ShapeError} if a run has no steps, or not as many accuracies as losses
 * @throws {RangeError} if window is not a whole number >= 1
 */
export function trainingCurves(
  runs: Curves | Readonly<Record<string, Curves>>,
  { title, window }: TrainingCurvesOptions = {},
): Figure {
  const named = namedRuns(runs);
  if (window !== undefined) wholeNumber("trainingCurves: window", window);
  const lengths = new Set(named.map(([, run]) => epochOf(run)));
  const byEpoch = lengths.size > 1;
  const linesOf = (values: "losses" | "accuracies") =>
    named.map(([name, run], k) => line(name, k, run, values, { window, byEpoch }));
  const losses = linesOf("losses");
  const accuracies = linesOf("accuracies");
  const last = Math.max(...named.map(([, run]) => stepsOf(run) / (byEpoch ? epochOf(run) : 1)));
  const lossRange: [number, number] = [0, 1.06 * (Math.max(...losses.flatMap(({ y }) => y)) || 1)];
  const accuracyRange: [number, number] = [0, 1.03];

  const data = [
    ...losses.map((drawn) => curve(drawn, "", "%{y:.3f}")),
    ...accuracies.map((drawn) => ({ ...curve(drawn, "2", "%{y:.1%}"), showlegend: false })),
  ];
  const epochEnds = boundaries(byEpoch ? 1 : epochOf(named[0][1]), last);
  const unit = byEpoch ? "epoch" : "step";
  const several = named.length > 1;
  return dressed(title ?? "Training", height, data, {
    margin,
    xaxis: xAxis("y", [0, 0.44], last, unit),
    yaxis: yAxis("x", lossRange),
    xaxis2: xAxis("y2", [0.56, 1], last, unit),
    yaxis2: { ...yAxis("x2", accuracyRange), tickformat: ".0%" },
    shapes: epochEnds.flatMap((x) => [epochEnd(x, ""), epochEnd(x, "2")]),
    annotations: [
      heading("", "Loss"),
      heading("2", "Accuracy"),
      ...endLabels(losses, "", lossRange, (y) => y.toFixed(3)),
      ...endLabels(accuracies, "2", accuracyRange, (y) => `${(100 * y).toFixed(1)} %`),
    ],
    showlegend: several,
    legend: { orientation: "h", x: 1, xanchor: "right", y: 1.16, yanchor: "bottom" },
    hovermode: "x unified",
    hoverlabel: { bgcolor: "#f5f3ef", font: { color: "#333333" } },
  });
}

function namedRuns(runs: Curves | Readonly<Record<string, Curves>>): [string, Curves][] {
  const single = typeof (runs as Curves).losses?.length === "number";
  const named = single ? [["run", runs as Curves] as [string, Curves]] : Object.entries(runs);
  if (named.length === 0)
    throw new ShapeError("trainingCurves: expected at least one run, got none");
  for (const [name, { losses, accuracies }] of named) {
    if (losses.length >= 1 && accuracies.length === losses.length) continue;
    throw new ShapeError(
      `trainingCurves: ${name} must have as many accuracies as losses, at least 1, got ${accuracies.length} and ${losses.length}`,
    );
  }
  return named;
}

const stepsOf = ({ losses }: Curves): number => losses.length;
const epochOf = (run: Curves): number => run.stepsPerEpoch ?? stepsOf(run);

function line(
  name: string,
  k: number,
  run: Curves,
  values: "losses" | "accuracies",
  { window, byEpoch }: { window: number | undefined; byEpoch: boolean },
): Line {
  const steps = stepsOf(run);
  const width = Math.min(steps, window ?? Math.max(1, Math.round(steps / 60)));
  const { counts, means } = movingAverage(run[values], width, mostPoints);
  const unit = byEpoch ? epochOf(run) : 1;
  return {
    name,
    colour: colours.series[k % colours.series.length],
    x: counts.map((count) => round6(count / unit)),
    y: means.map(round),
  };
}

/** Steps run into the hundred thousands, where four digits would bend a curve. */
const round6 = (value: number): number => Number(value.toPrecision(6));

function curve({ name, colour, x, y }: Line, axis: "" | "2", format: string) {
  return {
    type: "scatter" as const,
    mode: x.length > 1 ? ("lines" as const) : ("markers" as const),
    name,
    legendgroup: name,
    x,
    y,
    xaxis: `x${axis}`,
    yaxis: `y${axis}`,
    line: { color: colour, width: 2 },
    ...(x.length === 1 && { marker: { color: colour } }),
    hovertemplate: format,
  };
}

const axisLines = { zeroline: false, nticks: 6 };

function xAxis(anchor: "y" | "y2", domain: [number, number], last: number, unit: string) {
  const range: [number, number] = [0, last];
  return {
    ...axisLines,
    ...{ anchor, domain, range, showgrid: false, linecolor: colours.line },
    title: { text: unit, standoff: 8 },
  };
}

function yAxis(anchor: "x" | "x2", [least, most]: [number, number]) {
  const range: [number, number] = [round(least), round(most)];
  return { ...axisLines, anchor, range, gridcolor: colours.grid };
}

/** Where epochs end, the last left out; nothing where lines would be closer than 50 to a panel. */
function boundaries(length: number, last: number): number[] {
  const ends = Math.ceil(last / length) - 1;
  return ends > 50 ? [] : Array.from({ length: ends }, (_, k) => (k + 1) * length);
}

function epochEnd(x: number, axis: "" | "2"): Partial<Shape> {
  return {
    type: "line",
    ...{ x0: x, x1: x, xref: `x${axis}` },
    ...{ y0: 0, y1: 1, yref: `y${axis} domain` },
    line: { color: colours.line, width: 1, dash: "dot" },
    layer: "below",
  };
}

function heading(axis: "" | "2", text: string): Partial<Annotation> {
  return {
    text: `<b>${text}</b>`,
    ...{ x: 0, xref: `x${axis} domain`, xanchor: "left" },
    ...{ y: 1, yref: `y${axis} domain`, yanchor: "bottom" },
    showarrow: false,
  };
}

/** The last value of each line, to the right of its end, moved apart where they would overlap. */
function endLabels(
  lines: readonly Line[],
  axis: "" | "2",
  [bottom, top]: [number, number],
  format: (y: number) => string,
): Partial<Annotation>[] {
  const pixels = (height - margin.t - margin.b) / (top - bottom);
  const spacing = 15;
  const ends = lines.map(({ x, y, colour }) => ({ x: x.at(-1)!, y: y.at(-1)!, colour }));
  let floor = -spacing / 2;
  return ends
    .sort((a, b) => a.y - b.y)
    .map(({ x, y, colour }) => {
      const at = Math.max(floor, (y - bottom) * pixels);
      floor = at + spacing;
      return {
        text: `<b>${format(y)}</b>`,
        font: { color: colour },
        ...{ x, xref: `x${axis}`, xanchor: "left", xshift: 4 },
        ...{
          y,
          yref: `y${axis}`,
          yanchor: "middle",
          yshift: Math.round(at - (y - bottom) * pixels),
        },
        showarrow: false,
      };
    });
}
