import { FormatError, onlyOptions } from "../errors";
import { layerFrom } from "./layers-of-trial";
import { type CommonOptions, type Plan, planTrials, requireName, sweepOptionNames } from "./plan";
import { requireSpace, type Space } from "./space";
import { parseTrial } from "./trial";

/** A sweep in JSON: the options of `sweep`, but layers and training are data, in which "$rate" is a setting. */
interface SweepFile extends CommonOptions {
  readonly space: Space;
  readonly network: readonly { readonly kind: string; readonly options?: object }[];
  readonly train: object;
}

/** Those of `sweep`, but for what says where it runs, which is told at the command line. */
const { name, processes: _, redis: __, ...others } = sweepOptionNames;
const names: { readonly [Name in keyof Required<SweepFile>]: true } = { name, space: true, ...others };

/**
 * The plan of a sweep that is written as JSON.
 *
 * @param text  of the file
 * @param file  its name, for messages
 * @param name  of the sweep, in the place of the one in the file
 * @throws {FormatError} if it is not JSON
 * @throws {RangeError} if a field cannot be used: names it, what was expected, and what it got
 */
export function planFile(text: string, file: string, name?: string): Plan {
  const written = parsed(text, file);
  onlyOptions(file, written, names);
  const { space, network, train, ...common } = { ...written, ...(name !== undefined && { name }) };
  requireSpace(space);
  requireName(common.name);
  if (!Array.isArray(network)) {
    throw new RangeError(`sweep: network must be a list of layers { kind, options }, got ${JSON.stringify(network)}`);
  }
  if (typeof train !== "object" || train === null) {
    throw new RangeError(`sweep: train must be an object { epochs, batchSize, … }, got ${JSON.stringify(train)}`);
  }
  return planTrials(space, common, (settings, data, place) => {
    const layers = network.map((layer) => ({ options: {}, ...(filled(layer, settings, place) as object) }));
    const options = { ...defaults, ...(filled(train, settings, place) as { seed?: number }) };
    const trial = parseTrial(
      { version: 1, data: { seed: 1, ...data }, network: { layers, seed: options.seed }, train: options },
      place,
    );
    return { trial, layers: trial.network.layers.map(layerFrom) };
  });
}

/** Those of `train`. */
const defaults = { epochs: 1, batchSize: 1, learningRate: 0.005, optimizer: { kind: "sgd" }, seed: 1 };

function parsed(text: string, file: string): SweepFile {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FormatError(`${file}: expected a sweep as JSON, found ${(error as Error).message}`);
  }
}

/** A value in which every text "$name" is the setting of that name. */
function filled(value: unknown, settings: Readonly<Record<string, unknown>>, place: string): unknown {
  if (typeof value === "string" && value.startsWith("$")) {
    const name = value.slice(1);
    if (Object.hasOwn(settings, name)) return settings[name];
    throw new RangeError(
      `${place}: "${value}" must name a setting, ${Object.keys(settings).join(" or ")}, got ${name}`,
    );
  }
  if (Array.isArray(value)) return value.map((inner) => filled(inner, settings, place));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner, settings, place)]));
}
