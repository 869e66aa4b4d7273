import { onlyOptions, positiveRate, rateFromZero, wholeNumber } from "../errors";

/** The learning rate at a step, counted from 0, of so many steps in all. */
export type Schedule = (step: number, steps: number) => number;

/** A schedule of this file as plain data: its kind and numbers. */
export type ScheduleData =
  | { readonly kind: "constant"; readonly rate: number }
  | { readonly kind: "falling"; readonly from: number; readonly to: number }
  | { readonly kind: "cosine"; readonly rate: number; readonly warmUp: number; readonly to: number }
  | { readonly kind: "stepped"; readonly rate: number; readonly parts: number; readonly factor: number };

/** A schedule that JSON.stringify writes as its data, and `scheduleFrom` reads back. */
export type DescribedSchedule = Schedule & { toJSON(): ScheduleData };

function described(data: ScheduleData, rateAt: Schedule): DescribedSchedule {
  return Object.assign(rateAt, { toJSON: () => data });
}

/**
 * A schedule from its data, such as JSON.parse(JSON.stringify(fallingRate(0.01))).
 *
 * @throws {RangeError} if it is not what one of the schedules below gives
 */
export function scheduleFrom(data: ScheduleData): DescribedSchedule {
  if (data?.kind === "constant") return constantRate(data.rate);
  if (data?.kind === "falling") return fallingRate(data.from, data.to);
  if (data?.kind === "cosine") {
    const { kind, rate, ...options } = data;
    return cosineRate(rate, options);
  }
  if (data?.kind === "stepped") {
    const { kind, rate, ...options } = data;
    return steppedRate(rate, options);
  }
  const got = JSON.stringify(data);
  throw new RangeError(`scheduleFrom: kind must be "constant", "falling", "cosine" or "stepped", got ${got}`);
}

// Learning rates over a run, for train({ learningRate: … }). `step` counts from 0, so no schedule reaches its end value
// 0.

/** The same rate throughout. */
export function constantRate(rate: number): DescribedSchedule {
  positiveRate("constantRate: rate", rate);
  return described({ kind: "constant", rate }, () => rate);
}

/**
 * A straight line from one rate to another: large steps first, small ones to settle.
 *
 *   rate(step) = from + (to - from) · step / steps
 */
export function fallingRate(from: number, to = 0): DescribedSchedule {
  positiveRate("fallingRate: from", from);
  rateFromZero("fallingRate: to", to);
  return described({ kind: "falling", from, to }, (step, steps) => from + (to - from) * (step / steps));
}

/**
 * A rise to `rate` over the first steps, then half a cosine wave down.
 *
 *   warm-up   rate(step) = rate · (step + 1) / w                            for the w = round(warmUp · steps) first steps
 *   then      rate(step) = to + (rate - to) · (1 + cos(π · t)) / 2          t = (step - w) / (steps - w)
 *
 * @param options  warmUp: the share of the steps that the rise takes, 0 <= warmUp < 1, default 0; to: the rate at the
 *                 end, default 0
 * @throws {RangeError} if a number cannot be used, or an option has another name
 * @see Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017
 */
export function cosineRate(rate: number, options: { warmUp?: number; to?: number } = {}): DescribedSchedule {
  onlyOptions("cosineRate", options, { warmUp: true, to: true });
  const { warmUp = 0, to = 0 } = options;
  positiveRate("cosineRate: rate", rate);
  rateFromZero("cosineRate: to", to);
  if (!(warmUp >= 0 && warmUp < 1)) {
    throw new RangeError(`cosineRate: warmUp must be a share of the steps, 0 to 1, got ${warmUp}`);
  }
  return described({ kind: "cosine", rate, warmUp, to }, (step, steps) => {
    const rise = Math.round(warmUp * steps);
    if (step < rise) return (rate * (step + 1)) / rise;
    return to + ((rate - to) * (1 + Math.cos((Math.PI * (step - rise)) / (steps - rise)))) / 2;
  });
}

/**
 * A rate that is multiplied by `factor` after each of `parts` equal parts of the run.
 *
 *   rate(step) = rate · factor^floor(parts · step / steps)
 *
 * @param options  parts: how many rates there are in all, default 3; factor: default 0.1
 * @throws {RangeError} if a number cannot be used, or an option has another name
 */
export function steppedRate(rate: number, options: { parts?: number; factor?: number } = {}): DescribedSchedule {
  onlyOptions("steppedRate", options, { parts: true, factor: true });
  const { parts = 3, factor = 0.1 } = options;
  positiveRate("steppedRate: rate", rate);
  positiveRate("steppedRate: factor", factor);
  wholeNumber("steppedRate: parts", parts);
  return described(
    { kind: "stepped", rate, parts, factor },
    (step, steps) => rate * factor ** Math.floor((parts * step) / steps),
  );
}
