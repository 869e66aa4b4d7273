import type { Dataset } from "../data/dataset";
import { TrainingError } from "../errors";
import type { Network } from "../network/network";
import { ruinedWeight } from "../network/weights";
import { type Random, seededRandom, shuffleInPlace } from "../random";
import { argMax, type Tensor } from "../tensor";
import { createRunner } from "../training/create-runner";
import { isDead, stepsToJudge } from "../training/dead-network";
import type { Runner } from "../training/runner";
import { articleNetwork } from "./article-network";

/** What cannot change during a run. */
export interface TrainerOptions {
  readonly filters: number;
  readonly batchSize: number;
  /** Of the first weights, and of the order of the images. */
  readonly seed: number;
  /** How many images, the last ones, are kept back to be asked about. */
  readonly heldOut: number;
}

/**
 * The article's network while it learns, a few steps at a time: what a page runs between two pictures on the screen.
 * Rate apart, it does what `train` does on the images that are not held out, in the same order, to the last bit. It
 * runs on the engine where there is one, on one thread.
 */
export class Trainer {
  readonly runner: Runner;
  readonly stepsPerEpoch: number;
  /** Steps done. */
  steps = 0;
  private readonly network: Network;
  private readonly random: Random;
  private readonly order: Uint32Array;
  /** The losses by which a dead network is noticed: the last ones, the oldest overwritten. */
  private readonly lastLosses: Float64Array;

  /**
   * @param images  (h, w), of `classNames.length` classes
   * @throws {RangeError} if an option is beyond what the images allow
   */
  constructor(
    private readonly images: Dataset,
    private readonly options: TrainerOptions,
  ) {
    const { filters, batchSize, seed, heldOut } = options;
    const learned = images.length - heldOut;
    if (!(heldOut >= 1 && learned >= batchSize && batchSize >= 1)) {
      throw new RangeError(
        `Trainer: expected batches of 1 to ${images.length - 1} images and images to hold out, ` +
          `got batchSize ${batchSize} and heldOut ${heldOut}`,
      );
    }
    this.network = articleNetwork(images.imageShape, { filters, classes: images.classNames.length, seed });
    this.random = seededRandom(seed);
    this.runner = createRunner(this.network, images, { batchSize, threads: 1, seed });
    this.order = Uint32Array.from({ length: learned }, (_, i) => i);
    this.stepsPerEpoch = Math.ceil(learned / batchSize);
    this.lastLosses = new Float64Array(stepsToJudge(batchSize));
  }

  /**
   * @param count  how many steps, at least one
   * @returns the mean of their losses, in nats
   * @throws {TrainingError} "diverged at step …" if the loss or the weights run away; nothing can go on then
   */
  step(count: number, learningRate: number): number {
    let sum = 0;
    for (let k = 0; k < count; k++) sum += this.one(learningRate);
    return sum / count;
  }

  /** How often the images to learn from were gone through. */
  get epochs(): number {
    return this.steps / this.stepsPerEpoch;
  }

  /** The share of the held-out images that the network gets wrong, 0 to 1. */
  heldOutError(): number {
    const { images, runner, options } = this;
    let wrong = 0;
    for (let i = images.length - options.heldOut; i < images.length; i++) {
      if (argMax(runner.predict(i)) !== images.label(i)) wrong++;
    }
    return wrong / options.heldOut;
  }

  /** Gives back memory; nothing can be computed afterwards. */
  dispose(): void {
    this.runner.dispose();
  }

  /** The parameters as they are now, in the layers' order; the filters come first. @throws {TrainingError} as `step` */
  weights(): readonly Tensor[] {
    this.runner.writeBack();
    const ruined = ruinedWeight(this.network);
    if (ruined) throw this.diverged(`the weights ran away (${ruined})`);
    return this.network.parameters;
  }

  private one(learningRate: number): number {
    const place = this.steps % this.stepsPerEpoch;
    if (place === 0) shuffleInPlace(this.order, this.random);
    const { batchSize } = this.options;
    const batch = this.order.subarray(place * batchSize, (place + 1) * batchSize);
    const { loss } = this.runner.trainBatch(batch, learningRate);
    const judged = this.lastLosses.length;
    this.lastLosses[this.steps % judged] = loss;
    this.steps++;
    if (!Number.isFinite(loss)) throw this.diverged(`the loss became ${loss}`);
    if (this.steps % judged === 0 && isDead(this.lastLosses)) throw this.diverged("the loss stands at several hundred");
    return loss;
  }

  private diverged(what: string): TrainingError {
    return new TrainingError(`diverged at step ${this.steps}: ${what}`);
  }
}
