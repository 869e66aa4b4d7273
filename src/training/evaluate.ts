import type { Dataset } from "../data/dataset";
import { argMax, tensor } from "../tensor";
import { crossEntropy } from "./cross-entropy";
import type { Network } from "./network";
import { createRunner } from "./runner";

/** How a network does on a data set. */
export interface Evaluation {
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
  /** Share of right answers, 0 to 1. */
  readonly accuracy: number;
  /** confusion[label][answer]: how many images of a class were taken for which. */
  readonly confusion: readonly number[][];
}

/**
 * Runs a network over every image of a data set. Changes no weights.
 *
 * @throws {RangeError} if the data set is empty or has a label that is no class of the network
 */
export function evaluate(network: Network, dataset: Dataset): Evaluation {
  if (dataset.length === 0)
    throw new RangeError("evaluate: expected a data set with images, got an empty one");
  const runner = createRunner(network, dataset, { batchSize: 1, threads: 1 });
  try {
    const classes = runner.predict(0).length;
    const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
    let loss = 0;
    let correct = 0;
    for (let i = 0; i < dataset.length; i++) {
      const probabilities = tensor([classes], runner.predict(i));
      const label = dataset.label(i);
      const answer = argMax(probabilities.data);
      loss += crossEntropy(probabilities, label).loss;
      confusion[label][answer]++;
      if (answer === label) correct++;
    }
    return { loss: loss / dataset.length, accuracy: correct / dataset.length, confusion };
  } finally {
    runner.dispose();
  }
}
