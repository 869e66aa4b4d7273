import type { Augmentation } from "../data/augment";
import type { Dataset } from "../data/dataset";
import { onlyOptions, rateFromZero, ShapeError, wholeNumber } from "../errors";
import { formatShape } from "../tensor";
import type { Observer } from "./observer";
import { type Optimizer, optimizerFrom, sgd } from "./optimizers";
import type { Progress } from "./progress";
import type { Runner, RunnerOptions } from "./runner";
import type { Schedule } from "./schedules";
import type { TrainingState } from "./training-state";

/** The options of `train` and `epochsOf`. */
export interface TrainOptions {
  /** How often to go through the data set. Default 1. */
  readonly epochs?: number;
  /** Images to a step; the gradient is their mean. Default 1, as in the article. */
  readonly batchSize?: number;
  /** Default 0.005, as in the article. 0 is a rate too, of a step that changes nothing. */
  readonly learningRate?: number | Schedule;
  /**
   * How a step follows from the gradient. Default sgd(), as in the article, or the optimizer of the run that is
   * resumed.
   */
  readonly optimizer?: Optimizer;
  /**
   * Moves every image at random each time that it is shown: { shift: 2, rotation: 10, scale: 10 }. Left out, images
   * stay as they are.
   */
  readonly augment?: Augmentation;
  /** Images to look at after every epoch, without learning from them: to choose by. */
  readonly validation?: Dataset;
  /** Stops after so many epochs in a row without a lower validation loss. Left out, all epochs are run. */
  readonly patience?: number;
  /**
   * Whether the network ends with the weights of the lowest validation loss, not the last ones. Default: where there is
   * patience.
   */
  readonly restoreBest?: boolean;
  /** Whether each epoch has a random order of its own. Default true. */
  readonly shuffle?: boolean;
  /**
   * Seeds order, augmentation and dropout: the same seed gives the same run. Left out, one is drawn; the run tells
   * which.
   */
  readonly seed?: number;
  /**
   * A run to go on from, or its state from a model file: the optimizer remembers its steps, and order, augmentation and
   * dropout follow on. Four runs of one epoch, each resuming the one before, are one run of four. Left out, the
   * optimizer starts anew.
   */
  readonly resume?: { readonly state: TrainingState };
  /**
   * Threads; the weights do not depend on their number. Default: the cores where batches are large enough to share,
   * else 1.
   */
  readonly threads?: number;
  /**
   * Left out, the engine runs where it knows every layer, else the layers run. "layers" computes in float64, readably
   * and slowly.
   */
  readonly runOn?: Runner["ranOn"];
  /** Called about ten times a second, and once at the end. */
  readonly onProgress?: (progress: Progress) => void;
  /** Looks at the network as it learns, such as `watchLearning(network, digits)`. */
  readonly observer?: Observer;
}

/** Options with their defaults. */
export interface Settings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly rateAt: Schedule;
  readonly optimizer: Optimizer;
  readonly augment: Augmentation | undefined;
  readonly validation: Dataset | undefined;
  /** Infinity where all epochs are run. */
  readonly patience: number;
  readonly restoreBest: boolean;
  readonly shuffle: boolean;
  readonly seed: number | undefined;
  readonly resumed: TrainingState | undefined;
  readonly threads: number | undefined;
  readonly runOn: Runner["ranOn"] | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
  readonly observer: Observer | undefined;
}

/** Every option, as `onlyOptions` takes them. */
export const optionNames: { readonly [Name in keyof Required<TrainOptions>]: true } = {
  epochs: true,
  batchSize: true,
  learningRate: true,
  optimizer: true,
  augment: true,
  validation: true,
  patience: true,
  restoreBest: true,
  shuffle: true,
  seed: true,
  resume: true,
  threads: true,
  runOn: true,
  onProgress: true,
  observer: true,
};

