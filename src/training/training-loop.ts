import type { Dataset } from "../data/dataset";
import { rateFromZero, TrainingError } from "../errors";
import type { Network } from "../network/network";
import { ruinedWeight, weightsNow } from "../network/weights";
import { type Random, seededRandom } from "../random";
import { meanOf } from "../statistics";
import { createRunner } from "./create-runner";
import { isDead, stepsToJudge } from "./dead-network";
import { EpochOrder } from "./epoch-order";
import { type Clock, startClock } from "./progress";
import type { Run } from "./run";
import { divergedError, failedStepError } from "./run-errors";
import type { BatchResult, Runner, StagedRunner } from "./runner";
import { StepsDone } from "./steps-done";
import { runnerOptions, type Settings } from "./train-options";
import { requireMemory } from "./updater";
import { type Validator, validator } from "./validation";

/** A training run under way: what `epochsOf` goes through, step by step. */
export class TrainingLoop {
  readonly runner: Runner;
  readonly stepsPerEpoch: number;
  readonly watch: Validator | undefined;
  private readonly steps: number;
  readonly stepsDone: StepsDone;
  private readonly random: Random;
  readonly order: EpochOrder;
  private readonly restoreWeights: () => void;
  private readonly clock: Clock;
  /** The steps after which the observer asked to be called. */
  private readonly observed: ReadonlySet<number>;
  private images: number;
  /** The steps that were staged: their images, as positions in the data set, and their learning rates. */
  private readonly staged: { images: Uint32Array; learningRate: number }[] = [];
  /** Whether the run has ended by itself. */
  finished = false;

  /** @param runner  left out, one is made that trains this network alone */
  constructor(
    private readonly network: Network,
    dataset: Dataset,
    private readonly settings: Settings,
    runner?: Runner,
  ) {
    const { epochs, batchSize, resumed } = settings;
    this.random = seededRandom(settings.seed);
    this.images = resumed?.images ?? 0;
    const sizes = network.parameters.map(({ data }) => data.length);
    if (resumed) requireMemory(resumed.memory, sizes);
    this.runner = runner ?? createRunner(network, dataset, runnerOptions(settings, this.random.seed));
    this.order = new EpochOrder(dataset.length, settings.shuffle ? this.random : undefined);
    for (let k = 0; k < (resumed?.epochs ?? 0); k++) this.order.draw(); // the orders that the resumed runs drew
    this.stepsPerEpoch = Math.ceil(dataset.length / batchSize);
    this.steps = epochs * this.stepsPerEpoch;
    this.stepsDone = new StepsDone(this.steps);
    this.watch = settings.validation && validator(network, settings.validation);
    this.restoreWeights = weightsNow(network);
    this.clock = startClock(this.steps, settings, this.stepsDone);
    this.observed = new Set(settings.observer?.begin(this.steps));
  }

  /** Steps done, of all. */
  get done(): number {
    return this.stepsDone.count;
  }

  /** The steps of an epoch; in between the network is given the weights reached, and whoever looks on is called. */
  runEpoch(): void {
    this.order.draw();
    for (let k = 0; k < this.stepsPerEpoch; k++) {
      this.step();
      if (this.due()) this.tell();
      else if (this.observed.has(this.done) && this.done < this.steps) this.reach();
    }
    this.endEpoch();
  }

  /** The first half of a step that a group computes, the next one or so many behind it: it goes to the runner. */
  stage(runner: StagedRunner, ahead: number): void {
    const { images, learningRate } = this.next(ahead);
    runner.stage(images, learningRate, ahead);
    this.staged[ahead] = { images, learningRate };
  }

  /** The other half: takes what the group has computed of the staged steps, in their order. */
  take(runner: StagedRunner, step: number): void {
    const { images, learningRate } = this.staged[step];
    this.record(images.length, learningRate, runner.take(images.length, step));
  }

  /** Whether it is time to tell how far the run has come. The end is told apart, and with patience any epoch may be it. */
  due(): boolean {
    const mayEnd = this.settings.patience < Infinity ? this.stepsPerEpoch : this.steps;
    return this.clock.due() && this.done % mayEnd !== 0;
  }

  /** Gives the network the weights reached, which is what Stop leaves behind, and calls onProgress. */
  tell(): void {
    this.reach();
    this.clock.tell(this.done, false);
  }

  endEpoch(): void {
    this.runner.writeBack();
    const ruined = ruinedWeight(this.network);
    if (ruined) throw this.diverged(`the weights ran away (${ruined})`, this.done, this.rate(this.done - 1));
    this.settings.observer?.reached(this.done);
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

  /** The run so far. */
  run(): Run {
    const { optimizer, resumed } = this.settings;
    const { ranOn, threads } = this.runner;
    const epochs = this.done / this.stepsPerEpoch;
    return {
      ...this.stepsDone.soFar(),
      epochs,
      stepsPerEpoch: this.stepsPerEpoch,
      ...(this.watch && { validation: this.watch.results() }),
      finished: this.finished,
      seed: this.random.seed,
      seconds: this.clock.seconds(),
      ranOn,
      threads,
      state: {
        optimizer,
        memory: this.runner.remembered(),
        seed: this.random.seed,
        images: this.images,
        epochs: (resumed?.epochs ?? 0) + Math.ceil(epochs),
      },
    };
  }

  /** Gives the network the weights reached, and has them looked at. */
  private reach(): void {
    this.runner.writeBack();
    this.settings.observer?.reached(this.done);
  }

  private rate(step: number): number {
    return rateFromZero("train: learningRate", this.settings.rateAt(step, this.steps));
  }

  /** What a step learns from: images, as positions in the data set, and its rate. @param ahead  0 for the next step */
  private next(ahead: number): { images: Uint32Array; learningRate: number } {
    const step = this.done + ahead;
    const images = this.order.batch(step % this.stepsPerEpoch, this.settings.batchSize);
    return { images, learningRate: this.rate(step) };
  }

  private step(): void {
    try {
      const { images, learningRate } = this.next(0);
      this.record(images.length, learningRate, this.runner.trainBatch(images, learningRate));
    } catch (error) {
      throw this.failed(error);
    }
  }

  /** @returns what to throw where a step fails. If there were others before it, the weights that those reached are kept. */
  failed(error: unknown): unknown {
    if (this.done === 0 || error instanceof TrainingError) return error;
    this.reach();
    return failedStepError(this.done + 1, this.steps, error as Error);
  }

  private record(images: number, learningRate: number, { loss, correct }: BatchResult): void {
    if (!Number.isFinite(loss)) throw this.diverged(`the loss became ${loss}`, this.done + 1, learningRate);
    this.stepsDone.add(loss, correct / images);
    this.images += images;
    const judged = stepsToJudge(this.settings.batchSize);
    if (this.done % judged === 0) this.requireLife(judged);
  }

  /** @throws {TrainingError} if the network did not learn anything any more in the last steps */
  private requireLife(steps: number): void {
    const last = this.stepsDone.lastLosses(steps);
    if (isDead(last))
      throw this.diverged(`the loss stands at ${meanOf(last).toFixed(1)}`, this.done, this.rate(this.done - 1));
  }

  private diverged(what: string, step: number, learningRate: number): TrainingError {
    this.restoreWeights();
    this.settings.observer?.reached(0);
    return divergedError(this.network, `${what} at step ${step} with learning rate ${learningRate}`);
  }
}
