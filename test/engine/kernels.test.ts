import { describe, expect, test } from "vitest";
import { randomBits, seededRandom } from "../../src/random";
import { difference, float32Tolerance } from "./compare";
import { KernelMemory } from "./kernel-memory";
import { firstMaxima, forEachProduct, maps } from "./reference";

// Each kernel on its own against plain loops, at sizes below, at, above and between its tiles (4 rows, 8 columns,
// 4 lanes), with guard words around every array.

const random = seededRandom(11);
const fours = (n: number) => Math.ceil(n / 4) * 4;
/** Values that float32 holds exactly, so that both sides start from the same numbers. */
const numbers = (count: number) =>
  Float64Array.from({ length: count }, () => Math.fround(random.normal()));
const product = <A, B>(a: readonly A[], b: readonly B[]) =>
  a.flatMap((x) => b.map((y) => [x, y] as const));

describe("contract", () => {
  const cases = product([1, 2, 3, 4, 5, 7, 8, 9], [4, 8, 12, 16, 20]);
  test.each(cases)("%i rows, %i columns: sums of products, from 0, a bias, or out", (rows, f) => {
    for (const [steps, rowStep] of product([1, 2, 3, 9, 24], [1, 5])) {
      const k = new KernelMemory();
      const [a, b] = [numbers(rows * rowStep + 2 * steps), numbers(steps * f)];
      const [bias, before] = [numbers(f), numbers(rows * f)];
      const offsets = Int32Array.from({ length: steps }, (_, t) => 8 * t);
      const [pa, pb, po] = [k.floats(a), k.floats(b), k.integers(offsets)];
      const sum = (r: number, c: number) =>
        offsets.reduce((s, offset, t) => s + a[r * rowStep + offset / 4] * b[t * f + c], 0);
      for (const start of ["zero", "bias", "out"]) {
        const out = k.floats(before);
        const biasAt = start === "bias" ? k.floats(bias) : 0;
        const add = start === "out" ? 1 : 0;
        k.kernels.contract(out, 4 * f, rows, f, pa, 4 * rowStep, po, pb, 4 * f, steps, biasAt, add);
        const expected = before.map((old, x) => {
          const from = start === "zero" ? 0 : start === "bias" ? bias[x % f] : old;
          return from + sum(Math.floor(x / f), x % f);
        });
        expect(difference(k.read(out, rows * f), expected)).toBeLessThan(float32Tolerance);
      }
      expect(k.intact).toBe(true);
    }
  });
});

