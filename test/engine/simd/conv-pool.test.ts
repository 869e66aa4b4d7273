import { describe, expect, test } from "vitest";
import { difference, float32Tolerance } from "../../helpers/engine/compare";
import { GuardedMemory } from "../../helpers/engine/guarded-memory";
import { numbers, product, tapsFirst } from "../../helpers/engine/numbers";
import { firstMaxima, forEachProduct, maps } from "../../helpers/engine/reference";

// The first convolution and the pooling behind it in one pass, against both of them in plain loops.

/** Images of one channel whose upper left corner is flat, so that the windows there tie. */
function imagesOf(n: number, h: number, w: number) {
  return Array.from({ length: n }, () => {
    const image = maps(h, w, 1, numbers(h * w));
    for (let i = 0; i < h / 2 + 1; i++) image.data.fill(-0.5, i * w, i * w + w / 2 + 1);
    return image;
  });
}

const filterCounts = [4, 8, 12, 16, 20];
const imageSizes = [
  [4, 4],
  [5, 7],
  [6, 6],
  [9, 12],
  [28, 28],
];

describe("a convolution of one channel and pooling by 2", () => {
  test.each(product(filterCounts, imageSizes).map(([f, [h, w]]) => [f, h, w] as const))(
    "%i filters on %i x %i: the maxima, and the first place of each",
    (f, h, w) => {
      const n = 2;
      const images = imagesOf(n, h, w);
      const [filters, bias] = [numbers(9 * f), numbers(f)];
      const [rows, columns] = [(h - 2) >> 1, (w - 2) >> 1];
      const maxima: number[] = [];
      const places: number[] = [];
      for (const image of images) {
        const between = maps(h - 2, w - 2, f);
        forEachProduct(image, [f, 3, 3], 1, (o, pixel, weight) => {
          between.data[o] += image.data[pixel] * filters[weight];
        });
        firstMaxima(between, 2).forEach((place, x) => {
          maxima.push(between.data[place] + bias[x % f]);
          const pixel = Math.floor(place / f);
          places.push(4 * (Math.floor(pixel / (w - 2)) * w + (pixel % (w - 2))));
        });
      }

      const k = new GuardedMemory();
      const input = k.floats(images.flatMap(({ data }) => Array.from(data)));
      k.room(8); // what may be read behind the images
      const inOrder = k.floats(tapsFirst(filters, f));
      const biasAt = k.floats(bias);
      const [rows4, scratch] = [k.room(12 * f), k.room(36 * (2 * columns + 8))];
      const [out, positions] = [k.room(maxima.length), k.room(maxima.length)];
      const rest = [n, h * w, w, rows, columns, f, rows4, scratch] as const;
      k.simd.convPool(out, positions, input, inOrder, biasAt, ...rest);
      expect(difference(k.read(out, maxima.length), maxima)).toBeLessThan(float32Tolerance);
      expect(Array.from(k.readIntegers(positions, places.length))).toEqual(places);

      const alone = k.room(maxima.length);
      k.simd.convPool(alone, 0, input, inOrder, biasAt, ...rest);
      expect(k.read(alone, maxima.length)).toEqual(k.read(out, maxima.length));
      expect(k.intact).toBe(true);
    },
  );
});
