import { reach } from "../../figures/numbers";
import { type Tensor, tensor } from "../../tensor";
import type { Snapshot } from "../snapshot";
import { type Data, imagesIn, numberIn, numbersIn, textsIn, wholeNumbersIn } from "./read-data";

/** A run that was watched, as far as it came. */
export interface WatchedRun {
  readonly images: readonly Tensor[];
  readonly labels: readonly number[];
  /** Of the classes. */
  readonly names: readonly string[];
  readonly steps: number;
  readonly running: boolean;
  readonly heldOut: number;
  /** (f, h, w) */
  readonly filterShape: readonly number[];
  readonly moments: readonly Snapshot[];
  /** The largest weight of all filters, signs left out. */
  readonly end: number;
}

const mostSteps = 1e12;

/**
 * @param before  what is shown already: the same digits and filters, and maybe fewer snapshots
 * @throws {RangeError} if the data are not those of a run, or of another one than before
 */
export function watchedRunIn(data: Data, before?: WatchedRun): WatchedRun {
  const images = imagesIn(data);
  const filterShape = wholeNumbersIn(data, "filterShape", [1, 64], 3);
  const known = before && [before.images.length, ...before.filterShape].join();
  if (known && known !== [images.length, ...filterShape].join()) {
    throw new RangeError(`expected ${known} digits and filters as before, got ${[images.length, ...filterShape]}`);
  }
  if (images.length > 24) throw new RangeError(`expected at most 24 images, got ${images.length}`);
  const classes = data.classNames;
  const names = textsIn(data, "classNames", Array.isArray(classes) ? Math.min(classes.length, 1024) : 0);
  const heldOut = numberIn(data, "heldOut", [1, 1e9]);
  const steps = numberIn(data, "steps", [1, mostSteps]);
  const taken = numbersIn(data, "taken");
  const count = taken.length;
  const ascends = taken.every((step, k) => step >= 0 && step <= steps && (k === 0 || step > taken[k - 1]));
  if (count < 1 || count > 200 || !ascends) {
    throw new RangeError(`expected 1 to 200 ascending steps from 0 to ${steps} in "taken", got ${count}`);
  }
  const filters = numbersIn(data, "filters", count * filterShape.reduce((all, side) => all * side, 1));
  const labels = wholeNumbersIn(data, "labels", [0, names.length - 1], images.length);
  const answers = wholeNumbersIn(data, "answers", [0, names.length - 1], count * images.length);
  const sure = wholeNumbersIn(data, "sure", [0, 100], count * images.length);
  const wrong = wholeNumbersIn(data, "wrong", [0, heldOut], count);
  const part = (all: readonly number[], k: number) =>
    all.slice((k * all.length) / count, ((k + 1) * all.length) / count);
  const moments = taken.map((step, k) => ({
    step,
    wrong: wrong[k],
    filters: part(filters, k),
    answers: part(answers, k),
    sure: part(sure, k),
  }));
  const end = reach(tensor([filters.length], filters));
  return { images, labels, names, steps, running: data.running === true, heldOut, filterShape, moments, end };
}