/** @throws {RangeError} if an option cannot be used @throws {ShapeError} if validation images are of another shape */
export function settingsOf(dataset: Dataset, options: TrainOptions): Settings {
  onlyOptions("train", options, optionNames);
  checkKinds(options);
  const { learningRate = 0.005, threads, patience, resume } = options;
  if (dataset.length === 0) throw new RangeError("train: expected a data set with images, got an empty one");
  const batchSize = wholeNumber("train: batchSize", options.batchSize ?? 1);
  if (batchSize > dataset.length) {
    throw new RangeError(`train: batchSize must be at most the data set's ${dataset.length} images, got ${batchSize}`);
  }
  checkValidation(dataset, options);
  const rate = typeof learningRate === "number" ? rateFromZero("train: learningRate", learningRate) : undefined;
  return {
    epochs: wholeNumber("train: epochs", options.epochs ?? 1),
    batchSize,
    rateAt: typeof learningRate === "number" ? () => rate as number : learningRate,
    optimizer: checkedOptimizer(options.optimizer, resume?.state),
    augment: options.augment,
    validation: options.validation,
    patience: patience === undefined ? Infinity : wholeNumber("train: patience", patience),
    restoreBest: options.restoreBest ?? patience !== undefined,
    shuffle: options.shuffle ?? true,
    seed: options.seed ?? resume?.state.seed,
    resumed: resume?.state,
    threads: threads === undefined ? undefined : wholeNumber("train: threads", threads),
    runOn: options.runOn,
    onProgress: options.onProgress,
    observer: options.observer,
  };
}

/** What a run's runner is made for. */
export function runnerOptions(settings: Settings, seed: number): RunnerOptions {
  const { batchSize, optimizer, augment, threads, runOn, resumed } = settings;
  const resuming = { memory: resumed?.memory, imagesBefore: resumed?.images ?? 0 };
  return { batchSize, optimizer, augment, threads, runOn, seed, ...resuming };
}

/** Options that no later check looks at before the run begins. */
function checkKinds({ learningRate = 0, onProgress, observer, resume, runOn = "layers" }: TrainOptions): void {
  const refuse = (name: string, expected: string, got: unknown) => {
    throw new RangeError(`train: ${name} must be ${expected}, got ${JSON.stringify(got)}`);
  };
  if (typeof learningRate !== "number" && typeof learningRate !== "function") {
    refuse("learningRate", "a number or a function of the step", learningRate);
  }
  if (onProgress !== undefined && typeof onProgress !== "function") refuse("onProgress", "a function", onProgress);
  if (observer !== undefined && typeof observer?.reached !== "function") {
    refuse("observer", "an object with begin, reached and end, as watchLearning gives", observer);
  }
  if (runOn !== "layers" && runOn !== "engine") refuse("runOn", '"engine" or "layers"', runOn);
  if (resume !== undefined && !resume?.state) {
    throw new RangeError("train: resume must be a run, or what loadRun gives, got something without a state");
  }
}

function checkValidation({ imageShape }: Dataset, { validation, patience, restoreBest }: TrainOptions): void {
  if (!validation) {
    if (patience === undefined && !restoreBest) return;
    const name = patience === undefined ? "restoreBest" : "patience";
    throw new RangeError(`train: ${name} needs validation images, got none`);
  }
  if (validation.length === 0) throw new RangeError("train: expected validation with images, got an empty data set");
  if (validation.imageShape.join() !== imageShape.join()) {
    throw new ShapeError(
      `train: validation images must be ${formatShape(imageShape)} like the others, got ${formatShape(validation.imageShape)}`,
    );
  }
}

/** An optimizer is plain data, so it may have been written by hand. */
function checkedOptimizer(optimizer: Optimizer | undefined, resumed: TrainingState | undefined): Optimizer {
  const checked = optimizerFrom(optimizer ?? resumed?.optimizer ?? sgd(), "train");
  if (!resumed || resumed.optimizer.kind === checked.kind) return checked;
  throw new RangeError(
    `train: resume is a run with ${resumed.optimizer.kind}(), whose memory ${checked.kind}() cannot use: leave out optimizer or resume`,
  );
}
