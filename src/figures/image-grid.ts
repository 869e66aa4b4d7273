import { ShapeError, wholeNumber } from "../errors";
import { formatShape, requireShape, type Tensor } from "../tensor";
import { rowsOf } from "./channels";
import type { Figure } from "./figure";
import { panelGrid } from "./panel-grid";
import { round } from "./round";
import { greys } from "./theme";

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
 * Grey images side by side, white on black as MNIST is.
 *
 * @param images  each (h, w), all of one shape, at least one
 * @throws {ShapeError} if they are not, or there is not one caption for each image
 */
export function imageGrid(images: readonly Tensor[], options: ImageGridOptions = {}): Figure {
  const { title = "", captions } = options;
  const [h, w] = imageShape(images);
  const columns = wholeNumber("imageGrid: columns", options.columns ?? Math.min(images.length, 10));
  if (captions && captions.length !== images.length) {
    throw new ShapeError(
      `imageGrid: captions must be ${images.length}, one for each image, got ${captions.length}`,
    );
  }
  const panels = images.map(({ data }, k) => ({
    rows: rowsOf(data, h, w),
    caption: captions ? String(captions[k]) : "",
  }));
  return panelGrid(panels, {
    title,
    columns: Math.min(columns, images.length),
    widest: 180,
    colours: greys,
    range: options.range ?? extent(images),
  });
}

function imageShape(images: readonly Tensor[]): readonly number[] {
  if (images.length === 0) throw new ShapeError("imageGrid: expected at least one image, got none");
  const { shape } = images[0];
  const [h, w] = shape;
  if (shape.length !== 2 || !(h >= 1 && w >= 1)) {
    throw new ShapeError(`imageGrid: images must be (h, w), got ${formatShape(shape)}`);
  }
  for (const [k, image] of images.entries()) requireShape(`imageGrid: image ${k}`, image, shape);
  return shape;
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