/** Filters (f, kh, kw, c) in the kernels' order. */
function tapsFirst(filters: ArrayLike<number>, [f, kh, kw, c]: number[]): Float64Array {
  const taps = kh * kw * c;
  return Float64Array.from(
    { length: f * taps },
    (_, k) => filters[(k % f) * taps + Math.floor(k / f)],
  );
}

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

    const k = new KernelMemory();
    const input = k.floats(images.flatMap(({ data }) => Array.from(data)));
    const inOrder = k.floats(tapsFirst(filters, [f, kh, kw, c]));
    const slopesAt = k.floats(slopes);
    const taps = kh * kw * c;
    const run = kw * c;
    const tapOffsets = (width: number, channels: number) => {
      const length = kh * kw * channels;
      const along = kw * channels;
      return k.integers(
        Int32Array.from(
          { length },
          (_, t) => 4 * (Math.floor(t / along) * width * channels + (t % along)),
        ),
      );
    };
    const result = k.room(out.length);
    const { conv, filterGradient, turnFilters, spread } = k.kernels;
    conv(
      result,
      input,
      inOrder,
      k.floats(bias),
      n,
      h,
      w,
      c,
      rows,
      columns,
      f,
      taps,
      stride,
      tapOffsets(w, c),
    );
    expect(difference(k.read(result, out.length), out)).toBeLessThan(float32Tolerance);

    const pixelOffsets = k.integers(
      Int32Array.from(
        { length: pixels },
        (_, p) => 4 * stride * c * (Math.floor(p / columns) * w + (p % columns)),
      ),
    );
    const inBoth = k.integers(
      [0, 1].flatMap((image) =>
        Array.from(
          k.readIntegers(pixelOffsets, pixels),
          (offset) => offset + 4 * image * h * w * c,
        ),
      ),
    );
    const each = [1, 2, 3].map((together) => {
      const gradient = k.room(taps * f);
      const offsets = together === 1 ? pixelOffsets : inBoth;
      filterGradient(gradient, input, slopesAt, n, h, w, c, pixels, f, kh, kw, offsets, together);
      return k.read(gradient, taps * f);
    });
    expect(difference(each[0], tapsFirst(dFilters, [f, kh, kw, c]))).toBeLessThan(float32Tolerance);
    expect(each[1]).toEqual(each[0]);
    expect(each[2]).toEqual(each[0]);
    expect(run * kh).toBe(taps);

    if (c % 4 === 0) {
      const [H, W] = [h + kh - 1, w + kw - 1];
      const wide = k.room(n * H * W * f);
      spread(wide, slopesAt, n, rows, columns, f, H, W, kh - 1, kw - 1, stride);
      const turned = k.room(taps * f);
      turnFilters(turned, inOrder, c, f, kh, kw);
      const back = k.room(n * h * w * c);
      conv(back, wide, turned, 0, n, H, W, f, h, w, c, kh * kw * f, 1, tapOffsets(W, f));
      expect(difference(k.read(back, dInput.length), dInput)).toBeLessThan(float32Tolerance);

      const byFilter = k.room(taps * f);
      k.kernels.filtersByFilter(byFilter, inOrder, f, kh, run);
      const slopeOffsets = k.integers(Int32Array.from({ length: f }, (_, y) => 4 * y));
      for (const together of [1, 2, 3]) {
        const [byColumns, matrix] = [k.floats(numbers(dInput.length)), k.room(2 * pixels * taps)];
        k.kernels.columnGradient(
          ...([byColumns, slopesAt, byFilter, matrix, n, h, w, c, rows, columns, f] as const),
          ...([kh, kw, stride, slopeOffsets, together] as const),
        );
        const got = k.read(byColumns, dInput.length);
        expect(difference(got, dInput)).toBeLessThan(float32Tolerance);
      }
    }
    expect(k.intact).toBe(true);
  });

  test("gives images in fours, of few columns, the bits that they have alone", () => {
    const k = new KernelMemory();
    const [c, f, h, w] = [4, 12, 5, 8];
    const [images, filters] = [numbers(4 * h * w * c), k.floats(numbers(9 * c * f))];
    const offsets = Int32Array.from({ length: 9 * c }, (_, t) => {
      return 4 * (Math.floor(t / (3 * c)) * w * c + (t % (3 * c)));
    });
    const taps = k.integers(offsets);
    const rest = [h, w, c, 3, 6, f, 9 * c, 1, taps];
    const together = k.room(4 * 18 * f);
    k.kernels.conv(together, k.floats(images), filters, 0, 4, ...rest);
    const alone = [0, 1, 2, 3].flatMap((i) => {
      const [out, size] = [k.room(18 * f), h * w * c];
      const image = k.floats(images.subarray(i * size, (i + 1) * size));
      k.kernels.conv(out, image, filters, 0, 1, ...rest);
      return Array.from(k.read(out, 18 * f));
    });
    expect(Array.from(k.read(together, 4 * 18 * f))).toEqual(alone);
    expect(k.intact).toBe(true);
  });

  test("spread and crop undo each other and leave the frame alone", () => {
    const k = new KernelMemory();
    const values = numbers(2 * 3 * 4 * 4);
    const [small, large, again] = [k.floats(values), k.room(2 * 6 * 7 * 4), k.room(values.length)];
    k.kernels.spread(large, small, 2, 3, 4, 4, 6, 7, 2, 1, 1);
    k.kernels.crop(again, large, 2, 3, 4, 4, 6, 7, 2, 1);
    expect(k.read(again, values.length)).toEqual(Float32Array.from(values));
    const nonZero = k.read(large, 2 * 6 * 7 * 4).filter((x) => x !== 0).length;
    expect(nonZero).toBe(values.filter((x) => x !== 0).length);
    expect(k.intact).toBe(true);
  });
});

