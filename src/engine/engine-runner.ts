import { availableParallelism } from "node:os";
import type { Dataset } from "../data/dataset";
import type { Network } from "../training/network";
import { sgd } from "../training/optimizers";
import { type Runner, type RunnerOptions, registerRunner } from "../training/runner";
import { agreesWithLayers } from "./agreement";
import { type CompiledNetwork, compile } from "./compile";
import { Engine } from "./engine";
import { stepsOf } from "./known-layers";
import { isPlain } from "./optimizer-steps";
import type { Step } from "./step";

/** Images run together: few enough that their feature maps stay in the processor's second cache. */
const blockBytes = 768 * 1024;
const mostInBlock = 8;

/**
 * Runs a network on WebAssembly SIMD, in float32.
 *
 * @returns undefined, so that the layers run, where it does not know a layer, or where one image of the data set tells that
 *          the layers compute something else (a reader may have changed them)
 * @throws {RangeError} if there is not enough memory
 */
export function engineRunner(
  network: Network,
  dataset: Dataset,
  options: RunnerOptions,
): Runner | undefined {
  const steps = stepsOf(network);
  const compiled = steps && compileInBlocks(steps, dataset, options);
  if (!compiled) return undefined;
  const chunks = chunksOf(options.batchSize);
  const engine = new Engine(compiled, dataset, {
    batchSize: options.batchSize,
    imageBytes: dataset.imageShape[0] * dataset.imageShape[1],
    threads: Math.min(chunks, options.threads ?? availableParallelism()),
    optimizer: options.optimizer ?? sgd(),
    augment: options.augment,
    seed: options.seed ?? 0,
    chunks,
    slices: chunks,
  });
  return agreesWithLayers(engine, network, dataset) ? engine : undefined;
}

/**
 * In how many parts a batch is computed: each has at least 8 images, or threads would cost more than they bring.
 * It depends on nothing else, since the order of additions does: so the weights have the same bits for any number of threads.
 */
function chunksOf(batchSize: number): number {
  return Math.min(16, Math.max(1, Math.floor(batchSize / 8)));
}

function compileInBlocks(
  steps: readonly Step[],
  { imageShape }: Dataset,
  { batchSize, optimizer = sgd() }: RunnerOptions,
): CompiledNetwork | undefined {
  const stepDense = batchSize === 1 && isPlain(optimizer);
  const single = compile(steps, imageShape, { block: 1, stepDense });
  if (!single) return undefined;
  const fitting = Math.floor(blockBytes / single.builder.workspaceBytes);
  // A power of two: 8 images, the least that a thread is given, are then blocks of one size.
  const block = 2 ** Math.floor(Math.log2(Math.min(mostInBlock, Math.max(1, fitting))));
  return compile(steps, imageShape, { block, stepDense });
}

registerRunner("engine", engineRunner);
