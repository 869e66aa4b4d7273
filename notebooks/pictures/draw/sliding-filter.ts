import { colourAt } from "../../../src/figures/colour-at";
import { at, centred, label, tiles } from "../../../src/figures/drawing";
import { element, svgDocument } from "../../../src/figures/svg";
import { colours, diverging } from "../../../src/figures/theme";
import { filtered, smallImage, verticalSobel } from "./example";

const width = 720;
const height = 470;
const size = 38; // pixels of a tile
const edge = 8; // room for what stands out

/** The 3 x 3 filter at its four places over the 4 x 4 image, and the output growing. */
export function slidingFilter(): string {
  const out = filtered(smallImage, verticalSobel);
  const step = 4 * size + (width - 2 * edge - 16 * size) / 3;
  const places = Array.from(out.data, (_, k) => at(edge + k * step, 210, place(k, out.data)));
  const description =
    "A 3 by 3 vertical Sobel filter slides over a 4 by 4 image in four steps; the output is 29, -192, -35, -22.";
  return svgDocument(width, height, description, equation(out.data) + places.join(""));
}

/** image ∗ filter = output */
function equation(out: ArrayLike<number>): string {
  const sign = (x: number, text: string) => label(x, 24 + 2 * size + 8, text, { ...centred, "font-size": 24 });
  const named = (x: number, n: number, name: string, content: string) =>
    at(x, 0, label((n * size) / 2, 14, name, centred), at(0, 24 + ((4 - n) * size) / 2, content));
  const number = (values: ArrayLike<number>, k: number) => String(values[k]);
  return [
    named(
      85,
      4,
      "image",
      tiles(4, 4, size, (i, j) => ({ text: number(smallImage.data, i * 4 + j) })),
    ),
    sign(276, "∗"),
    named(
      315,
      3,
      "filter",
      tiles(3, 3, size, (i, j) => ({
        text: number(verticalSobel, i * 3 + j),
        fill: weightColour(verticalSobel[i * 3 + j]),
      })),
    ),
    sign(468, "="),
    named(
      507,
      2,
      "output",
      tiles(2, 2, size, (i, j) => ({ text: number(out, i * 2 + j), bold: true })),
    ),
  ].join("");
}

/** One step: the window with its weights, the sum, and what of the output is known. */
function place(k: number, out: ArrayLike<number>): string {
  const [top, left] = [k >> 1, k & 1];
  const image = tiles(4, 4, size, (i, j) => {
    const text = String(smallImage.data[i * 4 + j]);
    const [di, dj] = [i - top, j - left];
    if (di < 0 || dj < 0 || di > 2 || dj > 2) return { text, fill: colours.faded, ink: colours.text };
    const weight = verticalSobel[di * 3 + dj];
    return { text, fill: weightColour(weight), corner: `×${weight}` };
  });
  const window = element("rect", {
    x: left * size - 1,
    y: top * size - 1,
    width: 3 * size + 2,
    height: 3 * size + 2,
    rx: 4,
    fill: "none",
    stroke: colours.text,
    "stroke-width": 2.5,
  });
  const output = tiles(2, 2, size, (i, j) => {
    const known = i * 2 + j <= k;
    const now = i * 2 + j === k;
    return {
      text: known ? String(out[i * 2 + j]) : "",
      ...(!now && { fill: colours.faded, ink: colours.text }),
      bold: now,
    };
  });
  return [
    image,
    window,
    label(2 * size, 4 * size + 20, sumOf(top, left), { ...centred, "font-size": 11 }),
    at(size, 4 * size + 32, output),
  ].join("");
}

/** The products that are not zero, as a sum: "62 - 33". */
function sumOf(top: number, left: number): string {
  const products = verticalSobel
    .map((weight, d) => weight * smallImage.data[(top + Math.floor(d / 3)) * 4 + left + (d % 3)])
    .filter((product) => product !== 0);
  return products
    .map((product, k) => {
      const sign = product < 0 ? "- " : "+ ";
      return k === 0 ? String(product) : sign + Math.abs(product);
    })
    .join(" ");
}

function weightColour(weight: number): string {
  return colourAt(diverging, 0.5 + weight / 5);
}
