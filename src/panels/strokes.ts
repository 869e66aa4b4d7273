import { shifted } from "../data/shifted";
import { type Tensor, tensor } from "../tensor";

/** Points that a pen went through, in pixels of the image: pixel (i, j) has its middle at x = j + 0.5, y = i + 0.5. */
export type Stroke = readonly (readonly [x: number, y: number])[];

/** How thick the pen writes, about as MNIST's pens did: half of a line's width, in pixels. */
const penRadius = 1.1;

/** Into how large a square MNIST's digits were fitted before they were centred in 28 x 28. */
const fitted = 20;
/** A dot is not blown up to a blot. */
const mostScale = 6;

/**
 * Strokes as an image in [-0.5, 0.5]. A pixel's level falls from full to none over one pixel at the edge of a line.
 *
 *   level[i, j] = min(1, max(0, radius + 0.5 - distance to the nearest line))
 *
 * @param shape  (h, w)
 */
export function inked(strokes: readonly Stroke[], [h, w]: readonly number[], radius = penRadius): Tensor {
  const image = tensor([h, w], new Float64Array(h * w).fill(-0.5));
  for (const stroke of strokes) {
    for (const [k, end] of stroke.entries()) drawLine(image, stroke[Math.max(0, k - 1)], end, radius);
  }
  return image;
}

type Point = readonly [x: number, y: number];

function drawLine({ shape: [h, w], data }: Tensor, [x0, y0]: Point, [x1, y1]: Point, radius: number): void {
  const reach = radius + 1;
  const [top, bottom] = [Math.max(0, Math.floor(Math.min(y0, y1) - reach)), Math.min(h, Math.max(y0, y1) + reach)];
  const [left, right] = [Math.max(0, Math.floor(Math.min(x0, x1) - reach)), Math.min(w, Math.max(x0, x1) + reach)];
  const [across, down] = [x1 - x0, y1 - y0];
  const length2 = across * across + down * down;
  for (let i = top; i < bottom; i++) {
    for (let j = left; j < right; j++) {
      const [x, y] = [j + 0.5 - x0, i + 0.5 - y0];
      const along = length2 === 0 ? 0 : Math.min(1, Math.max(0, (x * across + y * down) / length2));
      const distance = Math.hypot(x - along * across, y - along * down);
      const level = Math.min(1, Math.max(0, radius + 0.5 - distance)) - 0.5;
      if (level > data[i * w + j]) data[i * w + j] = level;
    }
  }
}

/**
 * Strokes as MNIST has its digits: fitted into 20 x 20 whatever their size, as thick as ever, and centred by mass.
 *
 * @param shape  (h, w)
 */
export function asMnist(strokes: readonly Stroke[], [h, w]: readonly number[]): Tensor {
  const points = strokes.flat();
  if (points.length === 0) return inked([], [h, w]);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const ends = (values: readonly number[]) =>
    values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
  const [[left, right], [top, bottom]] = [ends(xs), ends(ys)];
  const longest = Math.max(right - left, bottom - top);
  const scale = Math.min(mostScale, (fitted - 2 * penRadius) / longest);
  const place = ([x, y]: Point): Point => [
    w / 2 + (x - (left + right) / 2) * scale,
    h / 2 + (y - (top + bottom) / 2) * scale,
  ];
  return centred(
    inked(
      strokes.map((stroke) => stroke.map(place)),
      [h, w],
    ),
  );
}

/** An image moved by whole pixels so that its ink has its centre in row h / 2 and column w / 2, counted from 0, as in MNIST. */
export function centred(image: Tensor): Tensor {
  const [h, w] = image.shape;
  let [mass, x, y] = [0, 0, 0];
  for (let i = 0; i < h; i++) {
    for (let j = 0; j < w; j++) {
      const ink = image.data[i * w + j] + 0.5;
      mass += ink;
      x += ink * j;
      y += ink * i;
    }
  }
  if (mass === 0) return image;
  return shifted(image, Math.round(w / 2 - x / mass), Math.round(h / 2 - y / mass));
}
