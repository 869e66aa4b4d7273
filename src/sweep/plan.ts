import { onlyOptions, wholeNumber } from "../errors";
import { isPage } from "../is-page";
import type { Layer } from "../layers/layer";
import { describeTrial, requireRunnable, type TrialData, type TrialTrainOptions } from "./describe";
import type { Asked, SweepHeader } from "./messages";
import { type Halving, rungsFrom } from "./rungs";
import { gridSearch, randomSearch, type Search, sizeOfSpace } from "./search";
import { requireSpace, type Settings, type Space } from "./space";
import { type Trial, trialId } from "./trial";
import { trainingImages } from "./trial-data";

/** The options of `sweep`. */
export interface SweepOptions<S extends Space> {
  /** Results go to data/sweeps/<name>.jsonl. The same name goes on where it stopped. */
  readonly name: string;
  /** How many settings to draw at random. Left out, every setting once, where each is one of a few. */
  readonly trials?: number;
  /** Of the draw. Default 1. */
  readonly seed?: number;
  /** The layers for settings, without weights: those come from the seed that `train` returns. */
  readonly network: (settings: Settings<S>) => readonly Layer[];
  /** How to train with settings. */
  readonly train: (settings: Settings<S>) => TrialTrainOptions;
  /** Ends early those trials that do worse than others. Left out, every trial has all of its epochs. */
  readonly halving?: Halving;
  /** The name of a folder in data/. Default "mnist". */
  readonly data?: string;
  /** How many images to learn from. Default: all but the validation images. */
  readonly take?: number;
  /** How many of the training images are put aside to judge trials by. Default 5000, or a sixth where that is less. */
  readonly validation?: number;
  /** How many trials run at a time, each in a process of its own. Default: as many as there are cores. */
  readonly processes?: number;
  /**
   * Where trials wait for the workers of other machines, `npm run worker`: the address of a Redis, such as
   * rediss://redis.example.org. Left out, this machine runs them. See docs/many-machines.md.
   */
  readonly redis?: string;
}

/** Every option, as `onlyOptions` takes them. */
export const sweepOptionNames: { readonly [Name in keyof Required<SweepOptions<Space>>]: true } = {
  name: true,
  trials: true,
  seed: true,
  network: true,
  train: true,
  halving: true,
  data: true,
  take: true,
  validation: true,
  processes: true,
  redis: true,
};

/** A sweep before it runs: all of its trials, looked at. */
export interface Plan {
  readonly header: SweepHeader;
  /** In the order of the search. Settings that amount to the same trial have the same id. */
  readonly asked: readonly Asked[];
}

/** What a trial is made of for some settings, in a cell or in a file. */
export type DescribeSettings<S extends Space> = (
  settings: Settings<S>,
  data: TrialData,
  place: string,
) => { readonly trial: Trial; readonly layers: readonly Layer[] };

/** What a sweep in a cell and one in a file have in common. */
export type CommonOptions = Omit<SweepOptions<Space>, "network" | "train" | "processes" | "redis">;

/**
 * Makes the trials of a sweep, and looks at all that can be known before one runs.
 *
 * @throws {RangeError} if the space, an option, or what network or train return for some settings cannot be used
 * @throws {ShapeError} if a layer does not take the output of the one before, for some settings
 * @throws {FormatError} if the data set is not there
 */
export function planSweep<S extends Space>(space: S, options: SweepOptions<S>): Plan {
  requireSpace(space);
  onlyOptions("sweep", options, sweepOptionNames);
  const { network, train, processes, redis, ...common } = options;
  requireName(common.name);
  for (const [word, value] of Object.entries({ network, train })) {
    if (typeof value === "function") continue;
    throw new RangeError(`sweep: ${word} must be a function of the settings, got ${JSON.stringify(value)}`);
  }
  if (processes !== undefined) wholeNumber("sweep: processes", processes);
  if (redis !== undefined && processes !== undefined) {
    throw new RangeError("sweep: processes must be left out with redis: each worker says how many it has, got both");
  }
  if (redis !== undefined && isPage())
    throw new RangeError(
      `sweep: redis must be left out in the browser edition, which reaches no machine, got ${redis}`,
    );
  return planTrials(space, common, (settings, data, place) => {
    const layers = called(`${place}: network`, () => network(settings));
    const options = called(`${place}: train`, () => train(settings));
    return { trial: describeTrial(layers, options, data, place), layers };
  });
}

/** The same, however trials are described. */
export function planTrials<S extends Space>(space: S, options: CommonOptions, describe: DescribeSettings<S>): Plan {
  const { name, seed = 1, halving, data: dataName = "mnist", take } = options;
  if (wholeNumber("sweep: seed", seed, 0) >= 2 ** 32)
    throw new RangeError(`sweep: seed must be below 2^32, got ${seed}`);
  const rungs = halving && rungsFrom(halving);
  const search = searchOf(space, options.trials, seed);
  const { sha256, train: images } = trainingImages(dataName);
  const sixth = Math.max(1, Math.min(5000, Math.floor(images.length / 6)));
  const validation = wholeNumber("sweep: validation", options.validation ?? sixth);
  if (take !== undefined) wholeNumber("sweep: take", take);
  const data = { name: dataName, sha256, validation, ...(take !== undefined && { take }) };
  const asked = Array.from({ length: search.count }, (_, k) => {
    const settings = search.at(k);
    const place = `sweep: settings ${JSON.stringify(settings)}`;
    const { trial, layers } = describe(settings, data, place);
    requireRunnable(trial, layers, images, place);
    return { id: trialId(trial), settings, trial };
  });
  const header: SweepHeader = { version: 1, name, space, trials: asked.length, seed, ...(rungs && { rungs }) };
  return { header, asked };
}

/** @throws {RangeError} if it is not a name that can be a file's, on every system, and no path */
export function requireName(name: unknown): void {
  if (typeof name === "string" && /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(name)) return;
  throw new RangeError(
    `sweep: name must be up to 64 letters, digits, - and _, and no path, got ${JSON.stringify(name)}`,
  );
}

const mostTrials = 1_000_000;

/** @throws {RangeError} if there is nothing to search, or trials cannot be used */
export function searchOf<S extends Space>(space: S, trials: number | undefined, seed: number): Search<S> {
  const size = sizeOfSpace(space);
  if (size === 1)
    throw new RangeError("sweep: space must have two settings or more to choose among, got one: use train");
  if (trials === undefined) {
    if (size <= mostTrials) return gridSearch(space);
    if (size < Infinity)
      throw new RangeError(`sweep: trials must be a number for a space of ${size} settings, got none`);
    return gridSearch(space); // says which setting has no end
  }
  if (wholeNumber("sweep: trials", trials) > mostTrials) {
    throw new RangeError(`sweep: trials must be at most ${mostTrials}, got ${trials}`);
  }
  if (trials > size) {
    throw new RangeError(
      `sweep: trials must be at most ${size}, the settings of this space, got ${trials}: left out, each is tried once`,
    );
  }
  return randomSearch(space, trials, seed);
}

/** Says for which settings a reader's function threw. */
function called<T>(place: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw new RangeError(`${place} threw ${(error as Error)?.message ?? error}`, { cause: error });
  }
}
