import { reach } from "../figures/numbers";
import { diverging, greys, positive } from "../figures/theme";
import type { Tensor } from "../tensor";

/** How numbers are coloured: an image as it is, others from 0 to the largest, or about 0 where some are negative. */
export function dressOf(tensor: Tensor, isImage: boolean) {
  if (isImage) return { scale: greys, range: [-0.5, 0.5] as const };
  const end = reach(tensor);
  const isOneSided = tensor.data.every((value) => !(value < 0));
  return isOneSided ? { scale: positive, range: [0, end] as const } : { scale: diverging, range: [-end, end] as const };
}
