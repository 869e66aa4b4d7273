import type { Augmentation } from "../data/augment";
import type { Dataset } from "../data/dataset";
import type { Network } from "../network/network";
import type { Optimizer } from "./optimizers";
import type { OptimizerMemory } from "./updater";

/** What one mini-batch gave, before its update. */
export interface BatchResult {
  /** Mean cross-entropy of the batch, in nats. */
  readonly loss: number;
  /** How many of its images were classified correctly. */
  readonly correct: number;
}

/**
 * What computes for `train` and `evaluate`: the layers themselves in float64, or something faster that ends with the
 * same numbers. The loop around it owns order, schedule, progress and stopping.
 */
export interface Runner {
  readonly ranOn: "layers" | "engine";
  /** How many threads compute. */
  readonly threads: number;
  /** Why nothing faster runs; only the layers have it, and only if they were not asked for. */
  readonly declined?: string | undefined;
  /**
   * One step of the optimizer along the mean gradient of these images (positions in the data set), the next ones of the
   * run.
   */
  trainBatch(images: Uint32Array, learningRate: number): BatchResult;
  /** The probabilities of image i. (classes) The array may be reused by the next call. */
  predict(i: number): ArrayLike<number>;
  /** Brings the network's own tensors up to date with what was computed so far. */
  writeBack(): void;
  /** What the optimizer remembers, as of the last writeBack. A copy. */
  remembered(): OptimizerMemory;
  /** Gives back memory and threads; the runner computes nothing afterwards. */
  dispose(): void;
}

/** A runner of a group: the group computes what `stage` brings to it. */
export interface StagedRunner extends Runner {
  /**
   * Brings what a step computes: its images (positions in the data set), and its learning rate.
   *
   * @param step  which of the steps that are computed next, from 0
   */
  stage(images: Uint32Array, learningRate: number, step: number): void;
  /** What a staged step of so many images gave. Called once for each, in their order. */
  take(images: number, step: number): BatchResult;
}

/** Runners that compute at the same time, one for each of several networks. */
export interface RunnerGroup {
  readonly runners: readonly StagedRunner[];
  /** How many steps each may be brought at once. */
  readonly room: number;
  /** Computes so many staged steps of each of these runners (positions in `runners`). */
  compute(taking: readonly number[], steps: number): void;
  /** Gives back memory and threads, those of the runners included. */
  dispose(): void;
}

/** What a runner is made for. */
export interface RunnerOptions {
  readonly batchSize: number;
  /** Left out, the runner takes as many as are of use. */
  readonly threads?: number | undefined;
  /** Default sgd(). */
  readonly optimizer?: Optimizer;
  /** What the optimizer remembers of an earlier run. Left out, nothing. */
  readonly memory?: OptimizerMemory | undefined;
  /** See `trainingImages`. */
  readonly augment?: Augmentation | undefined;
  readonly seed?: number;
  /** How many images earlier runs have drawn for. */
  readonly imagesBefore?: number;
  readonly runOn?: Runner["ranOn"] | undefined;
}

/** The reason why a faster runner cannot run a network: "it does not know layers[1] Scale". */
export interface Declined {
  readonly declined: string;
}

/** Makes a runner for a network on a data set, or says why it cannot run that network. */
export type RunnerFactory = (network: Network, dataset: Dataset, options: RunnerOptions) => Runner | Declined;

/** Makes a group of runners for networks on a data set, with options for each; undefined if it cannot run them all. */
export type GroupFactory = (
  networks: readonly Network[],
  dataset: Dataset,
  options: readonly RunnerOptions[],
) => RunnerGroup | undefined;
