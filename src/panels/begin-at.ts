import { Conv2D } from "../layers/conv2d";
import { Conv3x3 } from "../layers/conv3x3";
import type { Layer } from "../layers/layer";
import type { Tensor } from "../tensor";
import { gridOf, type Place, placeAt, strongest } from "./grid";

/**
 * The number that a panel begins with: the largest that the last convolution made, or the last layer, where there is
 * none.
 *
 * @param tensors  the image, then what each layer makes of it
 */
export function beginAt(
  layers: readonly (Layer | undefined)[],
  tensors: readonly Tensor[],
): { readonly n: number; readonly place: Place } {
  const last = layers.map((layer) => layer instanceof Conv2D || layer instanceof Conv3x3).lastIndexOf(true);
  const n = last < 0 ? layers.length : last + 1;
  return { n, place: placeAt(gridOf(tensors[n].shape), strongest(tensors[n])) };
}
