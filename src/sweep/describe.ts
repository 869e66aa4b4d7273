import { augmentationFrom } from "../data/augment";
import type { Dataset } from "../data/dataset";
import { onlyOptions } from "../errors";
import { type Description, Layer } from "../layers/layer";
import { shapesThrough } from "../network/shapes";
import { formatShape } from "../tensor";
import { optimizerFrom, sgd } from "../training/optimizers";
import { isQuick } from "../training/quick-runs";
import type { Schedule } from "../training/schedules";
import type { TrainOptions } from "../training/train-options";
import { layerClasses } from "./layers-of-trial";
import { parseTrial, type Trial } from "./trial";

/** The options of `train` that a trial may have. */
export type TrialTrainOptions = Pick<
  TrainOptions,
  "epochs" | "batchSize" | "learningRate" | "optimizer" | "augment" | "seed"
>;

const trainOptionNames = {
  epochs: true,
  batchSize: true,
  learningRate: true,
  optimizer: true,
  augment: true,
  seed: true,
} as const;

/** What trials have in common. */
export interface TrialData {
  readonly name: string;
  readonly sha256: string;
  readonly take?: number;
  readonly validation: number;
}

/**
 * A training as a trial: layers, schedule, optimizer and augmentation say themselves what they are.
 *
 * @param place  which settings these are, for the message
 * @throws {RangeError} if a layer, schedule or optimizer is written by hand, has weights already, or an option cannot
 *                      be used
 */
export function describeTrial(
  layers: readonly Layer[],
  train: TrialTrainOptions,
  data: TrialData,
  place = "sweep",
): Trial {
  if (!Array.isArray(layers) || layers.length === 0) {
    throw new RangeError(
      `${place}: network must return a list of layers, got ${Array.isArray(layers) ? "[]" : layers}`,
    );
  }
  if (typeof train !== "object" || train === null) {
    throw new RangeError(`${place}: train must return options of train, as { epochs: 3 }, got ${train}`);
  }
  onlyOptions(`${place}: train`, train, trainOptionNames);
  const { epochs = 1, batchSize = 1, learningRate = 0.005, optimizer = sgd(), augment, seed = 1 } = train;
  const trial = {
    version: 1,
    data: { seed: 1, ...data },
    network: { layers: layers.map((layer, k) => describeLayer(layer, `${place}: layers[${k}]`)), seed },
    train: {
      epochs,
      batchSize,
      learningRate: describeRate(learningRate, place),
      optimizer: optimizerFrom(optimizer, place),
      ...(augment && { augment: augmentationFrom(augment) }),
      seed,
    },
  };
  return parseTrial(quickly(trial), place);
}

/** In quick runs a trial says itself that it learns from few images: see `isQuick`. */
function quickly<T extends { data: TrialData; train: { epochs: number; batchSize: number } }>(trial: T): T {
  if (!isQuick()) return trial;
  const { data, train } = trial;
  const take = Math.min(data.take ?? Infinity, Math.max(Math.ceil(600 / train.epochs), train.batchSize));
  return { ...trial, data: { ...data, take, validation: Math.min(data.validation, 200) } };
}

/** A layer's kind and options, with how its weights begin, which `describe` leaves out. */
function describeLayer(layer: Layer, place: string): { kind: string; options: Description } {
  if (!(layer instanceof Layer)) throw new RangeError(`${place} must be a layer, got ${JSON.stringify(layer)}`);
  const known: unknown = layerClasses[layer.name as keyof typeof layerClasses];
  if (layer.constructor !== known || !layer.describe) {
    throw new RangeError(
      `${place} must be of ${Object.keys(layerClasses).join(", ")}, got ${layer.name}: ` +
        "a layer that is written by hand exists in this notebook only, and trials know the package's",
    );
  }
  const { drawn, made, random, initialisation } = layer as unknown as Beginnings;
  if (drawn || made || random) {
    throw new RangeError(
      `${place} ${layer.name} must have no weights and no { random } of its own, got some: a trial's weights come ` +
        "from its seed",
    );
  }
  return { kind: layer.name, options: { ...layer.describe(), ...(initialisation && { initialisation }) } };
}

/** How the weights of a built-in layer begin: private members, since only who makes a layer anew asks. */
interface Beginnings {
  readonly drawn?: object;
  readonly made?: object;
  readonly random?: object;
  readonly initialisation?: string;
}

function describeRate(rate: number | Schedule, place: string): unknown {
  if (typeof rate !== "function") return rate;
  if ("toJSON" in rate && typeof rate.toJSON === "function") return rate.toJSON();
  throw new RangeError(
    `${place}: learningRate must be a number, or what constantRate, fallingRate, cosineRate or steppedRate returns, ` +
      `got ${rate.name ? `the function ${rate.name}` : "a function"}: one that is written by hand exists in this ` +
      "notebook only, and trials know the package's",
  );
}

/**
 * Looks at all of a trial that can be known before it runs.
 *
 * @param train   the images to train on, of which the trial puts some aside
 * @throws {RangeError} if there are fewer images than it asks for, or more classes than the network has
 * @throws {ShapeError} if a layer does not take the output of the one before
 */
export function requireRunnable(trial: Trial, layers: readonly Layer[], train: Dataset, place = "sweep"): void {
  const left = train.length - trial.data.validation;
  const images = trial.data.take ?? left;
  const { batchSize } = trial.train;
  if (left < 1) {
    const most = train.length - 1;
    throw new RangeError(
      `${place}: validation must be at most ${most} of ${train.length} images, got ${trial.data.validation}`,
    );
  }
  if (images > left)
    throw new RangeError(`${place}: take must be at most the ${left} images that are left, got ${images}`);
  if (batchSize > images) {
    throw new RangeError(`${place}: batchSize must be at most the ${images} images to learn from, got ${batchSize}`);
  }
  const shape = shapesThrough(layers, train.imageShape).at(-1) as readonly number[];
  const classes = train.classNames.length;
  if (shape.length === 1 && shape[0] >= classes) return;
  throw new RangeError(
    `${place}: the last layer must give ${classes} numbers, one for each class, got ${formatShape(shape)}`,
  );
}
