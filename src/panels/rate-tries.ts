import { grouped } from "../figures/numbers";
import { colours } from "../figures/theme";
import type { Shape } from "./shape";

/** A run at some learning rate, as it is drawn. */
export interface RateTry {
  readonly rate: number;
  /** Right answers afterwards, in per cent; -1 where the run diverged. */
  readonly right: number;
  /** Steps done: fewer than asked for where it diverged. */
  readonly done: number;
  /** Mean losses, in nats, of one part of the run after the other. */
  readonly losses: readonly number[];
}

/** A run's losses are means over so many parts of it. */
export const partsOfRun = 40;

export const hasDiverged = ({ right }: RateTry): boolean => right < 0;

/** The rates, each once, from the smallest. */
export const ratesOf = (tries: readonly RateTry[]): number[] =>
  [...new Set(tries.map(({ rate }) => rate))].sort((a, b) => a - b);

/** The rate whose runs are right most often in the mean; one of which a run diverged is none. */
export function bestRate(tries: readonly RateTry[]): number | undefined {
  const means = ratesOf(tries).map((rate) => {
    const own = tries.filter((one) => one.rate === rate);
    return { rate, mean: own.some(hasDiverged) ? -1 : own.reduce((sum, { right }) => sum + right, 0) / own.length };
  });
  const best = means.reduce((most, one) => (one.mean > most.mean ? one : most));
  return best.mean < 0 ? undefined : best.rate;
}

export const rateChart = [380, 240] as const;
const [left, right, top, bottom] = [48, rateChart[0] - 10, 12, rateChart[1] - 44];
const small = { "font-size": 12 };

/** Right answers over the rate, a dot for each run and a cross at the foot for each that diverged. */
export function accuracyShapes(tries: readonly RateTry[], chosen?: number): Shape[] {
  const rates = ratesOf(tries);
  const [first, last] = [Math.log(rates[0]), Math.log(rates[rates.length - 1])];
  const x = (rate: number) =>
    last > first ? left + 10 + ((Math.log(rate) - first) / (last - first)) * (right - left - 20) : (left + right) / 2;
  const least = Math.min(90, ...tries.filter((one) => !hasDiverged(one)).map((one) => one.right));
  const foot = Math.max(0, Math.floor(least / 10) * 10 - 10); // crosses stand there, below every dot
  const y = (percent: number) => bottom - ((percent - foot) / (100 - foot)) * (bottom - top);
  const every = 100 - foot > 50 ? 20 : 10;
  const marks = Array.from({ length: Math.floor((100 - foot) / every) + 1 }, (_, k) => 100 - k * every);
  const isCrowded = rates.map((rate, k) => k > 0 && x(rate) - x(rates[k - 1]) < 40);
  const lower = rates.map((_, k) => isCrowded[k] && k % 2 === 1);
  return [
    ...marks.flatMap((percent): Shape[] => [
      ["path", { d: `M${left} ${y(percent).toFixed(1)}H${right}`, stroke: colours.grid }],
      ["text", { ...small, x: left - 6, y: y(percent) + 4, "text-anchor": "end" }, `${percent} %`],
    ]),
    ["path", { d: `M${left} ${bottom}H${right}`, stroke: colours.line }],
    ...rates.map((rate, k): Shape => {
      const place = { x: x(rate), y: bottom + (lower[k] ? 30 : 17), "text-anchor": "middle" };
      return ["text", { ...small, ...place, "font-weight": rate === chosen ? 700 : undefined }, String(rate)];
    }),
    ...tries.map((one): Shape => {
      const isChosen = one.rate === chosen;
      const colour = isChosen ? colours.orange : colours.blue;
      const [cx, size] = [x(one.rate), isChosen ? 5.5 : 4];
      if (!hasDiverged(one)) return ["circle", { cx, cy: y(one.right), r: size, fill: colour }];
      const at = bottom - 9 - 11 * tries.filter((other) => other.rate === one.rate).indexOf(one);
      const d = `M${cx - size} ${at - size}l${2 * size} ${2 * size}m0 ${-2 * size}l${-2 * size} ${2 * size}`;
      return ["path", { d, stroke: colour, "stroke-width": 2.2, fill: "none" }];
    }),
  ];
}

const lossMarks = [0.1, 0.2, 0.5, 1, 2, 5, 10];

/** The loss curves of the runs at one rate, and pale those of another; a cross is where a run diverged. */
export function lossShapes(tries: readonly RateTry[], steps: number, chosen: number, pale?: number): Shape[] {
  const [low, high] = [Math.log(lossMarks[0]), Math.log(lossMarks[lossMarks.length - 1])];
  const x = (step: number) => left + (step / steps) * (right - left);
  // What is beyond the marks is drawn at the edge.
  const y = (loss: number) =>
    bottom - ((Math.min(high, Math.max(low, Math.log(loss))) - low) / (high - low)) * (bottom - top);
  const curve = (one: RateTry, stroke: string): Shape => {
    const part = steps / partsOfRun;
    const points = one.losses.map(
      (loss, k) => `${x(Math.min(one.done, (k + 1) * part)).toFixed(1)},${y(loss).toFixed(1)}`,
    );
    return ["polyline", { points: points.join(" "), fill: "none", stroke, "stroke-width": 2 }];
  };
  const cross = (one: RateTry): Shape => {
    const [cx, cy] = [x(one.done), y(one.losses[one.losses.length - 1])];
    return ["path", { d: `M${cx - 5} ${cy - 5}l10 10m0 -10l-10 10`, stroke: colours.orange, "stroke-width": 2.2 }];
  };
  const own = tries.filter(({ rate }) => rate === chosen);
  return [
    ...lossMarks.flatMap((loss): Shape[] => [
      ["path", { d: `M${left} ${y(loss).toFixed(1)}H${right}`, stroke: colours.grid }],
      [
        "text",
        { ...small, x: left - 6, y: y(loss) + 4, "text-anchor": "end" },
        loss === lossMarks[lossMarks.length - 1] ? `≥ ${loss}` : String(loss),
      ],
    ]),
    ...[0, 0.5, 1].map((share): Shape => {
      const step = Math.round(share * steps);
      const anchor = share === 1 ? "end" : "middle";
      return ["text", { ...small, x: x(step), y: bottom + 17, "text-anchor": anchor }, grouped(step)];
    }),
    ["text", { ...small, x: (left + right) / 2, y: bottom + 34, "text-anchor": "middle" }, "steps"],
    ...tries.filter(({ rate }) => rate === pale && pale !== chosen).map((one) => curve(one, colours.line)),
    ...own.map((one) => curve(one, colours.orange)),
    ...own.filter(hasDiverged).map(cross),
  ];
}
