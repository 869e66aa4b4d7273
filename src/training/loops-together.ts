import type { Dataset } from "../data/dataset";
import { TrainingError } from "../errors";
import type { Network } from "../network/network";
import { meanOf } from "../statistics";
import { rememberRun } from "./last-run";
import type { Progress } from "./progress";
import type { Run } from "./run";
import { tellsOfRun } from "./run-errors";
import type { RunnerGroup, StagedRunner } from "./runner";
import type { Settings } from "./train-options";
import { TrainingLoop } from "./training-loop";

/** The runs of a group's networks, step by step at the same time. */
export class LoopsTogether {
  readonly #loops: readonly TrainingLoop[];
  readonly #group: RunnerGroup;
  readonly #settings: Settings;
  readonly #seeds: readonly number[];
  /** What each run told last. */
  readonly #told: Progress[] = [];
  /** The step that onProgress was told of last. */
  #toldStep = 0;
  /** Positions of the networks that are still trained: with patience, one may end before the others. */
  #training: readonly number[];

  constructor(
    networks: readonly Network[],
    dataset: Dataset,
    settings: readonly Settings[],
    seeds: readonly number[],
    group: RunnerGroup,
  ) {
    this.#group = group;
    [this.#settings] = settings;
    this.#seeds = seeds;
    this.#loops = networks.map((network, k) => {
      const onProgress = (progress: Progress) => {
        this.#told[k] = progress;
      };
      return new TrainingLoop(network, dataset, { ...settings[k], onProgress }, group.runners[k]);
    });
    this.#training = networks.map((_, k) => k);
    rememberRun(() => this.#loops[networks.length - 1].run());
  }

  run(): Run[] {
    const { epochs, patience } = this.#settings;
    for (let epoch = 1; epoch <= epochs && this.#training.length > 0; epoch++) {
      this.#runEpoch();
      this.#training = this.#training.filter((k) => {
        const looked = this.#loops[k].watch?.look();
        return !looked || looked.epochsSinceBest < patience;
      });
    }
    const runs: Run[] = [];
    const all = this.#loops.map((_, k) => k);
    this.#forEach(all, (loop) => runs.push(loop.finish()));
    this.#tell(all);
    const last = runs[runs.length - 1];
    rememberRun(() => last);
    return runs;
  }

  #runEpoch(): void {
    const training = this.#training;
    const [first] = training;
    for (const k of training) this.#loops[k].order.draw();
    const { stepsPerEpoch } = this.#loops[first];
    for (let step = 0; step < stepsPerEpoch; step += this.#group.room) {
      this.#runSteps(Math.min(this.#group.room, stepsPerEpoch - step));
      if (!this.#loops[first].due()) continue;
      for (const k of training) this.#loops[k].tell();
      this.#tell(training);
    }
    this.#forEach(training, (loop) => loop.endEpoch());
  }

  /** So many steps of each network. Where one fails, each has taken those before it. */
  #runSteps(steps: number): void {
    const training = this.#training;
    let staged = 0;
    let unstaged: Failure | undefined;
    while (staged < steps && !unstaged) {
      [unstaged] = this.#attempt(training, (loop, runner) => loop.stage(runner, staged));
      if (!unstaged) staged++;
    }
    if (staged > 0) this.#group.compute(training, staged);
    const failures = this.#attempt(training, (loop, runner) => {
      for (let step = 0; step < staged; step++) loop.take(runner, step);
    });
    if (unstaged) failures.push({ k: unstaged.k, error: this.#loops[unstaged.k].failed(unstaged.error) });
    if (failures.length === 0) return;
    for (const k of training) {
      const well = failures.every((failure) => failure.k !== k);
      if (well && this.#loops[k].done > 0) this.#group.runners[k].writeBack();
    }
    throw this.#earliest(failures);
  }

  #tell(networks: readonly number[]): void {
    const told = networks.map((k) => this.#told[k]);
    // A network that patience ended is behind: progress that went back would count as another run's.
    const furthest = told.reduce((most, one) => (one.step > most.step ? one : most));
    if (furthest.step === this.#toldStep) return;
    this.#toldStep = furthest.step;
    const mean = (of: "loss" | "accuracy") => meanOf(told.map((progress) => progress[of]));
    this.#settings.onProgress?.({ ...furthest, loss: mean("loss"), accuracy: mean("accuracy") });
  }

  /** Does some work for each of these networks, also where it fails for others. */
  #forEach(networks: readonly number[], work: (loop: TrainingLoop, runner: StagedRunner) => void): void {
    const failures = this.#attempt(networks, work);
    if (failures.length > 0) throw this.#earliest(failures);
  }

  #attempt(networks: readonly number[], work: (loop: TrainingLoop, runner: StagedRunner) => void): Failure[] {
    return networks.flatMap((k): Failure[] => {
      try {
        work(this.#loops[k], this.#group.runners[k]);
        return [];
      } catch (error) {
        return [{ k, error }];
      }
    });
  }

  /** The error of the network that failed at the earliest step. */
  #earliest(failures: readonly Failure[]): unknown {
    const doneOf = ({ k }: Failure) => this.#loops[k].done;
    const { k, error } = failures.reduce((first, next) => (doneOf(next) < doneOf(first) ? next : first));
    return named(error, k, this.#seeds[k]);
  }
}

/** What went wrong with a network, by its position. */
interface Failure {
  readonly k: number;
  readonly error: unknown;
}

/** An error of one network's training, which then says whose it is; any other error as it is. */
export function named(error: unknown, k: number, seed: number): unknown {
  if (!(error instanceof TrainingError)) return error;
  const words = error.message.replace(/^train: /, "").replace(tellsOfRun, "");
  const message = `trainAll: networks[${k}], seed ${seed}: ${words} The others have the weights reached.`;
  return new TrainingError(message, { cause: error });
}
