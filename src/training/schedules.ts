import { positiveRate, wholeNumber } from "../errors";
import type { Schedule } from "./train-options";

// Learning rates over a run, for train({ learningRate: … }). `step` counts from 0, so no schedule reaches its end value 0.

/** The same rate throughout. */
export function constantRate(rate: number): Schedule {
  positiveRate("constantRate: rate", rate);
  return () => rate;
}

/**
 * A straight line from one rate to another: large steps first, small ones to settle.
 *
 *   rate(step) = from + (to - from) · step / steps
 */
export function fallingRate(from: number, to = 0): Schedule {
  positiveRate("fallingRate: from", from);
  rateOrZero("fallingRate: to", to);
  return (step, steps) => from + (to - from) * (step / steps);
}

/**
 * A rise to `rate` over the first steps, then half a cosine wave down.
 *
 *   warm-up   rate(step) = rate · (step + 1) / w                            for the w = round(warmUp · steps) first steps
 *   then      rate(step) = to + (rate - to) · (1 + cos(π · t)) / 2          t = (step - w) / (steps - w)
 *
 * @param warmUp  the share of the steps that the rise takes, 0 <= warmUp < 1
 * @see Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017
 */
export function cosineRate(
  rate: number,
  { warmUp = 0, to = 0 }: { warmUp?: number; to?: number } = {},
): Schedule {
  positiveRate("cosineRate: rate", rate);
  rateOrZero("cosineRate: to", to);
  if (!(warmUp >= 0 && warmUp < 1)) {
    throw new RangeError(`cosineRate: warmUp must be a share of the steps, 0 to 1, got ${warmUp}`);
  }
  return (step, steps) => {
    const rise = Math.round(warmUp * steps);
    if (step < rise) return (rate * (step + 1)) / rise;
    return to + ((rate - to) * (1 + Math.cos((Math.PI * (step - rise)) / (steps - rise)))) / 2;
  };
}

/**
 * A rate that is multiplied by `factor` after each of `parts` equal parts of the run.
 *
 *   rate(step) = rate · factor^floor(parts · step / steps)
 *
 * @param parts   3: three rates in all
 * @param factor  default 0.1
 */
export function steppedRate(
  rate: number,
  { parts = 3, factor = 0.1 }: { parts?: number; factor?: number } = {},
): Schedule {
  positiveRate("steppedRate: rate", rate);
  positiveRate("steppedRate: factor", factor);
  wholeNumber("steppedRate: parts", parts);
  return (step, steps) => rate * factor ** Math.floor((parts * step) / steps);
}

function rateOrZero(place: string, rate: number): void {
  if (rate !== 0) positiveRate(place, rate);
}