const poolings = product(
  [4, 8, 12],
  [
    [2, 2, 2],
    [5, 7, 2],
    [6, 9, 3],
    [9, 8, 4],
  ],
);

describe("max pooling", () => {
  test.each(poolings)(
    "%i channels, (h, w, size) %j: the first maximum of each window",
    (f, shape) => {
      const [h, w, size] = shape;
      const input = maps(h, w, f, numbers(h * w * f));
      // Ties: every third value is a common one.
      for (let x = 0; x < input.data.length; x += 3) input.data[x] = 0.5;
      const places = firstMaxima(input, size);
      const k = new KernelMemory();
      const at = k.floats(input.data);
      const [out, positions] = [k.room(places.length), k.room(places.length)];
      k.kernels.pool(out, at, 1, h, w, f, size);
      expect(k.read(out, places.length)).toEqual(
        Float32Array.from(places, (place) => input.data[place]),
      );
      k.kernels.positions(positions, at, out, h, w, f, size, 4 * w * f, 4 * f, 4);
      expect(Array.from(k.readIntegers(positions, places.length))).toEqual(
        places.map((place) => 4 * place),
      );

      const slopes = numbers(places.length);
      const dInput = k.floats(numbers(input.data.length));
      const bytes = 4 * input.data.length;
      k.kernels.poolGradient(dInput, k.floats(slopes), positions, places.length, bytes);
      const expected = new Float64Array(input.data.length);
      places.forEach((place, x) => {
        expected[place] = slopes[x];
      });
      expect(difference(k.read(dInput, expected.length), expected)).toBe(0);
      expect(k.intact).toBe(true);
    },
  );
});

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
  test.each(pooledConvolutions)(
    "(c, f, kh, kw) %j on %j: as with every pixel visited",
    (of, on) => {
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

      const k = new KernelMemory();
      const input = k.floats(image.data);
      k.room(4); // what the filter gradient may read behind it
      const windows = places.length / f;
      const [pooled, positions] = [k.room(places.length), k.room(places.length)];
      const [betweenAt, slopesAt] = [k.floats(between.data), k.floats(slopes)];
      const row = 4 * w * c;
      k.kernels.pool(pooled, betweenAt, 1, rows, columns, f, 2);
      k.kernels.positions(positions, betweenAt, pooled, rows, columns, f, 2, row, 4 * c, 0);
      const [used, run] = [kw * c, fours(kw * c)];
      const gathered = k.room(f * kh * run);
      k.kernels.pooledFilterGradient(
        gathered,
        input,
        slopesAt,
        positions,
        windows,
        f,
        kh,
        run,
        row,
        k.room(2 * windows),
      );
      const gradient = k.room(kh * used * f);
      k.kernels.foldFilterGradient(gradient, gathered, f, kh, used, run);
      expect(
        difference(k.read(gradient, filters.length), tapsFirst(dFilters, [f, kh, kw, c])),
      ).toBeLessThan(float32Tolerance);

      if (run === used) {
        const inOrder = k.floats(tapsFirst(filters, [f, kh, kw, c]));
        const [byFilter, back] = [k.room(filters.length), k.floats(numbers(dInput.length))];
        k.kernels.filtersByFilter(byFilter, inOrder, f, kh, run);
        const to = [back, slopesAt, positions, byFilter] as const;
        k.kernels.pooledInputGradient(...to, windows, f, kh, run, h, row, k.room(5 * f));
        expect(difference(k.read(back, dInput.length), dInput)).toBeLessThan(float32Tolerance);
      }
      expect(k.intact).toBe(true);
    },
  );
});

