import type { Network } from "../network/network";
import type { Run } from "../training/run";
import { train } from "../training/train";
import type { TrainOptions } from "../training/train-options";
import type { Asked, Ended, SweepHeader } from "./messages";
import { type EpochReport, networkOf, trainOptionsOf } from "./run-trial";
import type { Dimension } from "./space";
import type { Trial } from "./trial";
import { splitFor } from "./trial-data";

/** What a trial of a study came to. */
export class StudyTrial<S = Readonly<Record<string, unknown>>> {
  readonly id: string;
  readonly settings: S;
  /** On the validation images, after its last epoch: mean in nats; Infinity where it diverged. */
  readonly loss: number;
  /** Share of right answers, 0 to 1; 0 where it diverged. */
  readonly accuracy: number;
  /** How many epochs it ran. */
  readonly epochs: number;
  /** What it had after each of them. */
  readonly history: readonly EpochReport[];
  /** Halving ended it before its last epoch. */
  readonly stopped: boolean;
  readonly diverged: boolean;
  readonly seconds: number;
  /** Equal where all bits of the weights are. */
  readonly weights: string;
  /** The training as plain data. */
  readonly trial: Trial;

  constructor({ id, settings, trial }: Asked, result: NonNullable<Ended["result"]>) {
    const last = result.epochs.at(-1);
    this.id = id;
    this.settings = settings as S;
    this.loss = result.diverged || !last ? Infinity : last.loss;
    this.accuracy = result.diverged || !last ? 0 : last.accuracy;
    this.epochs = result.epochs.length;
    this.history = result.epochs;
    this.stopped = result.stopped === true;
    this.diverged = result.diverged === true;
    this.seconds = result.seconds;
    this.weights = result.weights;
    this.trial = trial;
  }

  /**
   * Trains it again, to its last epoch: the same bits, since a trial says all that its weights depend on.
   *
   * @param options  what does not change the result: how progress is shown, and on how many threads it computes
   */
  train(options: Pick<TrainOptions, "onProgress" | "observer" | "threads"> = {}): { network: Network; run: Run } {
    const { train: images, validation } = splitFor(this.trial.data);
    const network = networkOf(this.trial, images.imageShape);
    return { network, run: train(network, images, { ...trainOptionsOf(this.trial), validation, ...options }) };
  }
}

/** A trial that has no result, and why. */
export interface FailedTrial<S> {
  readonly settings: S;
  readonly error: string;
}

type PlainValue = number | string | boolean;
type PlainDimension = { readonly choice: readonly PlainValue[] } | Exclude<Dimension, { readonly choice: unknown }>;

/** A trial as figures take it. */
interface PlainTrial {
  readonly settings: Readonly<Record<string, PlainValue>>;
  readonly loss: number;
  readonly accuracy: number;
  readonly epochs: number;
  readonly stopped: boolean;
}

const plainValue = (value: unknown): PlainValue =>
  typeof value === "number" || typeof value === "string" || typeof value === "boolean" ? value : JSON.stringify(value);

/** What a sweep found. */
export class Study<S = Readonly<Record<string, unknown>>> {
  /** In the order in which they were asked for. */
  readonly trials: readonly StudyTrial<S>[];
  readonly failed: readonly FailedTrial<S>[];

  /** @param ended  by the ids of the trials that have ended */
  constructor(
    readonly header: SweepHeader,
    asked: readonly Asked[],
    ended: ReadonlyMap<string, Pick<Ended, "result" | "error">>,
  ) {
    const trials: StudyTrial<S>[] = [];
    const failed: FailedTrial<S>[] = [];
    for (const one of asked) {
      const { result, error } = ended.get(one.id) ?? {};
      if (result) trials.push(new StudyTrial<S>(one, result));
      else if (error !== undefined) failed.push({ settings: one.settings as S, error });
    }
    this.trials = trials;
    this.failed = failed;
  }

  get name(): string {
    return this.header.name;
  }

  /** The space as figures take it: choices of objects as text. */
  get space(): Readonly<Record<string, PlainDimension>> {
    const plain = Object.entries(this.header.space).map(([name, dimension]) => [
      name,
      "choice" in dimension ? { choice: dimension.choice.map(plainValue) } : dimension,
    ]);
    return Object.fromEntries(plain);
  }

  /** The trials as figures take them. */
  get rows(): PlainTrial[] {
    return this.trials.map(({ settings, loss, accuracy, epochs, stopped }) => {
      const plain = Object.entries(settings as object).map(([name, value]) => [name, plainValue(value)]);
      return { settings: Object.fromEntries(plain), loss, accuracy, epochs, stopped };
    });
  }

  /**
   * The trial of the lowest loss among those that ran to their end: a stopped one might have become better or worse.
   *
   * @throws {Error} if no trial has a result
   */
  get best(): StudyTrial<S> {
    const ended = this.trials.filter(({ stopped, diverged }) => !stopped && !diverged);
    const [best] = [...(ended.length > 0 ? ended : this.trials)].sort(byLoss);
    if (best) return best;
    const [failed] = this.failed;
    throw new Error(`${this.name}.best: expected a trial with a result, got none${failed ? `: ${failed.error}` : ""}`);
  }

  /** Epochs that the trials ran, and that they would have run without halving. */
  get epochs(): { readonly run: number; readonly asked: number } {
    const sum = (of: (trial: StudyTrial<S>) => number) => this.trials.reduce((total, trial) => total + of(trial), 0);
    return { run: sum(({ epochs }) => epochs), asked: sum(({ trial }) => trial.train.epochs) };
  }

  /** A row for each trial, best first: those that ran to their end before those that halving ended. */
  table(): TableRow<S>[] {
    const order = (a: StudyTrial<S>, b: StudyTrial<S>) => Number(a.stopped) - Number(b.stopped) || byLoss(a, b);
    return [...this.trials].sort(order).map(({ settings, loss, accuracy, epochs, stopped, diverged }) => ({
      ...settings,
      loss: rounded(loss),
      accuracy: rounded(accuracy),
      epochs,
      end: diverged ? "diverged" : stopped ? "stopped" : "",
    }));
  }
}

/** A row of a study's table. */
export type TableRow<S> = S & {
  readonly loss: number;
  readonly accuracy: number;
  readonly epochs: number;
  /** "stopped" by halving, "diverged", or nothing where it ran to its end. */
  readonly end: string;
};

const byLoss = (a: { readonly loss: number }, b: { readonly loss: number }) =>
  a.loss === b.loss ? 0 : a.loss - b.loss;

const rounded = (value: number) => Math.round(value * 1e5) / 1e5;
