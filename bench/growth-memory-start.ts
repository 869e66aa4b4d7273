import { spawnSync } from "node:child_process";
import { type Dataset, evaluate, type Network, train } from "../src/index";
import { createRunner } from "../src/training/create-runner";
import { median } from "./contender";
import { articleNetwork, enlarged } from "./networks";

/** What `growth` measures: microseconds an image (an epoch in seconds for `images`), by what was made larger. */
export interface Growth {
  readonly filters: Record<string, number>;
  readonly imageSize: Record<string, number>;
  readonly images: Record<string, number>;
}

const usualRounds = 7;

/** A training step at batch 1 as the network and its images grow, in µs an image, and an epoch, in seconds. */
export function growth(dataset: Dataset, rounds = usualRounds): Growth {
  const step = (network: Network, images: Dataset) => {
    const runner = createRunner(network, images, { batchSize: 1, threads: 1 });
    const order = Uint32Array.from({ length: images.length }, (_, i) => i);
    const times = Array.from({ length: rounds }, () => {
      const started = performance.now();
      for (let k = 0; k < order.length; k++) runner.trainBatch(order.subarray(k, k + 1), 0.001);
      return ((performance.now() - started) * 1000) / order.length;
    });
    runner.dispose();
    return median(times);
  };
  const some = dataset.take(Math.min(dataset.length, 1000));
  const sizes = [1, 2, 4].map(
    (factor) => [28 * factor, enlarged(dataset, factor, Math.min(dataset.length, 500))] as const,
  );
  const counts = [1000, 10_000, 60_000].filter((count) => count <= dataset.length);
  return {
    filters: byName([8, 16, 32], (filters) => step(articleNetwork(filters), some)),
    imageSize: byName(sizes, ([size, images]) => step(articleNetwork(8, size), images)),
    images: byName(counts, (count) => {
      const runs = [1, 2, 3].map(() => train(articleNetwork(), dataset.take(count)).seconds);
      return median(runs);
    }),
  };
}

function byName<T>(values: readonly T[], measure: (value: T) => number): Record<string, number> {
  return Object.fromEntries(values.map((value) => [Array.isArray(value) ? value[0] : value, measure(value)]));
}

/**
 * Start-up times and memory of a process that has just begun, in milliseconds and megabytes: medians over several
 * processes.
 */
export interface Fresh {
  readonly loadMilliseconds: number;
  readonly readyMilliseconds: number;
  readonly checkedMilliseconds: number;
  readonly againMilliseconds: number;
  readonly withoutMegabytes: number;
  readonly peakMegabytes: number;
}

/** Takes medians over fresh processes: `ready` starts the engine in one, `memory` trains for an epoch as well. */
export function fresh(processes = ["ready", "ready", "ready", "memory", "memory"]): Fresh {
  const results = processes.map((what) => {
    const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "bench/fresh-process.ts", what], {
      encoding: "utf8",
    });
    if (!stdout) throw new Error(`bench: ${stderr}`);
    return JSON.parse(stdout) as Fresh;
  });
  const of = (name: keyof Fresh) => median(results.map((result) => result[name]));
  return {
    loadMilliseconds: of("loadMilliseconds"),
    readyMilliseconds: of("readyMilliseconds"),
    checkedMilliseconds: of("checkedMilliseconds"),
    againMilliseconds: of("againMilliseconds"),
    withoutMegabytes: of("withoutMegabytes"),
    peakMegabytes: Math.max(...results.map(({ peakMegabytes }) => peakMegabytes)),
  };
}

/** Seconds to evaluate all of a data set. */
export function evaluation(dataset: Dataset, rounds = usualRounds): number {
  const network = articleNetwork();
  return median(
    Array.from({ length: rounds }, () => {
      const started = performance.now();
      evaluate(network, dataset);
      return (performance.now() - started) / 1000;
    }),
  );
}
