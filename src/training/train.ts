import type { Dataset } from "../data/dataset";
import { positiveRate, TrainingError } from "../errors";
import { seededRandom, shuffleInPlace } from "../random";
import type { Network } from "./network";
import { reporter } from "./progress";
import { createRunner, type Runner } from "./runner";
import { checkedOptions, type TrainOptions } from "./train-options";
import { type Validation, validator } from "./validation";

/** What a training run left behind. */
export interface Run {
  /** Mean loss, in nats, of each step's images before its update. */
  readonly losses: Float64Array;
  /** Share of each step's images that were classified correctly before its update, 0 to 1. */
  readonly accuracies: Float64Array;
  /** Epochs that were run: fewer than asked for where patience ran out. */
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** By epoch; where there were validation images. */
  readonly validation?: Validation;
  readonly seed: number;
  readonly seconds: number;
  readonly ranOn: Runner["ranOn"];
  readonly build: Runner["build"];
  readonly threads: number;
}

/**
 * Trains a network by gradient descent on the cross-entropy. Synchronous: a cell that runs it can be stopped at any time,
 * and the network then has the weights reached a tenth of a second before.
 *
 * @throws {RangeError} if an option or the data set cannot be used; nothing has changed then
 * @throws {TrainingError} if the loss stops being a number; the network has its weights from before the call
 */
export function train(network: Network, dataset: Dataset, options: TrainOptions = {}): Run {
  const { epochs, batchSize, rateAt, shuffle, patience, restoreBest, ...how } = checkedOptions(
    dataset,
    options,
  );
  const random = seededRandom(options.seed);
  const runner = createRunner(network, dataset, {
    ...{ batchSize, seed: random.seed, augment: options.augment, runOn: options.runOn },
    ...how,
  });
  const order = Uint32Array.from({ length: dataset.length }, (_, i) => i);
  const stepsPerEpoch = Math.ceil(dataset.length / batchSize);
  const steps = epochs * stepsPerEpoch;
  const losses = new Float64Array(steps);
  const accuracies = new Float64Array(steps);
  const report = reporter(runner, losses, accuracies, { steps, epochs }, options.onProgress);
  const watch = options.validation && validator(network, options.validation, patience);
  const orRestore = restoring(network);

  const take = (step: number, images: Uint32Array) => {
    const learningRate = positiveRate("train: learningRate", rateAt(step, steps));
    const { loss, correct } = runner.trainBatch(images, learningRate);
    if (!Number.isFinite(loss)) throw diverged(step, loss, learningRate);
    losses[step] = loss;
    accuracies[step] = correct / images.length;
  };
  const patienceRanOut = () => {
    if (!watch) return false;
    runner.writeBack();
    return watch.look();
  };
  let step = 0;
  try {
    for (let done = false; step < steps && !done; ) {
      const start = (step % stepsPerEpoch) * batchSize;
      if (start === 0 && shuffle) shuffleInPlace(order, random);
      orRestore(() => take(step, order.subarray(start, start + batchSize)));
      report(++step);
      if (step % stepsPerEpoch === 0) done = orRestore(patienceRanOut);
    }
    report.end(step);
    runner.writeBack();
    if (restoreBest) watch?.restoreBest();
  } finally {
    runner.dispose();
  }
  return {
    losses: losses.slice(0, step),
    accuracies: accuracies.slice(0, step),
    epochs: step / stepsPerEpoch,
    stepsPerEpoch,
    ...(watch && { validation: watch.results() }),
    seed: random.seed,
    seconds: report.secondsPassed(),
    ranOn: runner.ranOn,
    build: runner.build,
    threads: runner.threads,
  };
}

/** @returns a function that does some work, and on an error gives the network the weights that it has now */
function restoring(network: Network): <T>(work: () => T) => T {
  const before = network.parameters.map(({ data }) => data.slice());
  return (work) => {
    try {
      return work();
    } catch (error) {
      for (const [k, { data }] of network.parameters.entries()) data.set(before[k]);
      throw error;
    }
  };
}

function diverged(step: number, loss: number, learningRate: number): TrainingError {
  return new TrainingError(
    `train: the loss became ${loss} at step ${step + 1} with learning rate ${learningRate}; ` +
      "the network has its weights from before this call. Try a smaller learning rate.",
  );
}
