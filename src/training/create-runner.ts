import type { Dataset } from "../data/dataset";
import type { Network } from "../network/network";
import { layerRunner } from "./layer-runner";
import type { GroupFactory, Runner, RunnerFactory, RunnerGroup, RunnerOptions } from "./runner";

const factories = new Map<string, RunnerFactory>();
const groupFactories = new Map<string, GroupFactory>();

/** Offers a faster way to run networks, one or several at the same time; of the same name, the last one counts. */
export function registerRunner(name: string, factory: RunnerFactory, group?: GroupFactory): void {
  factories.set(name, factory);
  if (group) groupFactories.set(name, group);
  else groupFactories.delete(name);
}

/** A group of runners for these networks, with options for each; undefined if nothing on offer takes them all. */
export function createGroup(
  networks: readonly Network[],
  dataset: Dataset,
  options: readonly RunnerOptions[],
): RunnerGroup | undefined {
  if (options.some(({ runOn }) => runOn === "layers")) return undefined;
  for (const factory of groupFactories.values()) {
    const group = factory(networks, dataset, options);
    if (group) return group;
  }
  return undefined;
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
