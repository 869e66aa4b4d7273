import { randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { FormatError } from "../errors";
import type { Description, Layer } from "../layers/layer";
import { formatShape, type Tensor } from "../tensor";
import { type LayerMaker, layerMakers } from "./layer-makers";
import { Network } from "./network";
import { type Dtype, formatSafetensors, parseSafetensors } from "./safetensors";

export type { LayerMaker };

/** What a file says about a network beside its tensors: in the metadata, under "network", as JSON. */
interface Architecture {
  readonly version: 1;
  /** The shape of an image, if the network was told. */
  readonly input?: readonly number[];
  readonly layers: readonly { readonly kind: string; readonly options: Description }[];
}

/**
 * Writes a network to a safetensors file: parameter `filters` of layers[0] is the tensor "0.filters".
 * It is written beside `file` and then renamed, so that no crash leaves half a model; folders are made as needed.
 *
 * @param dtype  "F64" keeps every bit; "F32" halves the file and rounds
 * @throws {RangeError} if a layer does not describe itself, as one that a reader wrote without `describe`; nothing is written
 */
export function save(
  network: Network,
  file: string,
  { dtype = "F64" }: { dtype?: Dtype } = {},
): void {
  if (dtype !== "F64" && dtype !== "F32") {
    throw new RangeError(`save: dtype must be "F64" or "F32", got ${JSON.stringify(dtype)}`);
  }
  const architecture: Architecture = {
    version: 1,
    ...(network.input && { input: network.input }),
    layers: network.layers.map((layer, k) => ({ kind: layer.name, options: described(layer, k) })),
  };
  const tensors = namedParameters(network);
  const metadata = new Map([["network", JSON.stringify(architecture)]]);
  replaceFile(file, formatSafetensors({ tensors, metadata }, dtype));
}

function described(layer: Layer, k: number): Description {
  if (layer.describe) return layer.describe();
  throw new RangeError(
    `save: layers[${k}] ${layer.name} must have a method describe() that returns its options, got none`,
  );
}

function replaceFile(file: string, bytes: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = `${file}.${randomUUID()}.unfinished`;
  try {
    const descriptor = openSync(unfinished, "wx");
    try {
      writeFileSync(descriptor, bytes);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/**
 * Reads a network that `save` wrote.
 *
 * @param layers  how to make layers of a reader's own kinds, by the class's name:
 *                load(file, { layers: { Scale: ({ factor }) => new Scale(factor as number) } })
 * @throws {FormatError} if the file is missing, no safetensors file, or of a network that cannot be made
 */
export function load(
  file: string,
  { layers = {} }: { layers?: Readonly<Record<string, LayerMaker>> } = {},
): Network {
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
    fill(network, tensors);
    return network;
  } catch (error) {
    throw new FormatError(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

function unknownKind(k: number, kind: string, known: string[]): string {
  return `expected layers[${k}] of a kind that is known (${known.join(", ")}) or given as load(file, { layers }), found ${JSON.stringify(kind)}`;
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
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
  const isOptions = (options: unknown) =>
    typeof options === "object" && options !== null && !Array.isArray(options);
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

/** A network's own tensors by their names in a file: "0.filters" is parameter `filters` of layers[0]. */
function namedParameters({ layers }: Network): Map<string, Tensor> {
  return new Map(
    layers.flatMap(({ parameters }, k) =>
      Object.entries(parameters).map(([name, values]): [string, Tensor] => [
        `${k}.${name}`,
        values,
      ]),
    ),
  );
}

/** The shapes of layers[k]'s tensors, by parameter. */
function shapesOf(tensors: ReadonlyMap<string, Tensor>, k: number) {
  const own = [...tensors].filter(([name]) => name.startsWith(`${k}.`));
  return new Map(own.map(([name, { shape }]) => [name.slice(`${k}.`.length), shape]));
}

/** Copies tensors into the parameters of their names, once it is sure that they all fit. */
function fill(network: Network, tensors: ReadonlyMap<string, Tensor>): void {
  const parameters = namedParameters(network);
  const extra = [...tensors.keys()].find((name) => !parameters.has(name));
  if (extra !== undefined)
    throw new Error(`expected only parameters of the layers, found ${JSON.stringify(extra)}`);
  for (const [name, { shape }] of parameters) {
    const found = tensors.get(name)?.shape;
    if (found && formatShape(found) === formatShape(shape)) continue;
    throw new Error(
      `expected tensor "${name}" ${formatShape(shape)}, found ${found ? formatShape(found) : "none"}`,
    );
  }
  for (const [name, { data }] of parameters) data.set(tensors.get(name)?.data ?? []);
}
