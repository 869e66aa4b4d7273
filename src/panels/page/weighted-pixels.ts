import { fixed, make, written } from "./elements";

/** The products of weights and pixels that a number of the map is the sum of, each in the colour of its sign. */
export function weightedPixels(weights: readonly number[], pixels: readonly number[]): Node[] {
  return weights.map((weight, k) => {
    const product = weight * pixels[k];
    const sign = product < 0 ? "cnn-negative" : product > 0 ? "cnn-positive" : "";
    return make("span", { class: `cnn-term ${sign}` }, `${k > 0 ? "+ " : ""}${written(weight)} · ${fixed(pixels[k])}`);
  });
}
