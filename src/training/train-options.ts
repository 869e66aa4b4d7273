import type { Augmentation } from "../data/augment";
import type { Dataset } from "../data/dataset";
import { positiveRate, ShapeError, wholeNumber } from "../errors";
import { formatShape } from "../tensor";
import { adam, type Optimizer, sgd } from "./optimizers";
import type { Progress } from "./progress";
import type { Runner } from "./runner";

/** The learning rate at a step, counted from 0, of so many steps in all. */
export type Schedule = (step: number, steps: number) => number;

export interface TrainOptions {
  /** How often to go through the data set. Default 1. */
  readonly epochs?: number;
  /** Images to a step; the gradient is their mean. Default 1, as in the article. */
  readonly batchSize?: number;
  /** Default 0.005, as in the article. */
  readonly learningRate?: number | Schedule;
  /** How a step follows from the gradient. Default sgd(), as in the article. */
  readonly optimizer?: Optimizer;
  /** Moves every image at random, each time anew: { shift: 2, rotation: 10, scale: 10 }. Left out, images stay as they are. */
  readonly augment?: Augmentation;
  /** Images to look at after every epoch, without learning from them: to choose by. */
  readonly validation?: Dataset;
  /** Stops after so many epochs in a row without a lower validation loss. Left out, all epochs are run. */
  readonly patience?: number;
  /** Whether the network ends with the weights of the lowest validation loss, not the last ones. Default: where there is patience. */
  readonly restoreBest?: boolean;
  /** Whether each epoch has a random order of its own. Default true. */
  readonly shuffle?: boolean;
  /** Seeds order, augmentation and dropout: the same seed gives the same run. Left out, one is drawn; the run tells which. */
  readonly seed?: number;
  /** Threads; the weights do not depend on their number. Default: the cores where batches are large enough to share, else 1. */
  readonly threads?: number;
  /** Left out, the engine runs where it knows every layer, else the layers run. "layers" computes in float64, readably and slowly. */
  readonly runOn?: Runner["ranOn"];
  /** Called about ten times a second, and once at the end. */
  readonly onProgress?: (progress: Progress) => void;
}

/** @returns the options with their defaults @throws {RangeError} if one cannot be used */
export function checkedOptions(dataset: Dataset, options: TrainOptions) {
  const { learningRate = 0.005, threads, patience } = options;
  if (dataset.length === 0)
    throw new RangeError("train: expected a data set with images, got an empty one");
  if (typeof learningRate === "number") positiveRate("train: learningRate", learningRate);
  const batchSize = wholeNumber("train: batchSize", options.batchSize ?? 1);
  if (batchSize > dataset.length) {
    throw new RangeError(
      `train: batchSize must be at most the data set's ${dataset.length} images, got ${batchSize}`,
    );
  }
  checkValidation(dataset, options);
  const rateAt: Schedule = typeof learningRate === "number" ? () => learningRate : learningRate;
  return {
    epochs: wholeNumber("train: epochs", options.epochs ?? 1),
    batchSize,
    rateAt,
    optimizer: checkedOptimizer(options.optimizer ?? sgd()),
    shuffle: options.shuffle ?? true,
    threads: threads === undefined ? undefined : wholeNumber("train: threads", threads),
    patience: patience === undefined ? Infinity : wholeNumber("train: patience", patience),
    restoreBest: options.restoreBest ?? patience !== undefined,
  };
}

function checkValidation(
  { imageShape }: Dataset,
  { validation, patience, restoreBest }: TrainOptions,
): void {
  if (!validation) {
    if (patience === undefined && !restoreBest) return;
    const name = patience === undefined ? "restoreBest" : "patience";
    throw new RangeError(`train: ${name} needs validation images, got none`);
  }
  if (validation.length === 0)
    throw new RangeError("train: expected validation with images, got an empty data set");
  const [h, w] = validation.imageShape;
  if (h !== imageShape[0] || w !== imageShape[1]) {
    throw new ShapeError(
      `train: validation images must be ${formatShape(imageShape)} like the others, got ${formatShape([h, w])}`,
    );
  }
}

/** Also one that was written by hand: it is plain data. */
function checkedOptimizer(optimizer: Optimizer): Optimizer {
  if (optimizer.kind === "adam") return adam(optimizer);
  if (optimizer.kind === "sgd") return sgd(optimizer);
  const got = JSON.stringify(optimizer);
  throw new RangeError(`train: optimizer must be one that sgd() or adam() returns, got ${got}`);
}
