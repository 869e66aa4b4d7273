import type { Network } from "../network/network";
import type { Tensor } from "../tensor";

/** What the first layer of a network makes of an image; undefined where that is not maps (h, w, f). */
export function firstMaps({ layers: [first] }: Pick<Network, "layers">, image: Tensor): Tensor | undefined {
  const maps = first.forward(image);
  return maps.shape.length === 3 ? maps : undefined;
}

/** Channel f of maps (h, w, f): h · w numbers, row by row. */
export function channelOf({ shape: [h, w, channels], data }: Tensor, f: number): Float64Array {
  return Float64Array.from({ length: h * w }, (_, k) => data[k * channels + f]);
}