describe("a dense layer", () => {
  test.each(product([4, 8, 12, 20, 36, 68], [1, 2, 4, 5, 6, 10, 11]))(
    "%i inputs, %i nodes: totals and both gradients, alone or in one step",
    (x, nodes) => {
      const n = 3;
      const stored = fours(nodes);
      const [input, weights, bias] = [numbers(n * x), numbers(nodes * x), numbers(nodes)];
      const slopes = numbers(n * stored);
      const totals = new Float64Array(n * nodes).map((_, k) => bias[k % nodes]);
      const [dWeights, dInput] = [weights.map(() => 0), input.map(() => 0)];
      for (let k = 0; k < n; k++)
        for (let c = 0; c < nodes; c++)
          for (let j = 0; j < x; j++) {
            totals[k * nodes + c] += input[k * x + j] * weights[c * x + j];
            dWeights[c * x + j] += slopes[k * stored + c] * input[k * x + j];
            dInput[k * x + j] += slopes[k * stored + c] * weights[c * x + j];
          }

      const k = new KernelMemory();
      const [inputAt, weightsAt, slopesAt] = [k.floats(input), k.floats(weights), k.floats(slopes)];
      const out = k.room(n * stored);
      k.kernels.dense(out, inputAt, weightsAt, k.floats(bias), n, x, nodes, stored);
      const got = k.read(out, n * stored);
      const real = Array.from(got).filter((_, at) => at % stored < nodes);
      expect(difference(real, totals)).toBeLessThan(float32Tolerance);
      expect(got.filter((_, at) => at % stored >= nodes).every((value) => value === 0)).toBe(true);

      const [gradient, back] = [k.room(nodes * x), k.room(n * x)];
      const images = k.integers([0, 4 * stored, 8 * stored]);
      const each = k.integers(Int32Array.from({ length: nodes }, (_, c) => 4 * c));
      k.kernels.denseGradient(gradient, inputAt, slopesAt, n, x, nodes, images);
      k.kernels.denseInputGradient(back, weightsAt, slopesAt, n, x, nodes, stored, each);
      expect(difference(k.read(gradient, nodes * x), dWeights)).toBeLessThan(float32Tolerance);
      expect(difference(k.read(back, n * x), dInput)).toBeLessThan(float32Tolerance);

      const single = k.room(x);
      k.kernels.denseStep(single, weightsAt, inputAt, slopesAt, x, nodes, 0.5);
      expect(difference(k.read(single, x), dInput.slice(0, x))).toBeLessThan(float32Tolerance);
      const stepped = weights.map(
        (value, at) => value - 0.5 * slopes[Math.floor(at / x)] * input[at % x],
      );
      expect(difference(k.read(weightsAt, nodes * x), stepped)).toBeLessThan(float32Tolerance);
      expect(k.intact).toBe(true);
    },
  );
});

describe("softmax", () => {
  test.each([1, 2, 4, 10, 13])("of %i classes: probabilities, cross-entropy and its slope", (c) => {
    const [n, stored] = [4, fours(c)];
    const totals = numbers(n * stored).map((x) => 3 * x);
    const labels = Uint8Array.from({ length: n }, () => random.integer(c));
    const rows = Array.from({ length: n }, (_, k) => {
      const row = totals.slice(k * stored, k * stored + c).map(Math.fround);
      const largest = Math.max(...row);
      const powers = row.map((x) => Math.exp(x - largest));
      const sum = powers.reduce((a, b) => a + b);
      return powers.map((e) => e / sum);
    });
    const k = new KernelMemory();
    const totalsAt = k.floats(totals);
    const probabilities = k.room(2 * n * c);
    k.kernels.softmax(probabilities, totalsAt, n, c, stored);
    const flat = rows.flatMap((row) => Array.from(row));
    expect(difference(k.readDoubles(probabilities, n * c), flat)).toBeLessThan(1e-15);

    const [slopes, result, scratch] = [k.room(n * stored), k.room(4), k.room(2 * c)];
    k.kernels.softmaxLoss(slopes, result, totalsAt, k.bytes(labels), scratch, n, c, stored);
    const loss = rows.reduce((sum, row, i) => sum - Math.log(row[labels[i]]), 0);
    const correct = rows.filter((row, i) => row.indexOf(Math.max(...row)) === labels[i]).length;
    expect(Math.abs(k.readDoubles(result, 1)[0] - loss)).toBeLessThan(1e-13);
    expect(k.readIntegers(result + 8, 1)[0]).toBe(correct);
    const expected = Float64Array.from({ length: n * stored }, (_, at) => {
      const [i, node] = [Math.floor(at / stored), at % stored];
      if (node >= c) return 0;
      return rows[i][node] - (node === labels[i] ? 1 : 0);
    });
    expect(difference(k.read(slopes, n * stored), expected)).toBeLessThan(1e-7);
    expect(k.intact).toBe(true);
  });

  test("stays finite for large totals, counts an underflow as 744.44, and lets NaN through", () => {
    const k = new KernelMemory();
    const loss = (totals: number[]) => {
      const result = k.room(4);
      const [slopes, scratch] = [k.room(4), k.room(8)];
      k.kernels.softmaxLoss(slopes, result, k.floats(totals), k.bytes([1]), scratch, 1, 2, 4);
      return k.readDoubles(result, 1)[0];
    };
    expect(loss([1e30, 1e30, 0, 0])).toBe(Math.log(2));
    expect(loss([5000, 0, 0, 0])).toBe(-Math.log(Number.MIN_VALUE));
    expect(loss([Number.NaN, 0, 0, 0])).toBeNaN();
    expect(loss([0, Number.NaN, 0, 0])).toBeNaN();
    expect(loss([Infinity, 0, 0, 0])).toBeNaN();
  });
});

