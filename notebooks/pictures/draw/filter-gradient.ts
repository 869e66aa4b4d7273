import { colourAt } from "../../../src/figures/colour-at";
import { at, centred, label, tiles } from "../../../src/figures/drawing";
import { svgDocument } from "../../../src/figures/svg";
import { diverging } from "../../../src/figures/theme";
import { Conv3x3 } from "../../../src/layers/conv3x3";
import { tensor } from "../../../src/tensor";
import { smallImage } from "./example";

const width = 720;
const height = 152;
const size = 34; // pixels of a tile
const step = 151; // from one patch to the next
const top = 44;

const slopes = [1, 2, 3, 4];

/** Where a filter's gradient comes from: slope times patch, added over the four places of the 4 x 4 image. */
export function filterGradient(): string {
  const conv = new Conv3x3(1);
  conv.forward(smallImage);
  const gradient = conv.backward(tensor([2, 2, 1], slopes)).gradients.filters.data;
  const patches = slopes.map((slope, k) => at(2 + k * step, 0, patch(slope, k >> 1, k & 1)));
  const signs = slopes.map((_, k) => sign(2 + k * step + 3 * size + (step - 3 * size) / 2, k < 3 ? "+" : "="));
  const sum = tiles(3, 3, size, (i, j) => ({ text: String(gradient[i * 3 + j]), bold: true }));
  const nine = at(2 + 4 * step, 0, label(1.5 * size, 24, "∂L/∂filter", centred), at(0, top, sum));
  const description = `Four 3 by 3 patches of the 4 by 4 image, times the slopes 1, 2, 3, 4, add up to ${gradient.join(", ")}.`;
  return svgDocument(width, height, description, [...patches, ...signs, nine].join(""));
}

function patch(slope: number, row: number, column: number): string {
  const pixels = tiles(3, 3, size, (i, j) => ({
    text: String(smallImage.data[(row + i) * 4 + column + j]),
    fill: colourAt(diverging, 0.5 + slope / 16),
  }));
  return label(1.5 * size, 24, `slope ${slope} ×`, centred) + at(0, top, pixels);
}

const sign = (x: number, text: string): string => label(x, top + 1.5 * size + 8, text, { ...centred, "font-size": 22 });
