import { describe, expect, test } from "vitest";
import { difference } from "../../helpers/engine/compare";
import { GuardedMemory } from "../../helpers/engine/guarded-memory";
import { numbers, tapsFirst } from "../../helpers/engine/numbers";
import { forEachProduct, maps } from "../../helpers/engine/reference";

// Winograd's convolution and both of its gradients against plain loops in float64, at sizes below, at, above and
// between its tiles of 4 x 4 pixels.

/** The tolerance as a share of the largest value: at most 5.1e-6 was seen, and 1e-6 for sums as they stand. */
const winogradTolerance = 1e-5;

const spacedPlanes = (count: number) => 36 * (count + 16);

interface Sizes {
  readonly c: number;
  readonly f: number;
  readonly h: number;
  readonly w: number;
  readonly n?: number;
  readonly together?: number;
  /** Lines around the input, whose gradient nobody wants. */
  readonly top?: number;
  readonly left?: number;
}

/** How far all three are from plain loops, relative to the largest value of each. */
function errorsAt({ c, f, h, w, n = 1, together = 1, top = 0, left = 0 }: Sizes) {
  const [rows, columns] = [h - 2, w - 2];
  const [inH, inW] = [h - 2 * top, w - 2 * left];
  const images = Array.from({ length: n }, () => maps(h, w, c, numbers(h * w * c)));
  const [filters, bias] = [numbers(9 * c * f), numbers(f)];
  const slopes = numbers(n * rows * columns * f);
  const out = new Float64Array(slopes.length).map((_, k) => bias[k % f]);
  const dFilters = new Float64Array(filters.length);
  const dPadded = new Float64Array(n * h * w * c);
  images.forEach((image, k) => {
    const first = k * rows * columns * f;
    forEachProduct(image, [f, 3, 3], 1, (o, pixel, weight) => {
      out[first + o] += image.data[pixel] * filters[weight];
      dFilters[weight] += slopes[first + o] * image.data[pixel];
      dPadded[k * h * w * c + pixel] += slopes[first + o] * filters[weight];
    });
  });
  const dInput = dPadded.filter((_, k) => {
    const [i, j] = [Math.floor(k / (w * c)) % h, Math.floor(k / c) % w];
    return i >= top && i < top + inH && j >= left && j < left + inW;
  });

  const k = new GuardedMemory();
  const { winograd, winogradFilters, swapFilters, winogradGradients } = k.simd;
  const tiles = Math.ceil(rows / 4) * Math.ceil(columns / 4);
  const scratch = k.room(
    144 + [together * tiles * c, together * tiles * f, c * f].map(spacedPlanes).reduce((a, b) => a + b),
  );
  const offsets = (count: number, step: number) => k.integers(Int32Array.from({ length: count }, (_, t) => step * t));
  const input = k.floats(images.flatMap(({ data }) => Array.from(data)));
  const inOrder = k.floats(tapsFirst(filters, f));
  const [u, swapped, byFilter] = [k.room(spacedPlanes(c * f)), k.room(9 * c * f), k.room(spacedPlanes(c * f))];
  winogradFilters(u, inOrder, c, f, scratch);
  const outAt = k.room(out.length);
  winograd(outAt, input, u, k.floats(bias), n, h, w, c, f, offsets(c, 4), scratch, together);
  swapFilters(swapped, inOrder, c, f, 9);
  winogradFilters(byFilter, swapped, f, c, scratch);
  const before = numbers(9 * c * f);
  const [dFiltersAt, dInputAt] = [k.floats(before), k.floats(numbers(dInput.length))];
  winogradGradients(
    dFiltersAt,
    dInputAt,
    input,
    k.floats(slopes),
    byFilter,
    n,
    h,
    w,
    c,
    f,
    inH,
    inW,
    top,
    left,
    offsets(together * tiles, 4 * c),
    offsets(f, 4),
    scratch,
    together,
  );
  expect(k.intact).toBe(true);
  const added = tapsFirst(dFilters, f).map((value, x) => value + before[x]);
  return {
    out: difference(k.read(outAt, out.length), out),
    dFilters: difference(k.read(dFiltersAt, added.length), added),
    dInput: difference(k.read(dInputAt, dInput.length), dInput),
  };
}

describe("Winograd's convolution, its filters' gradient and its input's", () => {
  test.each<Sizes>([
    { c: 8, f: 8, h: 3, w: 3 },
    { c: 8, f: 16, h: 5, w: 5, n: 8, together: 8 },
    { c: 8, f: 12, h: 6, w: 10, n: 3, together: 2 },
    { c: 12, f: 8, h: 7, w: 6 },
    { c: 16, f: 20, h: 11, w: 13, n: 2, top: 1, left: 1 },
    { c: 8, f: 8, h: 9, w: 12, top: 2, left: 1 },
    { c: 32, f: 64, h: 14, w: 14 },
    { c: 64, f: 64, h: 14, w: 14, top: 1, left: 1 },
  ])("%j: within 1e-5 of plain loops in float64", (sizes) => {
    const errors = errorsAt(sizes);
    for (const error of Object.values(errors)) expect(error).toBeLessThan(winogradTolerance);
  });
});
