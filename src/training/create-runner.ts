import type { Dataset } from "../data/dataset";
import type { Network } from "../network/network";
import { layerRunner } from "./layer-runner";
import type { Runner, RunnerFactory, RunnerOptions } from "./runner";

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
  const { runOn } = options;
  const offered = runOn === "layers" ? [] : factories.values();
  let declined: string | undefined;
  for (const factory of offered) {
    const runner = factory(network, dataset, options);
    if ("trainBatch" in runner) return runner;
    declined = runner.declined;
  }
  if (runOn === undefined || runOn === "layers") return layerRunner(network, dataset, { ...options, declined });
  throw new RangeError(`train: cannot run on the ${runOn}: ${declined ?? "there is none of that name"}`);
}
