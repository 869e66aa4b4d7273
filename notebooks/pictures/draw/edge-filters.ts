import { colourAt } from "../../../src/figures/colour-at";
import { arrow, at, centred, label, pixels, tiles } from "../../../src/figures/drawing";
import { svgDocument } from "../../../src/figures/svg";
import { diverging, greys } from "../../../src/figures/theme";
import type { Tensor } from "../../../src/tensor";
import { filtered, horizontalSobel, verticalSobel } from "./example";

const width = 720;
const height = 432;
const pixel = 7;
const side = 26 * pixel;
const second = 222; // where the lower branch begins
const centre = (second + side) / 2;

/** A digit under the vertical and the horizontal Sobel filter. */
export function edgeFilters(image: Tensor, digit: number): string {
  const middle = centre;
  const input = at(
    0,
    middle - 14 * pixel,
    pixels(image.data, image.shape, pixel, greys, [-0.5, 0.5]),
    label(14 * pixel, 28 * pixel + 20, "28 × 28", centred),
  );
  const content = [
    input,
    branch(
      image,
      verticalSobel,
      "vertical",
      ["orange where it gets", "brighter to the right,", "blue where darker"],
      0,
    ),
    branch(image, horizontalSobel, "horizontal", ["the same,", "from top to bottom"], 220),
  ];
  const description = `A handwritten ${digit}, and the edges that a vertical and a horizontal Sobel filter find in it.`;
  return svgDocument(width, height, description, content.join(""));
}

function branch(
  image: Tensor,
  weights: readonly number[],
  name: string,
  remarks: readonly string[],
  top: number,
): string {
  const out = filtered(image, weights);
  const size = 30;
  const middle = top + side / 2;
  const towards = middle < centre ? 1 : -1;
  return [
    arrow(28 * pixel + 12, centre - towards * 40, 246, middle + towards * 18),
    at(
      256,
      middle - 1.5 * size,
      tiles(3, 3, size, (i, j) => ({
        text: String(weights[i * 3 + j]),
        fill: colourAt(diverging, 0.5 + weights[i * 3 + j] / 5),
      })),
      label(1.5 * size, 3 * size + 18, `${name} Sobel`, centred),
    ),
    arrow(256 + 3 * size + 10, middle, 392, middle),
    at(402, top, pixels(out.data, out.shape, pixel, diverging, [-4, 4])),
    label(402 + side / 2, top + side + 18, out.shape.join(" × "), centred),
    label(402 + side + 14, middle - 10 * remarks.length, `${name} edges`, {
      "font-weight": 700,
      "font-size": 13,
    }),
    ...remarks.map((remark, k) =>
      label(402 + side + 14, middle - 10 * remarks.length + 18 * (k + 1), remark, {
        "font-size": 12,
      }),
    ),
  ].join("");
}
