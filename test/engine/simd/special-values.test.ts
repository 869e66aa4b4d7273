import { describe, expect, test } from "vitest";
import { difference, float32Tolerance } from "../../helpers/engine/compare";
import { GuardedMemory } from "../../helpers/engine/guarded-memory";
import { byFives, numbers, tapsFirst } from "../../helpers/engine/numbers";
import { forEachProduct, maps } from "../../helpers/engine/reference";

describe("NaN and infinity", () => {
  const special = [Number.NaN, Infinity, -Infinity];

  test.each(special)("%d goes through a convolution and a dense layer as in plain loops", (value) => {
    const k = new GuardedMemory();
    const image = numbers(36).map((x, at) => (at === 14 ? value : x));
    const out = k.room(16 * 4);
    const taps = k.integers([0, 1, 2, 6, 7, 8, 12, 13, 14].map((x) => 4 * x));
    const filters = numbers(36);
    k.simd.conv(out, k.floats(image), k.floats(filters), 0, 1, 6, 6, 1, 4, 4, 4, 9, 1, taps);
    const expected = new Float64Array(64);
    forEachProduct(maps(6, 6, 1, image), [4, 3, 3], 1, (o, pixel, weight) => {
      const [f, tap] = [Math.floor(weight / 9), weight % 9];
      expected[o] += image[pixel] * filters[tap * 4 + f];
    });
    expect(difference(k.read(out, 64), expected)).toBeLessThan(float32Tolerance);

    const totals = k.room(8);
    const weights = numbers(16);
    const weightsAt = k.floats(byFives(weights, 4));
    k.simd.dense(totals, k.floats([1, value, 2, 3]), weightsAt, 0, 1, 4, 1, 8);
    const sums = [0, 1, 2, 3].map((c) => {
      const [a, b, d, e] = weights.slice(4 * c, 4 * c + 4);
      return a + value * b + 2 * d + 3 * e;
    });
    expect(difference(k.read(totals, 4), sums)).toBeLessThan(float32Tolerance);
  });

  // A tile is a sum over all of its pixels: what is no number spreads to the whole tile, never beyond.
  test.each(special)(
    "%d in Winograd's tiles: no number wherever plain loops have none, and numbers in every other tile",
    (value) => {
      const [c, f, h, w] = [8, 8, 10, 10];
      const image = numbers(h * w * c).map((x, at) => (at === 17 * c ? value : x)); // row 1, column 7: of the second tile above
      const filters = numbers(9 * c * f);
      const expected = new Float64Array(64 * f);
      forEachProduct(maps(h, w, c, image), [f, 3, 3], 1, (o, pixel, weight) => {
        expected[o] += image[pixel] * filters[weight];
      });
      const k = new GuardedMemory();
      const planes = (count: number) => 36 * (count + 16);
      const [u, scratch, out] = [k.room(planes(c * f)), k.room(144 + planes(4 * c) + planes(4 * f)), k.room(64 * f)];
      k.simd.winogradFilters(u, k.floats(tapsFirst(filters, f)), c, f, scratch);
      const offsets = k.integers(Array.from({ length: c }, (_, t) => 4 * t));
      k.simd.winograd(out, k.floats(image), u, 0, 1, h, w, c, f, offsets, scratch, 1);
      k.read(out, 64 * f).forEach((got, at) => {
        const [i, j] = [Math.floor(at / (8 * f)), Math.floor(at / f) % 8];
        if (i < 4 && j >= 4) expect(Number.isFinite(got)).toBe(false);
        else expect(Math.abs(got - expected[at])).toBeLessThan(1e-4);
      });
      expect(expected.some(Number.isNaN) || expected.some((x) => Math.abs(x) === Infinity)).toBe(true);
    },
  );

  test("infinity is a window's maximum; relu keeps NaN", () => {
    const k = new GuardedMemory();
    const out = k.room(4);
    k.simd.pool(out, k.floats([...Array(12).fill(1), Infinity, -Infinity, 2, 0]), 1, 2, 2, 4, 2);
    expect(Array.from(k.read(out, 4))).toEqual([Infinity, 1, 2, 1]);
    const values = k.floats([Number.NaN, -1, Infinity, -Infinity]);
    k.simd.relu(values, 4);
    expect(Array.from(k.read(values, 4))).toEqual([Number.NaN, 0, Infinity, 0]);
  });

  // Declared exception: comparing is three times faster than f32x4.max. A filter that is NaN makes its whole map NaN,
  // and the loss with it, so training still stops.
  test("a NaN that is not a window's first may lose to a number in pooling; a map of NaN stays NaN", () => {
    const k = new GuardedMemory();
    const out = k.room(4);
    k.simd.pool(out, k.floats([1, 1, 1, 1, ...Array(12).fill(Number.NaN)]), 1, 2, 2, 4, 2);
    expect(Array.from(k.read(out, 4))).toEqual([1, 1, 1, 1]);
    k.simd.pool(out, k.floats(Array(16).fill(Number.NaN)), 1, 2, 2, 4, 2);
    expect(k.read(out, 4).every(Number.isNaN)).toBe(true);
  });
});
