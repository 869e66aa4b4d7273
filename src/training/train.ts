import type { Dataset } from "../data/dataset";
import type { Network } from "../network/network";
import { epochsOf } from "./epochs";
import type { Run } from "./run";
import type { TrainOptions } from "./train-options";

/**
 * Trains a network by gradient descent on the cross-entropy. Synchronous: a cell that runs it can be stopped at any
 * time. The network then has the weights reached a tenth of a second before, and `lastRun()` gives the run so far.
 *
 * @throws {RangeError} if an option or the data set cannot be used; nothing has changed then
 * @throws {ShapeError} if the images are not of the shape that the network takes; nothing has changed then
 * @throws {TrainingError} if the loss or the weights run away: the network has its weights from before the call;
 *                         or if something else fails in the middle of the run: the network has the weights reached
 */
export function train(network: Network, dataset: Dataset, options: TrainOptions = {}): Run {
  const epochs = epochsOf(network, dataset, options);
  for (;;) {
    const next = epochs.next();
    if (next.done) return next.value;
  }
}