describe("element by element", () => {
  test("grey levels are level / 255 - 0.5, each rounded once to float32", () => {
    const k = new KernelMemory();
    const out = k.room(256);
    k.kernels.scaleBytes(out, k.bytes(Array.from({ length: 256 }, (_, level) => level)), 256);
    expect(k.read(out, 256)).toEqual(
      Float32Array.from({ length: 256 }, (_, level) => (level - 127.5) / 255),
    );
    const layers = Float64Array.from({ length: 256 }, (_, level) => level / 255 - 0.5);
    expect(difference(k.read(out, 256), layers)).toBeLessThan(2 ** -24);
    expect(k.intact).toBe(true);
  });

  test.each([4, 8, 12, 36])("%i values: relu, its gradient, axpy, a bias's gradient", (count) => {
    const k = new KernelMemory();
    const [values, slopes] = [numbers(count), numbers(count)];
    const [at, slopesAt, sum] = [k.floats(values), k.floats(slopes), k.floats(values)];
    k.kernels.relu(at, count);
    expect(
      difference(
        k.read(at, count),
        values.map((x) => Math.max(x, 0)),
      ),
    ).toBe(0);
    k.kernels.reluGradient(slopesAt, at, count);
    const expected = slopes.map((slope, x) => (values[x] > 0 ? slope : 0));
    expect(difference(k.read(slopesAt, count), expected)).toBe(0);
    k.kernels.axpy(sum, 0.5, k.floats(slopes), count);
    const added = values.map((x, i) => x + 0.5 * slopes[i]);
    expect(difference(k.read(sum, count), added)).toBeLessThan(float32Tolerance);
    const columns = k.room(4);
    k.kernels.sumRows(columns, k.floats(values), count / 4, 4);
    const totals = [0, 1, 2, 3].map((f) =>
      values.filter((_, x) => x % 4 === f).reduce((a, b) => a + b),
    );
    expect(difference(k.read(columns, 4), totals)).toBeLessThan(float32Tolerance);
    expect(k.intact).toBe(true);
  });

  test.each(product([4, 12, 36], [1, 2, 5]))(
    "descent of %i parameters along %i parts of a gradient, with momentum",
    (count, parts) => {
      const k = new KernelMemory();
      const [values, velocity, gradients] = [
        numbers(count),
        numbers(count),
        numbers(count * parts),
      ];
      const [at, velocityAt, from] = [k.floats(values), k.floats(velocity), k.floats(gradients)];
      k.kernels.descend(at, velocityAt, from, 4 * count, parts, count, 0.25, 0.1, 0.9, 0);
      const next = velocity.map((v, x) => {
        let sum = 0;
        for (let part = 0; part < parts; part++) sum += gradients[part * count + x];
        return 0.9 * v + 0.25 * sum;
      });
      expect(difference(k.read(velocityAt, count), next)).toBeLessThan(float32Tolerance);
      const moved = values.map((x, i) => x - 0.1 * next[i]);
      expect(difference(k.read(at, count), moved)).toBeLessThan(float32Tolerance);
      expect(k.intact).toBe(true);
    },
  );
});

