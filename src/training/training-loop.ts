import type { Dataset } from "../data/dataset";
import { rateFromZero, TrainingError } from "../errors";
import type { Network } from "../network/network";
import { ruinedWeight, weightsNow } from "../network/weights";
import { type Random, seededRandom, shuffleInPlace } from "../random";
import { meanOf } from "../statistics";
import { createRunner } from "./create-runner";
import { isDead, stepsToJudge } from "./dead-network";
import { type Clock, startClock } from "./progress";
import type { Run } from "./run";
import type { Runner } from "./runner";
import type { Settings } from "./train-options";
import { requireMemory } from "./updater";
import { type Validator, validator } from "./validation";

/** A training run under way: what `epochsOf` goes through, step by step. */
export class TrainingLoop {
  readonly runner: Runner;
  readonly stepsPerEpoch: number;
  readonly watch: Validator | undefined;
  /** Steps done, of all. */
  done = 0;
  readonly steps: number;
  private readonly random: Random;
  /** Positions in the data set, in the epoch's order. */
  private readonly order: Uint32Array;
  private readonly losses: Float64Array;
  private readonly accuracies: Float64Array;
  private readonly restoreWeights: () => void;
  private readonly clock: Clock;
  /** The steps after which the observer asked to be called. */
  private readonly observed: ReadonlySet<number>;
  private images: number;
  private finished = false;

  constructor(
    private readonly network: Network,
    dataset: Dataset,
    private readonly settings: Settings,
  ) {
    const { epochs, batchSize, optimizer, augment, threads, runOn, resumed } = settings;
    this.random = seededRandom(settings.seed);
    this.images = resumed?.images ?? 0;
    if (resumed) {
      const sizes = network.parameters.map(({ data }) => data.length);
      requireMemory(resumed.memory, sizes);
    }
    this.runner = createRunner(network, dataset, {
      batchSize,
      optimizer,
      augment,
      threads,
      runOn,
      seed: this.random.seed,
      memory: resumed?.memory,
      imagesBefore: this.images,
    });
    this.order = Uint32Array.from({ length: dataset.length }, (_, i) => i);
    for (let k = 0; k < (resumed?.epochs ?? 0); k++) this.shuffle(); // the orders that the resumed runs drew
    this.stepsPerEpoch = Math.ceil(dataset.length / batchSize);
    this.steps = epochs * this.stepsPerEpoch;
    this.losses = new Float64Array(this.steps);
    this.accuracies = new Float64Array(this.steps);
    this.watch = settings.validation && validator(network, settings.validation);
    this.restoreWeights = weightsNow(network);
    this.clock = startClock(this, settings, this.losses, this.accuracies);
    this.observed = new Set(settings.observer?.begin(this.steps));
  }

  /**
   * The steps of an epoch. Ten times a second the network is given the weights reached, and onProgress is called;
   * the observer is, too, and at the steps that it asked for.
   */
  runEpoch(): void {
    const { batchSize, observer } = this.settings;
    this.shuffle();
    for (let start = 0; start < this.order.length; start += batchSize) {
      this.step(this.order.subarray(start, start + batchSize));
      const isDue = this.clock.due();
      if (this.done === this.steps || !(isDue || this.observed.has(this.done))) continue;
      this.runner.writeBack(); // Stop leaves behind what was written back last
      observer?.reached(this.done);
      if (isDue) this.clock.tell(this.done, false);
    }
    this.runner.writeBack();
    const ruined = ruinedWeight(this.network);
    if (ruined) throw this.diverged(`the weights ran away (${ruined})`, this.done, this.rate(this.done - 1));
    observer?.reached(this.done);
  }

  /** Ends the run, which may be early. */
  finish(): Run {
    if (this.done >= 100) this.requireLife(this.done >> 1);
    this.clock.tell(this.done, true);
    this.settings.observer?.end(); // before other weights are put back
    if (this.settings.restoreBest) this.watch?.restoreBest();
    this.finished = true;
    return this.run();
  }

  /** Mean loss and accuracy of the last epoch's steps. */
  lastEpoch(): { loss: number; accuracy: number } {
    const last = (values: Float64Array) => values.subarray(this.done - this.stepsPerEpoch, this.done);
    return { loss: meanOf(last(this.losses)), accuracy: meanOf(last(this.accuracies)) };
  }

  /** The run so far. */
  run(): Run {
    const { optimizer, resumed } = this.settings;
    const { ranOn, threads } = this.runner;
    const { seed } = this.random;
    const epochs = this.done / this.stepsPerEpoch;
    return {
      losses: this.losses.slice(0, this.done),
      accuracies: this.accuracies.slice(0, this.done),
      epochs,
      stepsPerEpoch: this.stepsPerEpoch,
      ...(this.watch && { validation: this.watch.results() }),
      finished: this.finished,
      seed,
      seconds: this.clock.seconds(),
      ranOn,
      threads,
      state: {
        optimizer,
        memory: this.runner.remembered(),
        seed,
        images: this.images,
        epochs: (resumed?.epochs ?? 0) + Math.ceil(epochs),
      },
    };
  }

  private shuffle(): void {
    if (this.settings.shuffle) shuffleInPlace(this.order, this.random);
  }

  private rate(step: number): number {
    return rateFromZero("train: learningRate", this.settings.rateAt(step, this.steps));
  }

  private step(images: Uint32Array): void {
    try {
      const learningRate = this.rate(this.done);
      const { loss, correct } = this.runner.trainBatch(images, learningRate);
      if (!Number.isFinite(loss)) throw this.diverged(`the loss became ${loss}`, this.done + 1, learningRate);
      this.losses[this.done] = loss;
      this.accuracies[this.done] = correct / images.length;
    } catch (error) {
      throw this.done === 0 || error instanceof TrainingError ? error : this.failed(error as Error);
    }
    this.done++;
    this.images += images.length;
    const judged = stepsToJudge(this.settings.batchSize);
    if (this.done % judged === 0) this.requireLife(judged);
  }

  /** @throws {TrainingError} if the network did not learn anything any more in the last steps */
  private requireLife(steps: number): void {
    const last = this.losses.subarray(this.done - steps, this.done);
    if (!isDead(last)) return;
    throw this.diverged(`the loss stands at ${meanOf(last).toFixed(1)}`, this.done, this.rate(this.done - 1));
  }

  private diverged(what: string, step: number, learningRate: number): TrainingError {
    this.restoreWeights();
    this.settings.observer?.reached(0);
    const before = ruinedWeight(this.network);
    const advice = before ? `There was ${before} already: make a new network.` : "Try a smaller learning rate.";
    return new TrainingError(
      `train: ${what} at step ${step} with learning rate ${learningRate}; ` +
        `the network has its weights from before this call. ${advice}`,
    );
  }

  /**
   * Wraps an error that is not about the numbers: of a schedule, or of a layer that a reader wrote. The weights reached
   * are kept.
   */
  private failed(cause: Error): TrainingError {
    this.runner.writeBack();
    this.settings.observer?.reached(this.done);
    return new TrainingError(
      `train: step ${this.done + 1} of ${this.steps} failed: ${cause.message}. ` +
        "The network has the weights of the steps before it, and lastRun() gives the run so far.",
      { cause },
    );
  }
}
