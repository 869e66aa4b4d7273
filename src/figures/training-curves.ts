import { onlyOptions, ShapeError, wholeNumber } from "../errors";
import type { Run } from "../training/run";
import { curveAxes, type Line } from "./curve-axes";
import { describedCurve, listed } from "./descriptions";
import type { Figure } from "./figure";
import { movingAverage } from "./moving-average";
import { round, round6 } from "./numbers";
import { colours, dressed } from "./theme";

/** What `trainingCurves` draws of a run; a loop written by hand can give it too. */
export interface Curves {
  /** By step. */
  readonly losses: ArrayLike<number>;
  readonly accuracies: ArrayLike<number>;
  /** Left out: all steps are one epoch. */
  readonly stepsPerEpoch?: Run["stepsPerEpoch"];
}

/** The options of `trainingCurves`. */
export interface TrainingCurvesOptions {
  readonly title?: string;
  /** Each point is the mean of this many steps. Default: a sixtieth of the steps. */
  readonly window?: number;
}

/** One run, or several of one kind, such as the same training from other seeds. */
type Group = Curves | readonly Curves[];

const height = 340;
const margin = { l: 52, r: 64, t: 76, b: 48 };
const mostPoints = 500;

/**
 * Loss and accuracy of the images that the network is just learning from, by step, each point a moving average; dotted
 * lines end the epochs.
 * Runs with epochs of different lengths are drawn by epoch.
 *
 * @param runs  what `train` returned, or several under their names: `{ "rate 0.005": run, "rate 0.01": other }`. A list
 *              of runs, such as of ten seeds, is drawn as its mean in a band from the lowest to the highest
 * @throws {ShapeError} if a run has no steps, or not as many accuracies as losses, or runs of a list differ in length
 * @throws {RangeError} if window is not a whole number >= 1, or an option has another name
 */
export function trainingCurves(
  runs: Group | Readonly<Record<string, Group>>,
  options: TrainingCurvesOptions = {},
): Figure {
  onlyOptions("trainingCurves", options, { title: true, window: true });
  const { title = "Training", window } = options;
  const named = namedRuns(runs);
  if (window !== undefined) wholeNumber("trainingCurves: window", window);
  const byEpoch = new Set(named.map(([, [run]]) => epochOf(run))).size > 1;
  const linesOf = (values: "losses" | "accuracies") =>
    named.map(([name, group], k) => line(name, k, group, values, { window, byEpoch, alone: named.length === 1 }));
  const last = Math.max(...named.map(([, [run]]) => stepsOf(run) / (byEpoch ? epochOf(run) : 1)));
  const shared = {
    xTitle: byEpoch ? "epoch" : "step",
    xRange: [0, last] as [number, number],
    marks: epochEnds(byEpoch ? 1 : epochOf(named[0][1][0]), last),
    height: height - margin.t - margin.b,
  };
  const losses = linesOf("losses");
  const accuracies = linesOf("accuracies");
  const left = curveAxes(losses, {
    heading: "Loss while learning",
    axes: "",
    domain: [0, 0.41],
    ...shared,
    range: [0, 1.06 * (extreme(Math.max, losses) || 1)],
    format: (y) => y.toFixed(3),
  });
  const least = Math.floor(10 * extreme(Math.min, accuracies.map(afterItsStart))) / 10 || 0;
  const right = curveAxes(accuracies, {
    heading: "Accuracy while learning",
    axes: "2",
    domain: [0.59, 1],
    ...shared,
    range: [Math.min(least, 0.9), 1.006],
    format: (y) => `${(100 * y).toFixed(1)} %`,
  });
  return dressed(title, height, [...left.data, ...right.data], {
    meta: { description: description(losses, accuracies, shared.xTitle) },
    margin,
    xaxis: left.xaxis,
    yaxis: left.yaxis,
    xaxis2: right.xaxis,
    yaxis2: { ...right.yaxis, tickformat: ".0%" },
    shapes: [...left.shapes, ...right.shapes],
    annotations: [...left.annotations, ...right.annotations],
    showlegend: named.length > 1,
    legend: { orientation: "h", x: 1, xanchor: "right", y: 1.16, yanchor: "bottom" },
    hovermode: "x unified",
    hoverlabel: { bgcolor: colours.paper, font: { color: colours.ink } },
  });
}

