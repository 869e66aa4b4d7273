import { round6 } from "../figures/numbers";
import type { Layer } from "../layers/layer";
import type { Network } from "../network/network";
import { formatShape, sizeOf, type Tensor, tensor } from "../tensor";
import { packNumbers, unpackNumbers } from "./packed";
import { layersIn, type PackedLayer, packLayer, unpackLayer } from "./packed-network";

/** What a layer of the reader's own made of each image: its code cannot travel, its numbers can. */
export interface PackedOutputs {
  readonly name: string;
  readonly outputs: readonly { readonly shape: readonly number[]; readonly values: string }[];
}

/** A layer in a page: one that computes there, or what it made of each image in the notebook. */
export type Stage =
  | { readonly name: string; readonly layer: Layer; readonly outputs?: undefined }
  | { readonly name: string; readonly layer?: undefined; readonly outputs: readonly Tensor[] };

/** So many numbers are 8 MB of text in a page. */
const mostNumbers = 1_500_000;

/**
 * A network for a page. A layer of the package travels as its options and weights. Of any other its outputs travel, one
 * for each image.
 *
 * @throws {RangeError} if these are more than a page can hold
 */
export function packStages(
  place: string,
  { layers }: Network,
  images: readonly Tensor[],
): (PackedLayer | PackedOutputs)[] {
  let inputs = images;
  let count = 0;
  return layers.map((layer) => {
    const input = inputs[0];
    const outputs = inputs.map((one) => layer.forward(one));
    inputs = outputs;
    const packed = packedIfSame(layer, input, outputs[0]);
    const numbers = (packed ? Object.values(layer.parameters) : outputs).map(({ shape }) => sizeOf(shape));
    count += numbers.reduce((sum, size) => sum + size, 0);
    if (count > mostNumbers) {
      throw new RangeError(
        `${place}: expected at most ${mostNumbers} weights and outputs of layers of your own, got more: try fewer images`,
      );
    }
    if (packed) return packed;
    return { name: layer.name, outputs: outputs.map(({ shape, data }) => ({ shape, values: packNumbers(data) })) };
  });
}

/** A layer as a page has it, if that computes the same: a reader's own may have the name of one of the package. */
function packedIfSame(layer: Layer, input: Tensor, output: Tensor): PackedLayer | undefined {
  try {
    const packed = packLayer(layer);
    const { shape, data } = unpackLayer(packed).forward(input);
    const near = tolerance * (1 + output.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
    const isNear = (value: number, k: number) =>
      Object.is(value, output.data[k]) || Math.abs(value - output.data[k]) <= near;
    const isSame = formatShape(shape) === formatShape(output.shape) && data.every(isNear);
    return isSame ? packed : undefined;
  } catch {
    return undefined;
  }
}

/** Weights travel in 32 bits: by how much an output may differ, as a share of the largest. */
const tolerance = 1e-5;

/**
 * What `packStages` packed.
 *
 * @param packed  what a notebook's output holds, which may be anything
 * @param count   how many images there are
 * @throws {Error} if it is no list of layers
 */
export function unpackStages(packed: unknown, count: number): Stage[] {
  return layersIn(packed).map((any) => {
    const one = any as Partial<PackedLayer & PackedOutputs>;
    const name = String(one.name).slice(0, 40);
    if (!one.outputs) return { name, layer: unpackLayer(one as PackedLayer) };
    if (one.outputs.length !== count) throw new RangeError(`expected ${count} outputs of ${name}`);
    return { name, outputs: one.outputs.map(unpackOutput) };
  });
}

function unpackOutput({ shape, values }: PackedOutputs["outputs"][number]): Tensor {
  const sizes = Array.from(shape, Number);
  if (!(sizeOf(sizes) <= mostNumbers)) throw new RangeError(`expected at most ${mostNumbers} numbers of a layer`);
  return tensor(sizes, unpackNumbers(values, sizeOf(sizes)));
}

/** An image on its way: itself, then what each layer makes of it. @param k  which of the images it is */
export function passThrough(stages: readonly Stage[], image: Tensor, k: number): Tensor[] {
  const tensors = [image];
  for (const [n, stage] of stages.entries()) {
    tensors.push(stage.layer ? stage.layer.forward(tensors[n]) : stage.outputs[k]);
  }
  return tensors;
}

/** By which a page finds out whether its layers compute as the notebook's do: Σ |value| · (position + 1) / size. */
export function printOf({ data }: Tensor): number {
  return round6(data.reduce((sum, value, k) => sum + (Math.abs(value) * (k + 1)) / data.length, 0));
}
