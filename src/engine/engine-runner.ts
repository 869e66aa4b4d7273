import { type Dataset, imageBytes } from "../data/dataset";
import type { Network } from "../network/network";
import { registerRunner } from "../training/create-runner";
import { defaultThreads } from "../training/default-threads";
import { sgd } from "../training/optimizers";
import type { Declined, Runner, RunnerOptions } from "../training/runner";
import { noMemory } from "../training/updater";
import { agreesWithLayers } from "./agreement";
import { agreedBefore } from "./agreement-cache";
import { stagesOf, unknownLayer } from "./known-layers";
import { Engine } from "./memory/engine";
import { EngineGroup, type GroupMember, layOutGroup, roomOf } from "./memory/engine-group";
import type { RunPlan } from "./memory/layout";
import { isPlain } from "./memory/optimizer-numbers";
import { compile, type Programs } from "./programs/compile";
import type { Stage } from "./stage";
import { chunksOf } from "./threads";

/**
 * The largest number of images that run together, and of bytes that their feature maps may take. Feature maps may
 * exceed the processor's second-level cache: smaller blocks would visit the weights of a wide dense layer more often,
 * which costs more.
 */
const mostInBlock = 8;
const blockBytes = 24 * 2 ** 20;

/** The largest size of a group's memory: networks that need more gain little from each other's company. */
const mostGroupBytes = 2 ** 30;

/**
 * Runs a network on WebAssembly SIMD, in float32.
 *
 * @returns a runner; or why the layers have to run: the engine does not know a layer, or the layers give another result
 *          for an image of the data set, because a reader has changed them
 * @throws {RangeError} if there is not enough memory
 */
function engineRunner(network: Network, dataset: Dataset, options: RunnerOptions): Runner | Declined {
  const stages = stagesOf(network);
  if (!stages) return { declined: `it does not know ${unknownLayer(network)}` };
  const compiled = compileInBlocks(stages, dataset, options);
  if (!compiled) {
    const names = network.layers.map(({ name }) => name).join(", ");
    return { declined: `it does not know how to run ${names} in this order` };
  }
  const engine = new Engine(compiled, dataset, planOf(network, dataset, options));
  const agrees = agreedBefore(network, dataset, () => agreesWithLayers(engine, network, dataset));
  return agrees ? engine : { declined: "the layers compute something else than it does, as after an edit" };
}

/**
 * Runs networks at the same time: see `EngineGroup`.
 *
 * @returns undefined where that brings nothing (see `roomOf`), or where it cannot be: networks that the engine does not
 *          know, too many, or too large
 */
function engineGroup(
  networks: readonly Network[],
  dataset: Dataset,
  options: readonly RunnerOptions[],
): EngineGroup | undefined {
  const chunks = chunksOf(options[0].batchSize);
  const room = roomOf(networks.length, chunks, threadsFor(networks.length * chunks, options[0]));
  if (room === 0) return undefined;
  const members: GroupMember[] = [];
  for (const [k, network] of networks.entries()) {
    const stages = stagesOf(network);
    const programs = stages && compileInBlocks(stages, dataset, options[k]);
    if (!programs) return undefined;
    members.push({ programs, plan: { ...planOf(network, dataset, options[k], networks.length), steps: room } });
  }
  const layout = layOutGroup(members);
  if (layout.end > mostGroupBytes) return undefined;
  const group = new EngineGroup(members, dataset, layout);
  const agrees = networks.every((network, k) => {
    return agreedBefore(network, dataset, () => agreesWithLayers(group.runners[k], network, dataset));
  });
  return agrees ? group : undefined;
}

/** No more threads than there are chunks in all. */
const threadsFor = (chunks: number, { threads = defaultThreads() }: RunnerOptions) => Math.min(chunks, threads);

/** @param together  how many networks run at the same time */
function planOf(network: Network, dataset: Dataset, options: RunnerOptions, together = 1): RunPlan {
  const chunks = chunksOf(options.batchSize);
  return {
    batchSize: options.batchSize,
    imageBytes: imageBytes(dataset.imageShape),
    threads: threadsFor(together * chunks, options),
    optimizer: options.optimizer ?? sgd(),
    memory: options.memory ?? noMemory,
    order: network.parameters,
    augment: options.augment,
    seed: options.seed ?? 0,
    imagesBefore: options.imagesBefore ?? 0,
    chunks,
  };
}

function compileInBlocks(
  stages: readonly Stage[],
  { imageShape }: Dataset,
  { batchSize, optimizer = sgd() }: RunnerOptions,
): Programs | undefined {
  const selfUpdatingDense = batchSize === 1 && isPlain(optimizer);
  const single = compile(stages, imageShape, { block: 1, selfUpdatingDense });
  if (!single) return undefined;
  const fitting = Math.floor(blockBytes / single.builder.workspaceBytes);
  // The block is a power of two, so that 8 images, the least that a thread is given, divide into blocks of one size.
  const block = 2 ** Math.floor(Math.log2(Math.min(mostInBlock, Math.max(1, fitting))));
  return compile(stages, imageShape, { block, selfUpdatingDense });
}

registerRunner("engine", engineRunner, engineGroup);