describe("an optimizer's step", () => {
  const cases = product([4, 8, 12, 36], [1, 2, 5]);
  const meanSlope = (gradients: Float64Array, count: number, x: number) => {
    let sum = 0;
    for (let at = x; at < gradients.length; at += count) sum += gradients[at];
    return 0.25 * sum;
  };

  test.each(cases)(
    "descent of %i parameters, %i parts: weight decay is in the slope",
    (count, parts) => {
      for (const momentum of [undefined, 0.9]) {
        const k = new KernelMemory();
        const [values, velocity, gradients] = [count, count, count * parts].map(numbers);
        const at = k.floats(values);
        const velocityAt = momentum === undefined ? 0 : k.floats(velocity);
        const more = [4 * count, parts, count, 0.25, 0.1, momentum ?? 0, 0.3];
        k.kernels.descend(at, velocityAt, k.floats(gradients), ...more);
        const moved = values.map((value, x) => {
          const slope = meanSlope(gradients, count, x) + 0.3 * value;
          return value - 0.1 * ((momentum ?? 0) * velocity[x] + slope);
        });
        expect(difference(k.read(at, count), moved)).toBeLessThan(float32Tolerance);
        expect(k.intact).toBe(true);
      }
    },
  );

  test.each(cases)("Adam's, of %i parameters, %i parts", (count, parts) => {
    const k = new KernelMemory();
    const [values, means, gradients] = [count, count, count * parts].map(numbers);
    const squares = numbers(count).map((x) => Math.fround(x * x));
    const [at, meansAt, squaresAt] = [values, means, squares].map((array) => k.floats(array));
    const constants = [0.9, 0.1, 0.99, 0.01, 1e-3, 0.05, 4, 0.02].map(Math.fround);
    const [beta1, fresh1, beta2, fresh2, epsilon, rate, scale, decay] = constants;
    const more = [4 * count, parts, count, 0.25, k.floats(constants)];
    k.kernels.adam(at, meansAt, squaresAt, k.floats(gradients), ...more);
    const g = values.map((_, x) => meanSlope(gradients, count, x));
    const mean = means.map((old, x) => beta1 * old + fresh1 * g[x]);
    const square = squares.map((old, x) => beta2 * old + fresh2 * g[x] * g[x]);
    const moved = values.map((value, x) => {
      return value - decay * value - (rate * mean[x]) / (Math.sqrt(scale * square[x]) + epsilon);
    });
    expect(difference(k.read(meansAt, count), mean)).toBeLessThan(float32Tolerance);
    expect(difference(k.read(squaresAt, count), square)).toBeLessThan(float32Tolerance);
    expect(difference(k.read(at, count), moved)).toBeLessThan(float32Tolerance);
    expect(k.intact).toBe(true);
  });
});

