import { ShapeError, wholeNumber } from "../errors";
import type { Run } from "../training/train";
import { curvePanel, type Line } from "./curve-panel";
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
  { title = "Training", window }: TrainingCurvesOptions = {},
): Figure {
  const named = namedRuns(runs);
  if (window !== undefined) wholeNumber("trainingCurves: window", window);
  const byEpoch = new Set(named.map(([, run]) => epochOf(run))).size > 1;
  const linesOf = (values: "losses" | "accuracies") =>
    named.map(([name, run], k) => line(name, k, run, values, { window, byEpoch }));
  const last = Math.max(...named.map(([, run]) => stepsOf(run) / (byEpoch ? epochOf(run) : 1)));
  const shared = {
    xTitle: byEpoch ? "epoch" : "step",
    xRange: [0, last] as [number, number],
    marks: epochEnds(byEpoch ? 1 : epochOf(named[0][1]), last),
    height: height - margin.t - margin.b,
  };
  const losses = linesOf("losses");
  const accuracies = linesOf("accuracies");
  const left = curvePanel(losses, {
    ...{ heading: "Loss", axes: "", domain: [0, 0.44], ...shared },
    range: [0, 1.06 * (extreme(Math.max, losses) || 1)],
    format: (y) => y.toFixed(3),
  });
  const least = Math.floor(10 * extreme(Math.min, accuracies)) / 10 || 0;
  const right = curvePanel(accuracies, {
    ...{ heading: "Accuracy", axes: "2", domain: [0.56, 1], ...shared },
    range: [Math.min(least, 0.9), 1.006],
    format: (y) => `${(100 * y).toFixed(1)} %`,
  });
  return dressed(title, height, [...left.data, ...right.data], {
    margin,
    ...{ xaxis: left.xaxis, yaxis: left.yaxis },
    ...{ xaxis2: right.xaxis, yaxis2: { ...right.yaxis, tickformat: ".0%" } },
    shapes: [...left.shapes, ...right.shapes],
    annotations: [...left.annotations, ...right.annotations],
    showlegend: named.length > 1,
    legend: { orientation: "h", x: 1, xanchor: "right", y: 1.16, yanchor: "bottom" },
    hovermode: "x unified",
    hoverlabel: { bgcolor: colours.paper, font: { color: colours.ink } },
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

/** The largest or smallest number that lines have; 0 if they have none. */
function extreme(pick: (...values: number[]) => number, lines: readonly Line[]): number {
  const values = lines.flatMap(({ y }) => y).filter(Number.isFinite);
  return values.length > 0 ? pick(...values) : 0;
}

/** Where epochs end, the last left out; none where there are too many to tell apart. */
function epochEnds(length: number, last: number): number[] {
  const ends = Math.ceil(last / length) - 1;
  return ends > 50 ? [] : Array.from({ length: ends }, (_, k) => (k + 1) * length);
}
