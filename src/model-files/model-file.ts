import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { FormatError, onlyOptions, TrainingError } from "../errors";
import type { Description, Layer } from "../layers/layer";
import { Network } from "../network/network";
import { ruinedWeight } from "../network/weights";
import type { Tensor } from "../tensor";
import { readAt, savedAt } from "../training/quick-runs";
import type { TrainingState } from "../training/training-state";
import { type LayerMaker, layerMakers } from "./layer-makers";
import { fill, namedParameters } from "./named-tensors";
import { replaceFile } from "./replace-file";
import { type Dtype, formatSafetensors, parseSafetensors } from "./safetensors";
import { isOfState, stateFrom, stateTensors, stateText } from "./saved-state";

export type { LayerMaker };

/**
 * What a file says about a network beside its tensors: in the metadata, under "network", as JSON. What it says about a
 * run, under "training", is in saved-state.ts.
 */
interface Architecture {
  readonly version: 1;
  /** The shape of an image, if the network was told. */
  readonly input?: readonly number[];
  readonly layers: readonly { readonly kind: string; readonly options: Description }[];
}

/** The options of `save`. */
export interface SaveOptions {
  /** "F64", the default, keeps every bit; "F32" halves the file and rounds. */
  readonly dtype?: Dtype;
  /** What `train` returned, to be resumed from the file: then what its optimizer remembers is saved, too. */
  readonly run?: { readonly state: TrainingState };
}

/**
 * Writes a network to a safetensors file: parameter `filters` of layers[0] is the tensor "0.filters".
 * It is written beside `file` and then renamed, so that no crash leaves half a model; folders are made as needed.
 *
 * @param options  see SaveOptions
 * @throws {RangeError} if a layer does not describe itself, as one that a reader wrote without `describe`, or `file` is
 *                      a folder or ""; nothing is written
 * @throws {Error} if `file` cannot be written
 * @throws {TrainingError} if the network's weights ran away in training; nothing is written
 */
export function save(network: Network, file: string, options: SaveOptions = {}): void {
  onlyOptions("save", options, { dtype: true, run: true });
  const { dtype = "F64", run } = options;
  if (dtype !== "F64" && dtype !== "F32") {
    throw new RangeError(`save: dtype must be "F64" or "F32", got ${JSON.stringify(dtype)}`);
  }
  const architecture: Architecture = {
    version: 1,
    ...(network.input && { input: network.input }),
    layers: network.layers.map((layer, k) => ({ kind: layer.name, options: described(layer, k) })),
  };
  const ruined = ruinedWeight(network);
  if (ruined) throw new TrainingError(`save: expected weights that are numbers, found ${ruined}; train anew`);
  const tensors = new Map([...namedParameters(network), ...(run ? stateTensors(network, run.state) : [])]);
  const metadata = new Map([["network", JSON.stringify(architecture)]]);
  if (run) metadata.set("training", stateText(network, run.state));
  replaceFile("save", savedAt(file), formatSafetensors({ tensors, metadata }, dtype));
}

function described(layer: Layer, k: number): Description {
  if (layer.describe) return layer.describe();
  throw new RangeError(
    `save: layers[${k}] ${layer.name} must have a method describe() that returns its options, got none`,
  );
}

/**
 * Reads a network that `save` wrote.
 *
 * @param options  layers: how to make layers of a reader's own kinds, by the class's name:
 *                 load(file, { layers: { Scale: ({ factor }) => new Scale(factor as number) } })
 * @throws {RangeError} if an option has another name
 * @throws {FormatError} if the file is missing, not a safetensors file, or of a network that cannot be made
 */
export function load(file: string, options: { layers?: Readonly<Record<string, LayerMaker>> } = {}): Network {
  onlyOptions("load", options, { layers: true });
  const { layers = {} } = options;
  const { tensors, metadata } = parseSafetensors(readBytes(file), file);
  const architecture = parseArchitecture(metadata.get("network"), file);
  const makers = new Map([...Object.entries(layerMakers), ...Object.entries(layers)]);
  try {
    const made = architecture.layers.map(({ kind, options }, k) => {
      const make = makers.get(kind);
      if (!make) throw new Error(unknownKind(k, kind, [...makers.keys()]));
      const layer = make(options, shapesOf(tensors, k));
      if (isDeepStrictEqual(layer.describe?.(), options)) return layer;
      throw new Error(
        `expected layers[${k}] as ${kind} ${JSON.stringify(options)}, found tensors of ${JSON.stringify(layer.describe?.())}`,
      );
    });
    const { input } = architecture;
    const network = new Network(made, input ? { input } : {});
    fill(network, withoutState(tensors));
    return network;
  } catch (error) {
    throw new FormatError(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * The state of the run that a network was saved with: train(load(file), data, { resume: loadRun(file) }) goes on from
 * there.
 *
 * @throws {FormatError} if the file is missing, not a safetensors file, or was saved without a run
 */
export function loadRun(file: string): { readonly state: TrainingState } {
  const { tensors, metadata } = parseSafetensors(readBytes(file), file);
  const text = metadata.get("training");
  if (text === undefined)
    throw new FormatError(`${file}: expected a run's state, as save(network, file, { run }) writes it, found none`);
  try {
    return { state: stateFrom(text, tensors) };
  } catch (error) {
    throw new FormatError(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Fills a network's parameters from any safetensors file that has tensors of their names and shapes, whichever program
 * wrote it: parameter `filters` of layers[0] is the tensor "0.filters". Numbers of 8 to 64 bits are taken, whole ones
 * too.
 *
 * @throws {FormatError} if the file is missing, not a safetensors file, or does not fit the network: lists all that
 *                       does not fit, and nothing has changed then
 */
export function loadWeights(network: Network, file: string): void {
  const { tensors } = parseSafetensors(readBytes(file), file);
  try {
    fill(network, withoutState(tensors));
  } catch (error) {
    throw new FormatError(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

function withoutState(tensors: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  return new Map([...tensors].filter(([name]) => !isOfState(name)));
}

function unknownKind(k: number, kind: string, known: string[]): string {
  return `expected layers[${k}] of a kind that is known (${known.join(", ")}) or given as load(file, { layers }), found ${JSON.stringify(kind)}`;
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(readAt(file));
  } catch (error) {
    throw new FormatError(`${file}: expected a model file, found ${(error as Error).message}`);
  }
}

function parseArchitecture(text: string | undefined, file: string): Architecture {
  let found: Partial<Architecture> | null = null;
  try {
    found = JSON.parse(text ?? "null");
  } catch {
    // said below
  }
  const isOptions = (options: unknown) => typeof options === "object" && options !== null && !Array.isArray(options);
  const fits =
    found?.version === 1 &&
    (found.input === undefined || Array.isArray(found.input)) &&
    Array.isArray(found.layers) &&
    found.layers.every((layer) => typeof layer?.kind === "string" && isOptions(layer.options));
  if (fits) return found as Architecture;
  const got = text === undefined ? "none" : JSON.stringify(text.slice(0, 60));
  throw new FormatError(
    `${file}: expected metadata "network" { version: 1, layers: [{ kind, options }, …] }, found ${got}`,
  );
}

/** The shapes of layers[k]'s tensors, by parameter. */
function shapesOf(tensors: ReadonlyMap<string, Tensor>, k: number) {
  const own = [...tensors].filter(([name]) => name.startsWith(`${k}.`));
  return new Map(own.map(([name, { shape }]) => [name.slice(`${k}.`.length), shape]));
}
