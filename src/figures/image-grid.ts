import { onlyOptions, ShapeError, wholeNumber } from "../errors";
import { formatShape, requireShape, type Tensor } from "../tensor";
import type { Figure } from "./figure";
import { heatmapGrid } from "./heatmap-grid";
import { round, rowsOf } from "./numbers";
import { greys } from "./theme";

/** The options of `imageGrid`. */
export interface ImageGridOptions {
  readonly title?: string;
  /** How many images side by side. Default: up to 10. */
  readonly columns?: number;
  /** What to write above each image, such as its label. */
  readonly captions?: readonly (string | number)[];
  /** The values that are black and white. Default: the smallest and the largest of all images. */
  readonly range?: readonly [number, number];
}

/**
 * Images side by side. Grey images are drawn white on black as in MNIST, images of three channels in colour (red,
 * green, blue).
 *
 * @param images  each (h, w) or (h, w, 3), all of one shape, at least one
 * @throws {ShapeError} if they are not, or there is not one caption for each image
 * @throws {RangeError} if columns is not a whole number >= 1, or an option has another name
 */
export function imageGrid(images: readonly Tensor[], options: ImageGridOptions = {}): Figure {
  onlyOptions("imageGrid", options, { title: true, columns: true, captions: true, range: true });
  const { title = "", captions } = options;
  const [h, w, c] = imageShape(images);
  const range = options.range ?? extent(images);
  const columns = wholeNumber("imageGrid: columns", options.columns ?? Math.min(images.length, 10));
  if (captions && captions.length !== images.length) {
    throw new ShapeError(`imageGrid: captions must be ${images.length}, one for each image, got ${captions.length}`);
  }
  const panels = images.map(({ data }, k) => ({
    ...(c === 3 ? { pixels: coloursOf(data, h, w, range) } : { rows: rowsOf(data, h, w) }),
    caption: captions ? String(captions[k]) : "",
  }));
  return heatmapGrid(panels, {
    title,
    columns: Math.min(columns, images.length),
    widest: 180,
    noun: "image",
    of: "pixels",
    least: 44,
    colours: greys,
    range,
  });
}

function imageShape(images: readonly Tensor[]): readonly number[] {
  if (images.length === 0) throw new ShapeError("imageGrid: expected at least one image, got none");
  const { shape } = images[0];
  const [h, w, c] = shape;
  const known = shape.length === 2 || (shape.length === 3 && c === 3);
  if (!known || !(h >= 1 && w >= 1)) {
    throw new ShapeError(`imageGrid: images must be (h, w) or (h, w, 3), got ${formatShape(shape)}`);
  }
  for (const [k, image] of images.entries()) requireShape(`imageGrid: image ${k}`, image, shape);
  return shape;
}

/** [i][j] as red, green and blue, 0 to 255; the range's ends are black and full colour. */
function coloursOf(values: Float64Array, h: number, w: number, [least, most]: readonly [number, number]): number[][][] {
  const level = (value: number) => Math.round(Math.min(1, Math.max(0, (value - least) / (most - least))) * 255);
  return Array.from({ length: h }, (_, i) =>
    Array.from({ length: w }, (_, j) => {
      const pixel = (i * w + j) * 3; // values[i, j, 0]
      return Array.from(values.subarray(pixel, pixel + 3), level);
    }),
  );
}

function extent(images: readonly Tensor[]): [number, number] {
  let least = Infinity;
  let most = -Infinity;
  for (const { data } of images) {
    for (const value of data) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  return [round(least), round(most > least ? most : least + 1)];
}
