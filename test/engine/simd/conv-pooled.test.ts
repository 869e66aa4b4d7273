import { describe, expect, test } from "vitest";
import { roundUpToFour } from "../../../src/engine/memory/parameter";
import { difference, float32Tolerance } from "../../helpers/engine/compare";
import { GuardedMemory } from "../../helpers/engine/guarded-memory";
import { numbers, product, tapsFirst } from "../../helpers/engine/numbers";
import { firstMaxima, forEachProduct, maps } from "../../helpers/engine/reference";

const pooledConvolutions = product(
  [
    [1, 4, 3, 3],
    [1, 8, 5, 5],
    [4, 8, 3, 3],
    [8, 12, 3, 3],
    [4, 4, 2, 1],
    [16, 32, 3, 3],
    [20, 4, 2, 3],
  ],
  [
    [6, 6],
    [9, 12],
  ],
);

describe("a convolution's gradients behind max pooling", () => {
  test.each(pooledConvolutions)("(c, f, kh, kw) %j on %j: as with every pixel visited", (of, on) => {
    const [c, f, kh, kw] = of;
    const [h, w] = on;
    const [rows, columns] = [h - kh + 1, w - kw + 1];
    const image = maps(h, w, c, numbers(h * w * c));
    const between = maps(rows, columns, f, numbers(rows * columns * f));
    const filters = numbers(f * kh * kw * c);
    const places = firstMaxima(between, 2);
    const slopes = numbers(places.length);
    for (let x = 0; x < slopes.length; x += 3) slopes[x] = 0; // slopes that are skipped
    const dense = new Float64Array(between.data.length);
    places.forEach((place, x) => {
      dense[place] = slopes[x];
    });
    const dFilters = new Float64Array(filters.length);
    const dInput = new Float64Array(image.data.length);
    forEachProduct(image, [f, kh, kw], 1, (o, pixel, weight) => {
      dFilters[weight] += dense[o] * image.data[pixel];
      dInput[pixel] += dense[o] * filters[weight];
    });

    const k = new GuardedMemory();
    const input = k.floats(image.data);
    k.room(4); // what the filter gradient may read behind it
    const windows = places.length / f;
    const [pooled, positions] = [k.room(places.length), k.room(places.length)];
    const [betweenAt, slopesAt] = [k.floats(between.data), k.floats(slopes)];
    const row = 4 * w * c;
    k.simd.pool(pooled, betweenAt, 1, rows, columns, f, 2);
    k.simd.positions(positions, betweenAt, pooled, rows, columns, f, 2, row, 4 * c, 0);
    const [used, run] = [kw * c, roundUpToFour(kw * c)];
    const gathered = k.room(f * kh * run);
    k.simd.pooledFilterGradient(gathered, input, slopesAt, positions, windows, f, kh, run, row, k.room(2 * windows));
    const gradient = k.room(kh * used * f);
    k.simd.foldFilterGradient(gradient, gathered, f, kh, used, run);
    expect(difference(k.read(gradient, filters.length), tapsFirst(dFilters, f))).toBeLessThan(float32Tolerance);

    if (run === used) {
      const inOrder = k.floats(tapsFirst(filters, f));
      const [byFilter, back] = [k.room(filters.length), k.floats(numbers(dInput.length))];
      k.simd.filtersByFilter(byFilter, inOrder, f, kh, run);
      const to = [back, slopesAt, positions, byFilter] as const;
      k.simd.pooledInputGradient(...to, windows, f, kh, run, h, row, k.room(5 * f));
      expect(difference(k.read(back, dInput.length), dInput)).toBeLessThan(float32Tolerance);
    }
    expect(k.intact).toBe(true);
  });
});
