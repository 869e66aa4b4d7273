import { Conv3x3 } from "../layers/conv3x3";
import { type Tensor, tensor } from "../tensor";

/** A place of a filter, and the slope of the loss for what the filter gives there. */
export interface SlopePlace {
  readonly i: number;
  readonly j: number;
  readonly slope: number;
}

/** How many places are added one by one. */
export const mostPlaces = 24;

/** The places whose slope is not 0: row by row where they are few, else the strongest slopes first. */
export function slopePlaces({ shape: [h, w], data }: Tensor): SlopePlace[] {
  const all = Array.from({ length: h * w }, (_, k) => ({ i: Math.floor(k / w), j: k % w, slope: data[k] }));
  const places = all.filter(({ slope }) => slope !== 0);
  if (places.length <= mostPlaces) return places;
  return places.sort((a, b) => Math.abs(b.slope) - Math.abs(a.slope));
}

/**
 * The gradient of one filter, by the layer itself.
 *
 * @param image   (h, w)
 * @param slopes  (h - 2, w - 2), ∂L/∂out
 * @returns       nine numbers, ∂L/∂filter
 */
export function gradientByLayer(image: Tensor, slopes: Tensor): Float64Array {
  const conv = new Conv3x3(1);
  conv.forward(image);
  return conv.backward(tensor([...slopes.shape, 1], slopes.data)).gradients.filters.data;
}
