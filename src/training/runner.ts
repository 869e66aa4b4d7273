import type { Augmentation } from "../data/augment";
import type { Dataset } from "../data/dataset";
import { layerRunner } from "./layer-runner";
import type { Network } from "./network";
import type { Optimizer } from "./optimizers";

/** What one mini-batch gave, before its update. */
export interface BatchResult {
  /** Mean cross-entropy of the batch, in nats. */
  readonly loss: number;
  /** How many of its images were classified correctly. */
  readonly correct: number;
}

/**
 * What computes for `train` and `evaluate`: the layers themselves, or something faster that ends with the same numbers.
 * The loop around it owns order, schedule, progress and stopping.
 */
export interface Runner {
  readonly ranOn: "layers" | "engine";
  /** In which arithmetic: "float64", or the engine's "simd", float32 with the same bits on every machine. */
  readonly build: "float64" | "simd";
  /** On how many threads. */
  readonly threads: number;
  /** One step of the optimizer along the mean gradient of these images (positions in the data set), the next ones of the run. */
  trainBatch(images: Uint32Array, learningRate: number): BatchResult;
  /** The probabilities of image i. (classes) The array may be reused by the next call. */
  predict(i: number): ArrayLike<number>;
  /** Brings the network's own tensors up to date with what was computed so far. */
  writeBack(): void;
  /** Gives back memory and threads; the runner is of no use afterwards. */
  dispose(): void;
}

export interface RunnerOptions {
  readonly batchSize: number;
  /** Left out, the runner takes as many as are of use. */
  readonly threads?: number | undefined;
  /** Default sgd(). */
  readonly optimizer?: Optimizer;
  /** See `trainingImages`. */
  readonly augment?: Augmentation | undefined;
  readonly seed?: number;
  readonly runOn?: Runner["ranOn"] | undefined;
}

/** Makes a runner for a network on a data set, or undefined if it cannot run that network. */
export type RunnerFactory = (
  network: Network,
  dataset: Dataset,
  options: RunnerOptions,
) => Runner | undefined;

const factories = new Map<string, RunnerFactory>();

/** Offers a faster way to run networks; of the same name, the last one counts. */
export function registerRunner(name: string, factory: RunnerFactory): void {
  factories.set(name, factory);
}

/**
 * The first runner on offer that takes the network; the layers themselves take any.
 *
 * @throws {RangeError} if it has to run on something else than the layers, and nothing on offer takes it
 */
export function createRunner(network: Network, dataset: Dataset, options: RunnerOptions): Runner {
  const offered = options.runOn === "layers" ? [] : factories.values();
  for (const factory of offered) {
    const runner = factory(network, dataset, options);
    if (runner) return runner;
  }
  if ((options.runOn ?? "layers") === "layers") return layerRunner(network, dataset, options);
  const layers = network.layers.map(({ name }) => name).join(", ");
  throw new RangeError(
    `train: cannot run on the ${options.runOn}, which does not know all of ${layers} as they are`,
  );
}
