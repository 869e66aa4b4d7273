import { createHash } from "node:crypto";
import { TrainingError } from "../errors";
import { Network } from "../network/network";
import { shapesThrough } from "../network/shapes";
import { seededRandom } from "../random";
import { sizeOf } from "../tensor";
import { epochsOf } from "../training/epochs";
import type { Optimizer } from "../training/optimizers";
import type { Progress } from "../training/progress";
import { type ScheduleData, scheduleFrom } from "../training/schedules";
import type { TrainOptions } from "../training/train-options";
import type { LayerData } from "./layer-schema";
import { layerFrom } from "./layers-of-trial";
import type { Trial } from "./trial";
import { splitFor } from "./trial-data";

/** An epoch of a trial. */
export interface EpochReport {
  /** From 1. */
  readonly epoch: number;
  /** Mean over the epoch's steps, in nats. */
  readonly trainLoss: number;
  /** On the validation images: mean in nats, and share of right answers from 0 to 1. */
  readonly loss: number;
  readonly accuracy: number;
}

/** What a trial gave: plain data, and no weights, which the same trial gives again. */
export interface TrialResult {
  readonly epochs: readonly EpochReport[];
  /** The first 64 bits of the SHA-256 of the weights reached: equal where all of their bits are. */
  readonly weights: string;
  readonly seconds: number;
  /** Halving ended it before its last epoch. */
  readonly stopped?: true;
  /** Its numbers ran away: the epochs are those before. */
  readonly diverged?: true;
}

/** Most weights of a network, and most values of a layer's output, that a trial may have: 400 MB of float64. */
const most = 5e7;

/**
 * A trial's network with its initial weights.
 *
 * @throws {ShapeError} if a layer does not take the output of the one before
 * @throws {RangeError} if it would be too large
 */
export function networkOf({ network }: Trial, imageShape: readonly number[]): Network {
  const layers = network.layers.map(layerFrom);
  const shapes = shapesThrough(layers, imageShape);
  for (const [k, layer] of network.layers.entries()) {
    const largest = Math.max(weightsOf(layer, shapes[k]), sizeOf(shapes[k + 1]));
    if (largest <= most) continue;
    throw new RangeError(`trial: layers[${k}] ${layer.kind} must have at most ${most} numbers, got ${largest}`);
  }
  return new Network(layers, { input: imageShape, random: seededRandom(network.seed) });
}

/** How many weights a layer will have. */
function weightsOf(layer: LayerData, inputShape: readonly number[]): number {
  if (layer.kind === "Dense" || layer.kind === "Softmax") return sizeOf(inputShape) * layer.options.nodes;
  if (layer.kind !== "Conv2D") return 0; // of Conv3x3 there are 9 times its filters
  const { size, filters } = layer.options;
  return size[0] * size[1] * (inputShape[2] ?? 1) * filters;
}

/**
 * A trial's options of `train`. All defaults are filled in by the schema; TypeScript 5.0 as tslab has it, without strict
 * checks, does not see that.
 */
export function trainOptionsOf({ train }: Trial): TrainOptions {
  const { epochs, batchSize, learningRate, optimizer, augment, seed } = train;
  return {
    epochs,
    batchSize,
    learningRate: scheduleFrom(learningRate as ScheduleData),
    optimizer: optimizer as Optimizer,
    ...(augment && { augment }),
    seed,
  };
}

/**
 * Trains a trial on one thread, and reports after each epoch. The next call tells whether to go on: `next(false)` ends
 * it, with the result so far. The same trial gives the same result wherever it runs, up to the seconds.
 *
 * @param onProgress  called about ten times a second
 * @throws {Error} if the data set is not here, or not that of the trial, or the network does not fit it
 */
export function* epochsOfTrial(
  trial: Trial,
  onProgress?: (progress: Progress) => void,
): Generator<EpochReport, TrialResult, boolean | undefined> {
  const started = performance.now();
  const { train, validation } = splitFor(trial.data);
  const network = networkOf(trial, train.imageShape);
  const options = { ...trainOptionsOf(trial), validation, threads: 1, ...(onProgress && { onProgress }) };
  const epochs: EpochReport[] = [];
  const result = (end: Pick<TrialResult, "stopped" | "diverged"> = {}): TrialResult => {
    const seconds = Math.round(performance.now() - started) / 1000;
    return { epochs, weights: end.diverged ? "" : weightsHash(network), seconds, ...end };
  };
  try {
    for (const { epoch, loss: trainLoss, validation } of epochsOf(network, train, options)) {
      const { loss, accuracy } = validation as { loss: number; accuracy: number };
      if (!Number.isFinite(loss)) return result({ diverged: true });
      const report = { epoch, trainLoss, loss, accuracy };
      epochs.push(report);
      if ((yield report) === false && epoch < trial.train.epochs) return result({ stopped: true });
    }
  } catch (error) {
    if (!(error instanceof TrainingError) || error.cause) throw error;
    return result({ diverged: true });
  }
  return result();
}

function weightsHash({ parameters }: Network): string {
  const hash = createHash("sha256");
  for (const { data } of parameters) hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return hash.digest("hex").slice(0, 16);
}
