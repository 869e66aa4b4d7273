import { onlyOptions, ShapeError } from "../errors";
import { colourAt } from "../figures/colour-at";
import { arrow, at, centred, frame, label, pixels, tiles } from "../figures/drawing";
import { svgDocument } from "../figures/svg";
import { colours, diverging, greys } from "../figures/theme";
import type { Tensor } from "../tensor";
import { packImages, unpackImages } from "./packed";
import { Panel } from "./panel";
import { patchAt, totalOf, underFilter } from "./under-filter";

export interface FilterBenchOptions {
  /** What stands under each image, such as its label. Default: its number. */
  readonly captions?: readonly (string | number)[];
}

/**
 * A bench for a filter of 3 x 3: images to lay it over, nine weights to drag, and the map that it makes at once.
 *
 * @param images  (h, w) of one size, values from -0.5 to 0.5, rounded to 256 levels: one, or several to choose from
 * @param filter  nine weights to begin with, row by row
 * @throws {ShapeError} if the images are of other shapes, or the filter has not nine weights
 * @throws {RangeError} if a value of an image is beyond [-0.5, 0.5]
 */
export function filterBench(
  images: Tensor | readonly Tensor[],
  filter: ArrayLike<number>,
  options: FilterBenchOptions = {},
): Panel {
  onlyOptions("filterBench", options, { captions: true });
  const all = "shape" in images ? [images] : images;
  const packed = packImages("filterBench", all);
  const weights = Array.from(filter);
  if (weights.length !== 9 || !weights.every(Number.isFinite)) {
    throw new ShapeError(`filterBench: filter must be nine numbers, got ${JSON.stringify(weights).slice(0, 80)}`);
  }
  const captions = (options.captions ?? all.map((_, k) => k)).map(String);
  if (captions.length !== all.length) {
    throw new ShapeError(`filterBench: captions must be ${all.length}, one for each image, got ${captions.length}`);
  }
  const [image] = unpackImages(packed.pixels, packed.shape);
  const map = underFilter(image, weights, {});
  const data = { panel: "filter-bench", ...packed, captions, filter: weights, total: totalOf(map) };
  return new Panel(
    data,
    stillOf(image, weights, map),
    "An image under a filter of nine weights, and the map it makes.",
  );
}

const cell = 6;
const tile = 44;

/** Image, filter, map; one place framed, and its nine products below. */
function stillOf(image: Tensor, weights: readonly number[], map: Tensor): string {
  const [h, w] = image.shape;
  const [rows, columns] = map.shape;
  const [i, j] = [Math.floor(rows / 2), Math.floor(columns / 2)];
  const most = weights.reduce((sum, weight) => sum + Math.abs(weight), 0) / 2 || 1;
  const products = patchAt(image, { i, j }).map((pixel, k) => weights[k] * pixel);
  const [filterX, mapX] = [w * cell + 40, w * cell + 40 + 3 * tile + 40];
  const width = mapX + columns * cell + 1;
  const below = Math.max(h, rows) * cell + 50;
  const ring = (row: number, column: number, side: number) =>
    at(column * cell, row * cell, frame(side * cell, side * cell, { stroke: colours.orange, "stroke-width": 2.5 }));
  const number = (value: number) => value.toFixed(2).replace("-", "−");
  const terms = products
    .map((product) => number(product))
    .join(" + ")
    .replaceAll("+ −", "− ");
  const sum = `${terms} = ${number(map.data[i * columns + j])}`;
  const content = [
    at(0, 24, pixels(image.data, [h, w], cell, greys, [-0.5, 0.5]), ring(i, j, 3)),
    at(
      filterX,
      24 + (h * cell - 3 * tile) / 2,
      tiles(3, 3, tile, (di, dj) => weightTile(weights[di * 3 + dj])),
    ),
    arrow(filterX - 30, 24 + (h * cell) / 2, filterX - 10, 24 + (h * cell) / 2),
    arrow(mapX - 30, 24 + (h * cell) / 2, mapX - 10, 24 + (h * cell) / 2),
    at(mapX, 24, pixels(map.data, [rows, columns], cell, diverging, [-most, most]), ring(i, j, 1)),
    label(0, 14, "image"),
    label(filterX, 14, "filter"),
    label(mapX, 14, "map"),
    label(width / 2, below, `row ${i}, column ${j}: ${sum}`, { ...centred, "font-size": 13 }),
  ].join("");
  const words = `An image, a filter of nine weights, and the map that it makes. At row ${i}, column ${j}: ${sum}.`;
  return svgDocument(Math.ceil(width), below + 12, words, content);
}

const weightTile = (weight: number) => ({
  text: String(Math.round(weight * 100) / 100).replace("-", "−"),
  fill: colourAt(diverging, 0.5 + Math.min(3, Math.max(-3, weight)) / 6),
});
