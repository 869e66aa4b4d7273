import type { Dataset } from "../data/dataset";
import { TrainingError } from "../errors";
import type { Network } from "../network/network";
import { meanOf } from "../statistics";
import { rememberRun } from "./last-run";
import type { Progress } from "./progress";
import type { Run } from "./run";
import type { RunnerGroup } from "./runner";
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
    const runs = this.#loops.map((loop, k) => this.#named(k, () => loop.finish()));
    this.#tell(runs.map((_, k) => k));
    const last = runs[runs.length - 1];
    rememberRun(() => last);
    return runs;
  }

  #runEpoch(): void {
    const training = this.#training;
    const [first] = training;
    for (const k of training) this.#loops[k].beginEpoch();
    for (let step = 0; step < this.#loops[first].stepsPerEpoch; step++) {
      for (const k of training) this.#named(k, () => this.#loops[k].stage(this.#group.runners[k]));
      this.#group.step(training);
      for (const k of training) this.#named(k, () => this.#loops[k].take(this.#group.runners[k]));
      if (!this.#loops[first].due()) continue;
      for (const k of training) this.#loops[k].tell();
      this.#tell(training);
    }
    for (const k of training) this.#named(k, () => this.#loops[k].endEpoch());
  }

  #tell(networks: readonly number[]): void {
    const told = networks.map((k) => this.#told[k]);
    const mean = (of: "loss" | "accuracy") => meanOf(told.map((progress) => progress[of]));
    this.#settings.onProgress?.({ ...told[0], loss: mean("loss"), accuracy: mean("accuracy") });
  }

  #named<Result>(k: number, work: () => Result): Result {
    return named(k, this.#seeds[k], work, () => {
      for (const other of this.#training) if (other !== k) this.#group.runners[other].writeBack();
    });
  }
}

/** Does a network's work. If its training fails, keeps what the others have reached, and the error says whose it is. */
export function named<Result>(k: number, seed: number, work: () => Result, keepOthers = () => {}): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TrainingError)) throw error;
    keepOthers();
    const words = error.message.replace(/^train: /, "");
    const message = `trainAll: networks[${k}], seed ${seed}: ${words} The others have the weights reached.`;
    throw new TrainingError(message, { cause: error });
  }
}
