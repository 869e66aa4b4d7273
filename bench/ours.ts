import { compile } from "../src/engine/compile";
import { Engine } from "../src/engine/engine";
import { createRunner, type Dataset, type Runner } from "../src/index";
import { layerRunner } from "../src/training/layer-runner";
import type { Contender } from "./contender";
import { articleNetwork, deeperSteps } from "./networks";

const rate = 0.005;

/** A contender of this project: a runner for each batch size, made when it is first asked for. */
function ofRunners(
  name: string,
  dataset: Dataset,
  makeRunner: (batch: number) => Runner,
): Contender {
  const runners = new Map<number, Runner>();
  const runnerOf = (batch: number) => {
    const runner = runners.get(batch) ?? makeRunner(batch);
    runners.set(batch, runner);
    return runner;
  };
  const order = Uint32Array.from({ length: dataset.length }, (_, i) => i);
  const steps = (runner: Runner, batch: number, images: number) => {
    const losses: number[] = [];
    for (let k = 0; k + batch <= images; k += batch) {
      losses.push(runner.trainBatch(order.subarray(k, k + batch), rate).loss);
    }
    return losses;
  };
  return {
    name,
    async losses(batch, count) {
      const fresh = makeRunner(batch);
      const losses = steps(fresh, batch, batch * count);
      fresh.dispose();
      return losses;
    },
    async train(batch, images) {
      const runner = runnerOf(batch);
      return seconds(() => steps(runner, batch, images));
    },
    async predict(batch, images) {
      const runner = runnerOf(batch);
      return seconds(() => {
        for (let i = 0; i < images; i++) runner.predict(i);
      });
    },
    dispose() {
      for (const runner of runners.values()) runner.dispose();
    },
  };
}

function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

export function readableLayers(dataset: Dataset): Contender {
  return ofRunners("readable layers", dataset, () => layerRunner(articleNetwork(), dataset, {}));
}

/** @throws {Error} if the engine declined the network */
export function engine(dataset: Dataset, threads: number): Contender {
  return ofRunners(`engine, ${threads} thread${threads > 1 ? "s" : ""}`, dataset, (batchSize) => {
    const runner = createRunner(articleNetwork(), dataset, { batchSize, threads });
    if (runner.ranOn !== "engine") throw new Error("bench: the engine declined the network");
    return runner;
  });
}

export function deeperEngine(dataset: Dataset, threads: number): Contender {
  const name = `engine, ${threads} thread${threads > 1 ? "s" : ""}`;
  return ofRunners(name, dataset, (batchSize) => {
    const compiled = compile(deeperSteps(), dataset.imageShape, { block: 4, stepDense: false });
    if (!compiled) throw new Error("bench: the deeper network does not compile");
    const chunks = Math.max(1, Math.floor(batchSize / 8));
    const shares = { batchSize, imageBytes: 784, momentum: 0, chunks, slices: chunks };
    return new Engine(compiled, dataset, { ...shares, threads: Math.min(threads, chunks) });
  });
}
