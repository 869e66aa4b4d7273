import type { Layer } from "../layers/layer";
import { layerMakers } from "../model-files/layer-makers";
import type { Network } from "../network/network";
import { sizeOf } from "../tensor";
import { packNumbers, unpackNumbers } from "./packed";

/** A layer as JSON: which one, its options, and its parameters as 32-bit floats. */
export interface PackedLayer {
  readonly name: string;
  readonly options: ReturnType<NonNullable<Layer["describe"]>>;
  readonly parameters: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: string }>>;
}

/**
 * A network for a page: names, options and numbers. The page has the layers' code.
 *
 * @throws {RangeError} if a layer is not one of the package's: its code cannot travel
 */
export function packNetwork(place: string, { layers }: Network): PackedLayer[] {
  return layers.map((layer) => {
    if (!Object.hasOwn(layerMakers, layer.name)) {
      const known = Object.keys(layerMakers).join(", ");
      throw new RangeError(`${place}: layers must be of ${known}, whose code a page has; got ${layer.name}`);
    }
    return packLayer(layer);
  });
}

export function packLayer(layer: Layer): PackedLayer {
  const parameters = Object.entries(layer.parameters).map(([name, { shape, data }]) => {
    return [name, { shape, values: packNumbers(data) }] as const;
  });
  return { name: layer.name, options: layer.describe?.() ?? {}, parameters: Object.fromEntries(parameters) };
}

/** More weights would make a page slow; ours have 30,000. */
const mostWeights = 2_000_000;

/** As much of a network as a page needs: the class itself would bring its tables and checks into every page. */
export type UnpackedNetwork = Pick<Network, "layers" | "forward">;

/**
 * What `packNetwork` packed.
 *
 * @param packed  what a notebook's output holds, which may be anything
 * @throws {Error} if it is no network
 */
export function unpackNetwork(packed: unknown): UnpackedNetwork {
  const layers = layersIn(packed).map((one) => unpackLayer(one as PackedLayer));
  return { layers, forward: (image) => layers.reduce((input, layer) => layer.forward(input), image) };
}

/** @throws {RangeError} if it is no list of layers */
export function layersIn(packed: unknown): readonly unknown[] {
  if (Array.isArray(packed) && packed.length > 0) return packed;
  throw new RangeError("expected a list of layers in the network");
}

/** What `packLayer` packed. @throws {Error} if it is no layer of the package */
export function unpackLayer({ name, options, parameters }: PackedLayer): Layer {
  if (!Object.hasOwn(layerMakers, name)) throw new RangeError(`expected a layer of the package, got ${name}`);
  const entries = Object.entries(parameters ?? {});
  const shapes = new Map(entries.map(([key, { shape }]) => [key, Array.from(shape, Number)]));
  for (const shape of shapes.values()) {
    const isSmall = sizeOf(shape) <= mostWeights && shape.every((size) => Number.isInteger(size) && size > 0);
    if (!isSmall) throw new RangeError(`expected at most ${mostWeights} weights of ${name}, got ${shape.join(" x ")}`);
  }
  const layer = layerMakers[name](options ?? {}, shapes);
  for (const [key, { values }] of entries) {
    const { data } = layer.parameters[key] ?? { data: new Float64Array() };
    data.set(unpackNumbers(values, data.length));
  }
  return layer;
}
