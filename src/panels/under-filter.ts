import { round6 } from "../figures/numbers";
import { Conv2D } from "../layers/conv2d";
import type { Padding } from "../layers/conv2d-geometry";
import type { Tensor } from "../tensor";

/** What stands around the image, and how far the filter moves on. */
export interface BenchSettings {
  readonly padding?: Padding;
  readonly paddingValue?: number;
  readonly stride?: number;
}

/** One image (h, w) under one filter: (rows, columns, 1), by the layer itself. */
export function underFilter(image: Tensor, weights: ArrayLike<number>, settings: BenchSettings): Tensor {
  const conv = new Conv2D(1, { ...settings, bias: false });
  conv.build(image.shape);
  conv.filters.data.set(Array.from(weights));
  return conv.forward(image);
}

/** The 3 x 3 pixels under a filter that stands at (i, j). */
export function patchAt(
  { shape: [, w], data }: Tensor,
  { i, j }: { readonly i: number; readonly j: number },
): number[] {
  return Array.from({ length: 9 }, (_, k) => data[(i + Math.floor(k / 3)) * w + j + (k % 3)]);
}

/** By which a page finds out whether its layers compute as the notebook's do: the sum of a map's sizes. */
export function totalOf({ data }: Tensor): number {
  return round6(data.reduce((sum, value) => sum + Math.abs(value), 0));
}
