import type { Dataset } from "../data/dataset";
import { onlyOptions } from "../errors";
import type { Network } from "../network/network";
import { seededRandom } from "../random";
import { createGroup } from "./create-runner";
import { LoopsTogether, named } from "./loops-together";
import type { Progress } from "./progress";
import { runOf } from "./quick-runs";
import { requireFit } from "./require-fit";
import type { Run } from "./run";
import { train } from "./train";
import { optionNames, runnerOptions, settingsOf, type TrainOptions } from "./train-options";

/** The options of `trainAll`: those of `train`, with a seed for each network in place of one. */
export interface TrainAllOptions extends Omit<TrainOptions, "seed" | "resume" | "observer"> {
  /** A seed for each network. Left out, each draws one; its run tells which. */
  readonly seeds?: readonly number[];
}

/**
 * Trains several networks at the same time, such as one from each of three seeds: every core works, also where a run
 * alone would use but one. Each network ends with the same weights, to the last bit, as `train` would give it.
 *
 *   const networks = seeds.map((seed) => new Network(layers(), { input: [28, 28], random: seededRandom(seed) }));
 *   const runs = trainAll(networks, mnist.train, { seeds, epochs: 3 });
 *
 * onProgress is told of all networks as of one: means of their losses and accuracies. `lastRun()` gives the last
 * network's run. They are trained one after the other where that is as fast, because there are fewer of them than
 * threads, which the batches keep busy, and where the engine does not know a network; onProgress is then told of one run
 * of all their steps.
 *
 * @returns the networks' runs, in their order
 * @throws {RangeError} as `train`, or if seeds are not one for each network, or a network is there twice
 * @throws {ShapeError} as `train`
 * @throws {TrainingError} if a network's loss or weights run away: that one has its weights from before the call, and
 *                         the others have those reached
 */
export function trainAll(networks: readonly Network[], dataset: Dataset, options: TrainAllOptions = {}): Run[] {
  const { seed: _, resume: __, observer: ___, ...asTrain } = optionNames;
  onlyOptions("trainAll", options, { ...asTrain, seeds: true });
  const { seeds, ...shared } = options;
  requireSeeds(networks, seeds);
  const drawn = networks.map((_, k) => seededRandom(seeds?.[k]).seed);
  const quick = runOf(dataset, shared);
  const settings = drawn.map((seed) => settingsOf(quick.dataset, { ...quick.options, seed }));
  for (const network of networks) requireFit("trainAll", network, quick.dataset);
  const group = createGroup(
    networks,
    quick.dataset,
    settings.map((of, k) => runnerOptions(of, drawn[k])),
  );
  if (!group) return oneByOne(networks, dataset, drawn, shared);
  try {
    return new LoopsTogether(networks, quick.dataset, settings, drawn, group).run();
  } finally {
    group.dispose();
  }
}

/** Trains the networks one after the other; told as one run of all their steps. */
function oneByOne(
  networks: readonly Network[],
  dataset: Dataset,
  seeds: readonly number[],
  { onProgress, ...options }: TrainOptions,
): Run[] {
  const runs: Run[] = [];
  for (const [k, network] of networks.entries()) {
    const tell = onProgress && ((progress: Progress) => onProgress(amongOthers(progress, runs, networks.length)));
    const own = { ...options, seed: seeds[k], ...(tell && { onProgress: tell }) };
    try {
      runs.push(train(network, dataset, own));
    } catch (error) {
      throw named(error, k, seeds[k]);
    }
  }
  return runs;
}

/** @param before  the runs of the networks before this one, of n */
function amongOthers(progress: Progress, before: readonly Run[], n: number): Progress {
  const { step, steps, epoch, epochs, secondsPassed, secondsLeft } = progress;
  const k = before.length;
  return {
    ...progress,
    step: k * steps + step,
    steps: n * steps,
    epoch: k * epochs + epoch,
    epochs: n * epochs,
    secondsPassed: before.reduce((sum, { seconds }) => sum + seconds, secondsPassed),
    secondsLeft: secondsLeft + (n - 1 - k) * (secondsPassed + secondsLeft),
  };
}

function requireSeeds(networks: readonly Network[], seeds: readonly number[] | undefined): void {
  if (networks.length === 0) throw new RangeError("trainAll: expected networks, got none");
  if (new Set(networks).size < networks.length) {
    throw new RangeError("trainAll: expected networks that differ, got one of them twice");
  }
  if (seeds === undefined || seeds.length === networks.length) return;
  throw new RangeError(`trainAll: expected ${networks.length} seeds, one for each network, got ${seeds.length}`);
}