function description(losses: readonly Line[], accuracies: readonly Line[], xTitle: string): string {
  const ends = losses.flatMap(({ name, y }, k) => [
    describedCurve(losses.length > 1 ? `the loss of ${name}` : "the loss", y, (loss) => loss.toFixed(3)),
    describedCurve("the accuracy", accuracies[k].y, (accuracy) => `${(100 * accuracy).toFixed(1)} %`),
  ]);
  return `Two charts by ${xTitle}: ${listed(ends, 8)}.`;
}

/**
 * A line without its first twentieth, where every accuracy is low: the axis is for what comes after it, whose
 * differences would be too small to see beside that rise.
 */
function afterItsStart(line: Line): Line {
  const rest = (values: number[] | undefined) => values?.slice(Math.floor(values.length / 20));
  const [low, high] = [rest(line.low), rest(line.high)];
  return { ...line, y: rest(line.y) ?? [], ...(low && { low }), ...(high && { high }) };
}

function namedRuns(runs: Group | Readonly<Record<string, Group>>): [string, readonly Curves[]][] {
  const single = Array.isArray(runs) || typeof (runs as Curves).losses?.length === "number";
  const groups: [string, Group][] = single ? [["run", runs as Group]] : Object.entries(runs);
  const named = groups.map(([name, group]): [string, readonly Curves[]] => {
    return [name, Array.isArray(group) ? group : [group as Curves]];
  });
  if (named.length === 0 || named.some(([, group]) => group.length === 0)) {
    throw new ShapeError("trainingCurves: expected at least one run, got none");
  }
  for (const [name, group] of named) {
    for (const run of group) requireCurves(name, run, stepsOf(group[0]));
  }
  return named;
}

function requireCurves(name: string, { losses, accuracies }: Curves, steps: number): void {
  if (losses.length < 1 || accuracies.length !== losses.length) {
    throw new ShapeError(
      `trainingCurves: ${name} must have as many accuracies as losses, at least 1, got ${accuracies.length} and ${losses.length}`,
    );
  }
  if (losses.length !== steps) {
    throw new ShapeError(
      `trainingCurves: the runs of ${name} must have ${steps} steps like the first, got ${losses.length}`,
    );
  }
}

const stepsOf = ({ losses }: Curves): number => losses.length;
const epochOf = (run: Curves): number => run.stepsPerEpoch ?? stepsOf(run);

function line(
  name: string,
  k: number,
  group: readonly Curves[],
  values: "losses" | "accuracies",
  { window, byEpoch, alone }: { window: number | undefined; byEpoch: boolean; alone: boolean },
): Line {
  const steps = stepsOf(group[0]);
  const width = Math.min(steps, window ?? Math.max(1, Math.round(steps / 60)));
  const averages = group.map((run) => movingAverage(run[values], width, mostPoints));
  const unit = byEpoch ? epochOf(group[0]) : 1;
  const { counts } = averages[0];
  const across = (pick: (values: number[]) => number) =>
    counts.map((_, point) => round(pick(averages.map(({ means }) => means[point]))));
  return {
    name,
    colour: alone && values === "losses" ? colours.orange : colours.series[k % colours.series.length],
    x: counts.map((count) => round6(count / unit)),
    y: across((means) => means.reduce((sum, mean) => sum + mean, 0) / means.length),
    ...(group.length > 1 && {
      low: across((means) => Math.min(...means)),
      high: across((means) => Math.max(...means)),
    }),
  };
}

/** The largest or smallest number of some lines, or 0 if they have no numbers. */
function extreme(pick: (...values: number[]) => number, lines: readonly Line[]): number {
  const values = lines.flatMap(({ y, low = [], high = [] }) => [...y, ...low, ...high]).filter(Number.isFinite);
  return values.length > 0 ? pick(...values) : 0;
}

/** The ends of all epochs but the last. The list is empty where there are too many to tell apart. */
function epochEnds(length: number, last: number): number[] {
  const ends = Math.ceil(last / length) - 1;
  return ends > 50 ? [] : Array.from({ length: ends }, (_, k) => (k + 1) * length);
}
