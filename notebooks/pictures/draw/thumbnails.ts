import { arrow, at, frame, leaning, pixels, tiles } from "../../../src/figures/drawing";
import { element, svgDocument } from "../../../src/figures/svg";
import { colours, diverging, greys } from "../../../src/figures/theme";
import { channelOf, filtered, pooledSmallImage, smallImage, type TrainedExample, verticalSobel } from "./example";
import { goodness, random } from "./random-and-grid";

const width = 240;
const height = 140;

/** By its file name, a small picture for each notebook: the start page shows them, and the index page of an export. */
export function thumbnails(example: TrainedExample): Readonly<Record<string, string>> {
  return {
    "00-start-here.svg": thumbnail("A digit becomes ten probabilities.", all(example)),
    "01-convolution.svg": thumbnail("A digit becomes its edges.", convolution(example)),
    "02-max-pooling.svg": thumbnail("Sixteen numbers become four, the largest of each window.", maxPooling()),
    "03-softmax.svg": thumbnail("Ten probabilities, one of them large.", softmax(example)),
    "04-training.svg": thumbnail("The loss falls while the network trains.", training(example)),
    "05-going-deeper.svg": thumbnail("Layer behind layer, smaller and more numerous.", goingDeeper()),
    "06-inside.svg": thumbnail("What four filters find in a digit.", inside(example)),
    "07-search.svg": thumbnail("Settings drawn at random, one of them good.", search()),
  };
}

const thumbnail = (description: string, content: string) => svgDocument(width, height, description, content);

const digit = { size: 3.6 };

function all({ image, probabilities }: TrainedExample): string {
  const bars = Array.from(probabilities.data, (p, k) =>
    element("rect", {
      x: 146,
      y: 22 + k * 10,
      width: Math.max(2, 86 * p),
      height: 7,
      fill: p === Math.max(...probabilities.data) ? colours.blue : colours.line,
    }),
  );
  return (
    at(4, 20, pixels(image.data, image.shape, digit.size, greys, [-0.5, 0.5])) + arrow(112, 70, 134, 70) + bars.join("")
  );
}

function convolution({ image }: TrainedExample): string {
  const edges = filtered(image, verticalSobel);
  return (
    at(4, 20, pixels(image.data, image.shape, digit.size, greys, [-0.5, 0.5])) +
    arrow(112, 70, 134, 70) +
    at(142, 23, pixels(edges.data, edges.shape, digit.size, diverging, [-3, 3]))
  );
}

function maxPooling(): string {
  const pooled = [...pooledSmallImage().data];
  const largest = tiles(4, 4, 27, (i, j) => {
    const value = smallImage.data[i * 4 + j];
    const isLargest = value === pooled[(i >> 1) * 2 + (j >> 1)];
    return { text: String(value), bold: isLargest, fill: isLargest ? "#f5c79b" : colours.paper };
  });
  const kept = tiles(2, 2, 36, (i, j) => ({ text: String(pooled[i * 2 + j]), bold: true, fill: "#f5c79b" }));
  return at(4, 16, largest) + arrow(122, 70, 148, 70) + at(160, 34, kept);
}

function softmax({ probabilities }: TrainedExample): string {
  const bars = Array.from(probabilities.data, (p, k) =>
    element("rect", {
      x: 8 + k * 23,
      y: 124 - Math.max(2, 108 * p),
      width: 16,
      height: Math.max(2, 108 * p),
      fill: p === Math.max(...probabilities.data) ? colours.blue : colours.line,
    }),
  );
  return bars.join("") + line(`M4 125H236`, colours.line, 1);
}

function training({ losses }: TrainedExample): string {
  const points = 60;
  const part = losses.length / points;
  const means = Array.from({ length: points }, (_, k) => {
    const some = losses.slice(k * part, (k + 1) * part);
    return some.reduce((sum, loss) => sum + loss, 0) / some.length;
  });
  const path = means.map((mean, k) => `${k === 0 ? "M" : "L"}${10 + k * 3.8} ${Math.round(124 - 48 * mean)}`).join("");
  return line("M9 10V125H236", colours.line, 1) + line(path, colours.orange, 2.5);
}

function goingDeeper(): string {
  const stack = (x: number, side: number, sheets: number) =>
    Array.from({ length: sheets }, (_, k) => {
      const ground = element("rect", { width: side, height: side, fill: k % 2 === 0 ? "#a9cbea" : "#f5c79b" });
      return leaning(x + k * 9, 76 - side / 2, ground + frame(side, side));
    }).join("");
  return stack(8, 96, 2) + stack(90, 64, 4) + stack(166, 34, 6);
}

function inside({ image, maps }: TrainedExample): string {
  const most = Math.max(...maps.data.map(Math.abs));
  const found = [0, 1, 2, 3].map((channel) =>
    at(
      ...([132 + (channel % 2) * 54, 16 + (channel >> 1) * 56] as const),
      pixels(channelOf(maps, channel), [26, 26], 1.9, diverging, [-most, most]),
    ),
  );
  return (
    at(4, 20, pixels(image.data, image.shape, digit.size, greys, [-0.5, 0.5])) +
    arrow(110, 70, 126, 70) +
    found.join("")
  );
}

function search(): string {
  const points = random();
  const best = Math.max(...points.map(([x]) => goodness(x)));
  return points
    .map(([x, y]) =>
      element("circle", {
        cx: 20 + 200 * x,
        cy: 10 + 120 * y,
        r: 7,
        fill: goodness(x) === best ? colours.orange : "#a9cbea",
      }),
    )
    .join("");
}

const line = (d: string, stroke: string, strokeWidth: number) =>
  element("path", { d, fill: "none", stroke, "stroke-width": strokeWidth, "stroke-linejoin": "round" });
