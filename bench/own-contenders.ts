import type { Dataset, Network } from "../src/index";
import { createRunner } from "../src/training/create-runner";
import { layerRunner } from "../src/training/layer-runner";
import type { Runner } from "../src/training/runner";
import type { Contender } from "./contender";

const rate = 0.005;

/** A contender of this project: a runner for each batch size, made when it is first asked for. */
function ofRunners(name: string, dataset: Dataset, makeRunner: (batch: number) => Runner): Contender {
  const runners = new Map<number, Runner>();
  const runnerOf = (batch: number) => {
    const runner = runners.get(batch) ?? makeRunner(batch);
    runners.set(batch, runner);
    return runner;
  };
  let predicted = 0; // a runner need not compute again what it predicted last
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
      const first = predicted % dataset.length;
      predicted += images;
      return seconds(() => {
        for (let i = 0; i < images; i++) runner.predict((first + i) % dataset.length);
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

/** @returns the layers of src/layers, as a contender */
export function readableLayers(dataset: Dataset, network: () => Network): Contender {
  return ofRunners("readable layers", dataset, () => layerRunner(network(), dataset, {}));
}

/** @throws {Error} if the engine declined the network */
export function engine(dataset: Dataset, network: () => Network, threads: number): Contender {
  return ofRunners(`engine, ${threads} thread${threads > 1 ? "s" : ""}`, dataset, (batchSize) => {
    const runner = createRunner(network(), dataset, { batchSize, threads });
    if (runner.ranOn !== "engine") throw new Error("bench: the engine declined the network");
    return runner;
  });
}
