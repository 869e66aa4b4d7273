import { arrow, at, centred, label } from "../../../src/figures/drawing";
import { element, svgDocument } from "../../../src/figures/svg";
import { colours } from "../../../src/figures/theme";
import { argMax, type Tensor } from "../../../src/tensor";
import type { TrainedExample } from "./example";
import { digitSheet, mapSheets, sheetsSize } from "./volumes";

const width = 720;
const height = 236;
const pixel = 4;
const apart = 12;
const middle = 104;

/** The whole network: a digit, its feature maps, what pooling keeps of them, and a probability for each digit. */
export function networkPicture(example: TrainedExample): string {
  const { image, maps, pooled, probabilities, weights } = example;
  const digit = sheet(28 * pixel, 1);
  const conv = sheet(26 * pixel, 8);
  const pool = sheet(13 * pixel, 8);
  const x = [8, 144, 362, 560];
  const content = [
    digitSheet(image, x[0], digit.y, pixel),
    size(x[0] + digit.width / 2, "28 × 28 × 1"),
    step(x[0] + digit.width + 7, x[1] - 7, "conv", `${weights.conv} weights`),
    mapSheets(maps, x[1], conv.y, pixel, apart),
    size(x[1] + conv.width / 2, maps.shape.join(" × ")),
    step(x[1] + conv.width + 7, x[2] - 7, "max pool", "no weights"),
    mapSheets(pooled, x[2], pool.y, pixel, apart),
    size(x[2] + pool.width / 2, pooled.shape.join(" × ")),
    step(x[2] + pool.width + 7, x[3] - 4, "softmax", `${weights.softmax.toLocaleString("en-US")} weights`),
    at(x[3], middle - 85, bars(probabilities)),
    size(x[3] + 76, `${probabilities.shape[0]} probabilities`),
  ];
  const answer = argMax(probabilities.data);
  const description =
    "The network: 28 by 28 by 1, convolution, 26 by 26 by 8, max pooling, 13 by 13 by 8, softmax, 10 probabilities. " +
    `For this handwritten ${example.label} the largest is that of ${answer}.`;
  return svgDocument(width, height, description, content.join(""));
}

function sheet(side: number, count: number) {
  const { width, rise } = sheetsSize(count, side, apart);
  return { width, y: middle - (side - rise) / 2 };
}

function size(x: number, text: string): string {
  return label(x, height - 12, text, { ...centred, "font-weight": 600 });
}

function step(from: number, to: number, name: string, weights: string): string {
  const centre = (from + to) / 2;
  return [
    arrow(from, middle, to, middle),
    label(centre, middle - 12, name, { ...centred, "font-size": 12.5 }),
    label(centre, middle + 20, weights, { ...centred, "font-size": 10 }),
  ].join("");
}

function bars({ data }: Tensor): string {
  const answer = argMax(data);
  return Array.from(data, (p, c) => {
    const colour = c === answer ? colours.blue : colours.text;
    const strong = c === answer ? 700 : undefined;
    return at(
      0,
      c * 17,
      label(8, 13, String(c), { ...centred, "font-size": 13, fill: colour, "font-weight": strong }),
      element("rect", { x: 20, y: 3, width: Math.max(1, 90 * p), height: 11, rx: 2, fill: colour }),
      label(26 + 90 * p, 13, `${(100 * p).toFixed(1)} %`, {
        "font-size": 11,
        fill: colour,
        "font-weight": strong,
      }),
    );
  }).join("");
}
