import type { Dataset } from "../data/dataset";
import { positiveRate, TrainingError, wholeNumber } from "../errors";
import { seededRandom, shuffleInPlace } from "../random";
import type { Network } from "./network";
import { createRunner, type Runner } from "./runner";

/** The learning rate at a step, counted from 0, of so many steps in all. */
export type Schedule = (step: number, steps: number) => number;

export interface TrainOptions {
  /** How often to go through the data set. Default 1. */
  readonly epochs?: number;
  /** Images to a step; the gradient is their mean. Default 1, as in the article. */
  readonly batchSize?: number;
  /** Default 0.005, as in the article. */
  readonly learningRate?: number | Schedule;
  /** How much of the last step's direction the next one keeps, 0 up to, not including, 1. Default 0. */
  readonly momentum?: number;
  /** Whether each epoch has a random order of its own. Default true. */
  readonly shuffle?: boolean;
  /** Seeds the order: the same seed gives the same run. Left out, one is drawn; the run tells which. */
  readonly seed?: number;
  /** Threads; the weights do not depend on their number. Default: the cores where batches are large enough to share, else 1. */
  readonly threads?: number;
  /** Left out, the engine runs where it knows every layer, else the layers run. "layers" computes in float64, readably and slowly. */
  readonly runOn?: Runner["ranOn"];
  /** Called about ten times a second, and once at the end. */
  readonly onProgress?: (progress: Progress) => void;
}

/** How far training has come. */
export interface Progress {
  /** Steps done, of all. */
  readonly step: number;
  readonly steps: number;
  /** The epoch of the last step, from 1, of all. */
  readonly epoch: number;
  readonly epochs: number;
  /** Mean loss in nats and share of right answers, 0 to 1, since the last call. */
  readonly loss: number;
  readonly accuracy: number;
  readonly secondsPassed: number;
  /** Estimated from the steps done so far. */
  readonly secondsLeft: number;
}

/** What a training run left behind. */
export interface Run {
  /** Mean loss, in nats, of each step's images before its update. */
  readonly losses: Float64Array;
  /** Share of each step's images that were classified correctly before its update, 0 to 1. */
  readonly accuracies: Float64Array;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly seed: number;
  readonly seconds: number;
  readonly ranOn: Runner["ranOn"];
  readonly build: Runner["build"];
  readonly threads: number;
}

const progressInterval = 0.1; // seconds

/**
 * Trains a network by gradient descent on the cross-entropy. Synchronous: a cell that runs it can be stopped at any time,
 * and the network then has the weights reached.
 *
 * @throws {RangeError} if an option or the data set cannot be used; nothing has changed then
 * @throws {TrainingError} if the loss stops being a number; the network has its weights from before the call
 */
export function train(network: Network, dataset: Dataset, options: TrainOptions = {}): Run {
  const { epochs, batchSize, rateAt, shuffle, seed, threads, momentum } = checked(dataset, options);
  const runner = createRunner(network, dataset, {
    batchSize,
    threads,
    momentum,
    runOn: options.runOn,
  });
  const random = seededRandom(seed);
  const order = Uint32Array.from({ length: dataset.length }, (_, i) => i);
  const stepsPerEpoch = Math.ceil(dataset.length / batchSize);
  const steps = epochs * stepsPerEpoch;
  const losses = new Float64Array(steps);
  const accuracies = new Float64Array(steps);
  const report = reporter(runner, losses, accuracies, { steps, epochs }, options.onProgress);
  const orRestore = restoring(network);
  try {
    for (let step = 0; step < steps; step++) {
      const start = (step % stepsPerEpoch) * batchSize;
      if (start === 0 && shuffle) shuffleInPlace(order, random);
      const images = order.subarray(start, start + batchSize);
      orRestore(() => {
        const learningRate = positiveRate("train: learningRate", rateAt(step, steps));
        const { loss, correct } = runner.trainBatch(images, learningRate);
        if (!Number.isFinite(loss)) throw diverged(step, loss, learningRate);
        losses[step] = loss;
        accuracies[step] = correct / images.length;
      });
      report(step + 1);
    }
    runner.writeBack();
  } finally {
    runner.dispose();
  }
  return {
    losses,
    accuracies,
    epochs,
    stepsPerEpoch,
    seed: random.seed,
    seconds: report.secondsPassed(),
    ranOn: runner.ranOn,
    build: runner.build,
    threads: runner.threads,
  };
}

/** @returns a function that does some work, and on an error gives the network the weights that it has now */
function restoring(network: Network): (work: () => void) => void {
  const before = network.parameters.map(({ data }) => data.slice());
  return (work) => {
    try {
      work();
    } catch (error) {
      for (const [k, { data }] of network.parameters.entries()) data.set(before[k]);
      throw error;
    }
  };
}

/** @returns the options with their defaults @throws {RangeError} if one cannot be used */
function checked(dataset: Dataset, options: TrainOptions) {
  const { learningRate = 0.005, momentum = 0, threads } = options;
  if (dataset.length === 0)
    throw new RangeError("train: expected a data set with images, got an empty one");
  if (typeof learningRate === "number") positiveRate("train: learningRate", learningRate);
  if (!(momentum >= 0 && momentum < 1)) {
    throw new RangeError(`train: momentum must be at least 0 and below 1, got ${momentum}`);
  }
  const batchSize = wholeNumber("train: batchSize", options.batchSize ?? 1);
  if (batchSize > dataset.length) {
    throw new RangeError(
      `train: batchSize must be at most the data set's ${dataset.length} images, got ${batchSize}`,
    );
  }
  const rateAt: Schedule = typeof learningRate === "number" ? () => learningRate : learningRate;
  return {
    epochs: wholeNumber("train: epochs", options.epochs ?? 1),
    batchSize,
    rateAt,
    shuffle: options.shuffle ?? true,
    seed: options.seed,
    threads: threads === undefined ? undefined : wholeNumber("train: threads", threads),
    momentum,
  };
}

function diverged(step: number, loss: number, learningRate: number): TrainingError {
  return new TrainingError(
    `train: the loss became ${loss} at step ${step + 1} with learning rate ${learningRate}; ` +
      "the network has its weights from before this call. Try a smaller learning rate.",
  );
}

/** @returns a function to call after every step; it passes news on at most ten times a second, and at the last step */
function reporter(
  runner: Runner,
  losses: Float64Array,
  accuracies: Float64Array,
  { steps, epochs }: { steps: number; epochs: number },
  onProgress: TrainOptions["onProgress"],
) {
  const started = performance.now();
  const secondsPassed = () => (performance.now() - started) / 1000;
  let reported = 0;
  let reportedAt = 0;
  const report = (step: number) => {
    const passed = secondsPassed();
    if (!onProgress || (step < steps && passed - reportedAt < progressInterval)) return;
    runner.writeBack();
    onProgress({
      step,
      steps,
      epoch: Math.ceil((step * epochs) / steps),
      epochs,
      loss: mean(losses.subarray(reported, step)),
      accuracy: mean(accuracies.subarray(reported, step)),
      secondsPassed: passed,
      secondsLeft: (passed / step) * (steps - step),
    });
    reported = step;
    reportedAt = passed;
  };
  return Object.assign(report, { secondsPassed });
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
