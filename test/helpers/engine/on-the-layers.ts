import type { Dataset } from "../../../src/data/dataset";
import type { Network } from "../../../src/network/network";
import { argMax } from "../../../src/tensor";
import { lossOf } from "../../../src/training/cross-entropy";
import { layerRunner } from "../../../src/training/layer-runner";
import type { RunnerOptions } from "../../../src/training/runner";

/** A training to repeat on the layers. */
export interface Descent extends Omit<RunnerOptions, "batchSize" | "threads" | "runOn"> {
  readonly steps: number;
  readonly batchSize: number;
  readonly learningRate: number;
}

/** The readable layers' losses, images in file order, from the first again behind the last. The network learns. */
export function layerLosses(
  network: Network,
  dataset: Dataset,
  { steps, batchSize, learningRate, ...options }: Descent,
): number[] {
  const runner = layerRunner(network, dataset, options);
  return Array.from({ length: steps }, (_, step) => {
    const batch = Uint32Array.from({ length: batchSize }, (_, k) => (step * batchSize + k) % dataset.length);
    return runner.trainBatch(batch, learningRate).loss;
  });
}

/** What `evaluate` tells, computed by the readable layers. */
export function layerEvaluation(network: Network, dataset: Dataset) {
  const runner = layerRunner(network, dataset, {});
  const { length: classes } = runner.predict(0);
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let loss = 0;
  for (let i = 0; i < dataset.length; i++) {
    const probabilities = runner.predict(i);
    loss += lossOf(probabilities, dataset.label(i)) / dataset.length;
    confusion[dataset.label(i)][argMax(probabilities)]++;
  }
  return { loss, confusion };
}

/** The largest difference of the first values, as many as `b` has. */
export function worst(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(b, (value, k) => Math.abs(a[k] - value)));
}
