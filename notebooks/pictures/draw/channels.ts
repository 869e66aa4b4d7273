import { arrow, at, centred, label, pixels } from "../../../src/figures/drawing";
import { reach } from "../../../src/figures/numbers";
import { element, svgDocument } from "../../../src/figures/svg";
import { colours, diverging, greys } from "../../../src/figures/theme";
import {
  Conv2D,
  crossEntropy,
  loadMnist,
  MaxPool2D,
  ReLU,
  Softmax,
  seededRandom,
  type Tensor,
} from "../../../src/index";
import { channelOf } from "./example";

const width = 720;
const height = 236;
const top = 24;
const place: readonly [number, number] = [4, 5]; // of the window, row and column
const small = 5; // pixels of a map's pixel
const words = { ...centred, "font-size": 18 }; // read on a phone, too
const apart = 74; // from one map to the next

/** A filter of the second layer looks at all maps of the first: 3 x 3 x 8 weights, 72 products, one number. */
export function channels(): string {
  const { image, digit, pooled, filter, map } = secondLayer();
  const maps = Array.from({ length: 8 }, (_, c) => mapWithWindow(pooled, filter, c));
  const right = 512;
  const middle = top + 88;
  const out = { x: 596, y: middle - 55, pixel: 10 };
  const content = [
    at(2, middle - 56, pixels(image.data, image.shape, 4, greys, [-0.5, 0.5])),
    label(58, height - 8, "28 × 28", words),
    arrow(122, middle, 148, middle),
    ...maps,
    label(158 + 2 * apart + 10, height - 8, "8 maps of 13 × 13; 3 × 3 × 8 weights", words),
    arrow(right - 30, middle, right - 4, middle),
    label(right + 34, middle + 5, "Σ 72", words),
    arrow(right + 60, middle, out.x - 8, middle),
    at(out.x, out.y, pixels(map, [11, 11], out.pixel, diverging, range(map))),
    at(out.x, out.y, outline(place[1] * out.pixel, place[0] * out.pixel, out.pixel)),
    label(out.x + 55, height - 8, "1 of 16 maps", words),
  ];
  const description = `A handwritten ${digit}; its eight maps behind the first layer, on each a window of 3 by 3 and the filter's slice for this map; the sum of all 72 products is one number of a map of the second layer.`;
  return svgDocument(width, height, description, content.join(""));
}

const range = (values: ArrayLike<number>): [number, number] => {
  const most = reach({ shape: [values.length], data: Float64Array.from(values) });
  return [-most, most];
};

const outline = (x: number, y: number, side: number) =>
  element("rect", { ...{ x, y, width: side, height: side }, fill: "none", stroke: colours.orange, "stroke-width": 2 });

/** A map in its place of two rows, with the window on it and the weights for it to the right of its lower corner. */
function mapWithWindow(pooled: Tensor, filter: Tensor, c: number): string {
  const [i, j] = place;
  const weights = filter.data.filter((_, k) => k % 8 === c);
  const content = [
    pixels(channelOf(pooled, c), [13, 13], small, diverging, range(pooled.data)),
    outline(j * small, i * small, 3 * small),
    at(22, 70, pixels(weights, [3, 3], 7, diverging, range(filter.data))),
  ];
  return at(158 + (c % 4) * (apart + 6), top - 20 + (c >> 2) * 98, ...content);
}

interface SecondLayer {
  readonly image: Tensor;
  readonly digit: number;
  /** (13, 13, 8) */
  readonly pooled: Tensor;
  /** (3, 3, 8) */
  readonly filter: Tensor;
  /** 11 · 11 */
  readonly map: Float64Array;
}

/** A test digit in a network of two convolutions after 1,000 training digits, which the layers learned in file order. */
function secondLayer(): SecondLayer {
  const random = seededRandom(1);
  const second = new Conv2D(16, { random });
  const layers = [
    ...[new Conv2D(8, { random }), new ReLU(), new MaxPool2D()],
    ...[second, new ReLU(), new MaxPool2D(), new Softmax(5 * 5 * 16, 10, { random })],
  ];
  const { train, test } = loadMnist();
  const forward = (image: Tensor) => layers.reduce((numbers, layer) => layer.forward(numbers), image);
  for (let step = 0; step < 1000; step++) {
    const { dLdOut } = crossEntropy(forward(train.image(step)), train.label(step));
    layers.reduceRight((slopes, layer) => layer.backprop(slopes, 0.005), dLdOut);
  }
  const shown = 32; // the digit of the other pictures
  const image = test.image(shown);
  const pooled = layers.slice(0, 3).reduce((numbers, layer) => layer.forward(numbers), image);
  const out = second.forward(pooled);
  const f = strongest(out);
  const filter = { shape: [3, 3, 8], data: second.filters.data.slice(f * 72, (f + 1) * 72) };
  return { image, digit: test.label(shown), pooled, filter, map: channelOf(out, f) };
}

/** The map with the largest number of all. */
function strongest({ shape, data }: Tensor): number {
  return data.indexOf(Math.max(...data)) % shape[2];
}
