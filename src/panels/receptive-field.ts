import { Dense } from "../layers/dense";
import { Dropout } from "../layers/dropout";
import { Flatten } from "../layers/flatten";
import type { Layer } from "../layers/layer";
import { ReLU } from "../layers/relu";
import { Softmax } from "../layers/softmax";
import { gridOf, type Place, placeAt } from "./grid";
import { windowOf } from "./origin";

/** A rectangle of maps: h x w numbers from [i, j] on, of one map or, without `f`, of all. */
export interface Field {
  readonly i: number;
  readonly j: number;
  readonly h: number;
  readonly w: number;
  readonly f?: number;
}

/**
 * What one number has seen: its field in the input of each layer up to its own, the image's first. What stands around
 * an image is no part of it.
 *
 *   a window of size k at every stride-th place:  [i, i + h) -> [i · stride - top, (i + h - 1) · stride - top + k)
 *
 * @param layers  up to the one that made the number; undefined for one that is not of this package
 * @param shapes  the image's, then each layer's output's
 * @param place   of the number in the output of the last of the layers
 * @returns       one for each layer; undefined where a layer in between is not of this package
 */
export function fieldsOf(
  layers: readonly (Layer | undefined)[],
  shapes: readonly (readonly number[])[],
  { f, i, j }: Place,
): (Field | undefined)[] {
  const fields = new Array<Field | undefined>(layers.length);
  let field: Field | undefined = { i, j, h: 1, w: 1, f };
  for (let k = layers.length - 1; k >= 0; k--) {
    const layer: Layer | undefined = layers[k];
    field = field && layer && before(layer, shapes[k], field);
    fields[k] = field;
  }
  return fields;
}

function before(layer: Layer, inputShape: readonly number[], field: Field): Field | undefined {
  const { h, w } = gridOf(inputShape);
  const all = { i: 0, j: 0, h, w };
  const window = windowOf(layer, inputShape);
  if (window) {
    const { size, stride, top, left } = window;
    const [i, rows] = within(field.i * stride - top, (field.h - 1) * stride + size[0], h);
    const [j, columns] = within(field.j * stride - left, (field.w - 1) * stride + size[1], w);
    const isConvolution = Object.hasOwn(layer.parameters, "filters");
    return { i, j, h: rows, w: columns, ...(isConvolution || field.f === undefined ? {} : { f: field.f }) };
  }
  if (layer instanceof Dense || layer instanceof Softmax) return all;
  if (layer instanceof ReLU || layer instanceof Dropout) return field;
  if (!(layer instanceof Flatten)) return undefined;
  return field.f === undefined ? all : { ...placeAt(gridOf(inputShape), field.f), h: 1, w: 1 };
}

/** A stretch without what is beyond the edges of `side`. */
function within(start: number, length: number, side: number): [start: number, length: number] {
  const first = Math.max(0, start);
  return [first, Math.max(0, Math.min(side, start + length) - first)];
}
