import { describe, expect, test } from "vitest";
import { difference, float32Tolerance } from "../../helpers/engine/compare";
import { GuardedMemory } from "../../helpers/engine/guarded-memory";
import { numbers, product, tapsFirst } from "../../helpers/engine/numbers";
import { forEachProduct, maps } from "../../helpers/engine/reference";

// Convolution as it stands and both of its gradients, padding and cropping, against plain loops.

const convolutions = product(
  [
    [1, 4, 3, 3],
    [1, 8, 3, 3],
    [3, 12, 3, 3],
    [4, 8, 5, 5],
    [8, 16, 3, 3],
    [5, 20, 2, 3],
    [4, 4, 1, 1],
  ],
  [
    [5, 5, 1],
    [6, 9, 1],
    [7, 12, 2],
    [8, 6, 2],
    [11, 13, 3],
  ],
);

describe("convolution", () => {
  test.each(convolutions)("(c, f, kh, kw) %j on (h, w), stride %j, and its gradients", (of, on) => {
    const [c, f, kh, kw] = of;
    const [h, w, stride] = on;
    const n = 2;
    const images = [0, 1].map(() => maps(h, w, c, numbers(h * w * c)));
    const filters = numbers(f * kh * kw * c);
    const rows = Math.floor((h - kh) / stride) + 1;
    const columns = Math.floor((w - kw) / stride) + 1;
    const pixels = rows * columns;
    const slopes = numbers(n * pixels * f);
    const bias = numbers(f);
    const out = new Float64Array(n * pixels * f).map((_, k) => bias[k % f]);
    const dFilters = new Float64Array(filters.length);
    const dInput = new Float64Array(n * h * w * c);
    images.forEach((image, i) => {
      forEachProduct(image, [f, kh, kw], stride, (o, pixel, weight) => {
        out[i * pixels * f + o] += image.data[pixel] * filters[weight];
        dFilters[weight] += slopes[i * pixels * f + o] * image.data[pixel];
        dInput[i * h * w * c + pixel] += slopes[i * pixels * f + o] * filters[weight];
      });
    });

    const k = new GuardedMemory();
    const input = k.floats(images.flatMap(({ data }) => Array.from(data)));
    const inOrder = k.floats(tapsFirst(filters, f));
    const slopesAt = k.floats(slopes);
    const taps = kh * kw * c;
    const run = kw * c;
    const tapOffsets = (width: number, channels: number) => {
      const length = kh * kw * channels;
      const along = kw * channels;
      return k.integers(
        Int32Array.from({ length }, (_, t) => 4 * (Math.floor(t / along) * width * channels + (t % along))),
      );
    };
    const result = k.room(out.length);
    const { conv, filterGradient, turnFilters, pad } = k.simd;
    conv(result, input, inOrder, k.floats(bias), n, h, w, c, rows, columns, f, taps, stride, tapOffsets(w, c));
    expect(difference(k.read(result, out.length), out)).toBeLessThan(float32Tolerance);

    const pixelOffsets = k.integers(
      Int32Array.from({ length: pixels }, (_, p) => 4 * stride * c * (Math.floor(p / columns) * w + (p % columns))),
    );
    const inBoth = k.integers(
      [0, 1].flatMap((image) =>
        Array.from(k.readIntegers(pixelOffsets, pixels), (offset) => offset + 4 * image * h * w * c),
      ),
    );
    const each = [1, 2, 3].map((together) => {
      const gradient = k.room(taps * f);
      const offsets = together === 1 ? pixelOffsets : inBoth;
      filterGradient(gradient, input, slopesAt, n, h, w, c, pixels, f, kh, kw, offsets, together);
      return k.read(gradient, taps * f);
    });
    expect(difference(each[0], tapsFirst(dFilters, f))).toBeLessThan(float32Tolerance);
    expect(each[1]).toEqual(each[0]);
    expect(each[2]).toEqual(each[0]);

    if (c % 4 === 0) {
      const [H, W] = [h + kh - 1, w + kw - 1];
      const wide = k.room(n * H * W * f);
      pad(wide, slopesAt, n, rows, columns, f, H, W, kh - 1, kw - 1, stride);
      const turned = k.room(taps * f);
      turnFilters(turned, inOrder, c, f, kh, kw);
      const back = k.room(n * h * w * c);
      conv(back, wide, turned, 0, n, H, W, f, h, w, c, kh * kw * f, 1, tapOffsets(W, f));
      expect(difference(k.read(back, dInput.length), dInput)).toBeLessThan(float32Tolerance);

      const byFilter = k.room(taps * f);
      k.simd.filtersByFilter(byFilter, inOrder, f, kh, run);
      const slopeOffsets = k.integers(Int32Array.from({ length: f }, (_, y) => 4 * y));
      for (const together of [1, 2, 3]) {
        const [byColumns, matrix] = [k.floats(numbers(dInput.length)), k.room(2 * pixels * taps)];
        k.simd.columnGradient(
          byColumns,
          slopesAt,
          byFilter,
          matrix,
          n,
          h,
          w,
          c,
          rows,
          columns,
          f,
          kh,
          kw,
          stride,
          slopeOffsets,
          together,
        );
        const got = k.read(byColumns, dInput.length);
        expect(difference(got, dInput)).toBeLessThan(float32Tolerance);
      }
    }
    expect(k.intact).toBe(true);
  });

  test("gives four images of few columns, which it computes together, the bits that they have alone", () => {
    const k = new GuardedMemory();
    const [c, f, h, w] = [4, 12, 5, 8];
    const [images, filters] = [numbers(4 * h * w * c), k.floats(numbers(9 * c * f))];
    const offsets = Int32Array.from({ length: 9 * c }, (_, t) => {
      return 4 * (Math.floor(t / (3 * c)) * w * c + (t % (3 * c)));
    });
    const taps = k.integers(offsets);
    const rest = [h, w, c, 3, 6, f, 9 * c, 1, taps];
    const together = k.room(4 * 18 * f);
    k.simd.conv(together, k.floats(images), filters, 0, 4, ...rest);
    const alone = [0, 1, 2, 3].flatMap((i) => {
      const [out, size] = [k.room(18 * f), h * w * c];
      const image = k.floats(images.subarray(i * size, (i + 1) * size));
      k.simd.conv(out, image, filters, 0, 1, ...rest);
      return Array.from(k.read(out, 18 * f));
    });
    expect(Array.from(k.read(together, 4 * 18 * f))).toEqual(alone);
    expect(k.intact).toBe(true);
  });

  test("pad and crop undo each other and leave the frame alone", () => {
    const k = new GuardedMemory();
    const values = numbers(2 * 3 * 4 * 4);
    const [small, large, again] = [k.floats(values), k.room(2 * 6 * 7 * 4), k.room(values.length)];
    k.simd.pad(large, small, 2, 3, 4, 4, 6, 7, 2, 1, 1);
    k.simd.crop(again, large, 2, 3, 4, 4, 6, 7, 2, 1);
    expect(k.read(again, values.length)).toEqual(Float32Array.from(values));
    const nonZero = k.read(large, 2 * 6 * 7 * 4).filter((x) => x !== 0).length;
    expect(nonZero).toBe(values.filter((x) => x !== 0).length);
    expect(k.intact).toBe(true);
  });
});
