import type { Dataset } from "../data/dataset";
import { TrainingError } from "../errors";
import type { Network } from "../network/network";
import { ruinedWeight } from "../network/weights";
import { type Tensor, tensor } from "../tensor";
import { createRunner } from "./create-runner";
import { requireFit } from "./require-fit";
import type { RunnerOptions } from "./runner";

/**
 * What a network answers to each image of a data set, computed as in `evaluate`: on the engine where it can. Changes no
 * weights.
 *
 * @returns (n, classes), probabilities
 * @throws as evaluate does
 */
export function predict(network: Network, dataset: Dataset): Tensor {
  const rows: number[][] = [];
  for (const probabilities of answersTo("predict", network, dataset)) rows.push(Array.from(probabilities));
  return tensor([rows.length, rows[0].length], rows.flat());
}

/**
 * The probabilities of one image after the other; each array may be reused by the next.
 *
 * @param options  batchSize: images that are computed at once; threads, default as many as are of use
 */
export function* answersTo(
  place: string,
  network: Network,
  dataset: Dataset,
  options: Pick<RunnerOptions, "batchSize" | "threads"> = { batchSize: 256 },
): Generator<ArrayLike<number>> {
  if (dataset.length === 0) throw new RangeError(`${place}: expected a data set with images, got an empty one`);
  requireFit(place, network, dataset);
  const ruined = ruinedWeight(network);
  if (ruined) throw new TrainingError(`${place}: expected weights that are numbers, found ${ruined}; train anew`);
  const runner = createRunner(network, dataset, options);
  try {
    for (let i = 0; i < dataset.length; i++) yield runner.predict(i);
  } finally {
    runner.dispose();
  }
}