describe("dropout", () => {
  test.each(product([4, 8, 12, 36], [0.25, 0.5, 1e-9, 1 - 1e-9]))(
    "of %i values at rate %d leaves out what the layer leaves out, and its gradient the same",
    (count, rate) => {
      const k = new KernelMemory();
      const [n, layer] = [3, 8];
      const [values, slopes] = [numbers(n * count), numbers(n * count)];
      const seeds = [0, 1, 2 ** 32 - 1];
      const positions = Int32Array.from({ length: count }, (_, x) => 3 * x);
      const kept = Math.fround(1 / (1 - rate));
      const factors = values.map((_, at) => {
        const seed = randomBits(seeds[Math.floor(at / count)], layer);
        return randomBits(seed, positions[at % count]) < rate * 2 ** 32 ? 0 : kept;
      });
      const [out, factorsAt, input] = [k.room(n * count), k.room(n * count), k.floats(values)];
      const where = [out, input, factorsAt, k.integers(positions)];
      const last = (Math.ceil(rate * 2 ** 32) - 1) | 0;
      const { dropout, dropoutGradient } = k.kernels;
      dropout(...where, k.integers(seeds.map((seed) => seed | 0)), n, count, layer, last, kept);
      const times = (array: Float64Array) => array.map((value, at) => factors[at] * value);
      expect(k.read(factorsAt, n * count)).toEqual(Float32Array.from(factors));
      expect(difference(k.read(out, n * count), times(values))).toBeLessThan(float32Tolerance);
      const slopesAt = k.floats(slopes);
      dropoutGradient(slopesAt, factorsAt, n * count);
      expect(difference(k.read(slopesAt, n * count), times(slopes))).toBeLessThan(float32Tolerance);
      dropout(...where, 0, n, count, layer, last, kept);
      expect(k.read(out, n * count)).toEqual(Float32Array.from(values));
      expect(k.intact).toBe(true);
    },
  );
});

describe("NaN and infinity", () => {
  const special = [Number.NaN, Infinity, -Infinity];

  test.each(special)(
    "%d goes through a convolution and a dense layer as in plain loops",
    (value) => {
      const k = new KernelMemory();
      const image = numbers(36).map((x, at) => (at === 14 ? value : x));
      const out = k.room(16 * 4);
      const taps = k.integers([0, 1, 2, 6, 7, 8, 12, 13, 14].map((x) => 4 * x));
      const filters = numbers(36);
      k.kernels.conv(out, k.floats(image), k.floats(filters), 0, 1, 6, 6, 1, 4, 4, 4, 9, 1, taps);
      const expected = new Float64Array(64);
      forEachProduct(maps(6, 6, 1, image), [4, 3, 3], 1, (o, pixel, weight) => {
        const [f, tap] = [Math.floor(weight / 9), weight % 9];
        expected[o] += image[pixel] * filters[tap * 4 + f];
      });
      expect(difference(k.read(out, 64), expected)).toBeLessThan(float32Tolerance);

      const totals = k.room(4);
      const weights = numbers(16);
      k.kernels.dense(totals, k.floats([1, value, 2, 3]), k.floats(weights), 0, 1, 4, 4, 4);
      const sums = [0, 1, 2, 3].map((c) => {
        const [a, b, d, e] = weights.slice(4 * c, 4 * c + 4);
        return a + value * b + 2 * d + 3 * e;
      });
      expect(difference(k.read(totals, 4), sums)).toBeLessThan(float32Tolerance);
    },
  );

  test("infinity is a window's maximum; relu keeps NaN", () => {
    const k = new KernelMemory();
    const out = k.room(4);
    k.kernels.pool(out, k.floats([...Array(12).fill(1), Infinity, -Infinity, 2, 0]), 1, 2, 2, 4, 2);
    expect(Array.from(k.read(out, 4))).toEqual([Infinity, 1, 2, 1]);
    const values = k.floats([Number.NaN, -1, Infinity, -Infinity]);
    k.kernels.relu(values, 4);
    expect(Array.from(k.read(values, 4))).toEqual([Number.NaN, 0, Infinity, 0]);
  });

  // Declared exception: comparing is three times faster than f32x4.max. A filter that is NaN makes its whole map NaN,
  // and the loss with it, so training still stops.
  test("a NaN that is not a window's first may lose to a number in pooling; a map of NaN stays NaN", () => {
    const k = new KernelMemory();
    const out = k.room(4);
    k.kernels.pool(out, k.floats([1, 1, 1, 1, ...Array(12).fill(Number.NaN)]), 1, 2, 2, 4, 2);
    expect(Array.from(k.read(out, 4))).toEqual([1, 1, 1, 1]);
    k.kernels.pool(out, k.floats(Array(16).fill(Number.NaN)), 1, 2, 2, 4, 2);
    expect(k.read(out, 4).every(Number.isNaN)).toBe(true);
  });
});
