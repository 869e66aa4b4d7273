import { describe, expect, test } from "vitest";
import { randomBits } from "../../../src/random";
import { difference, float32Tolerance } from "../../helpers/engine/compare";
import { GuardedMemory } from "../../helpers/engine/guarded-memory";
import { numbers, product } from "../../helpers/engine/numbers";

describe("dropout", () => {
  test.each(product([4, 8, 12, 36], [0.25, 0.5, 1e-9, 1 - 1e-9]))(
    "of %i values at rate %d leaves out what the layer leaves out, and its gradient the same",
    (count, rate) => {
      const k = new GuardedMemory();
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
      const { dropout, dropoutGradient } = k.simd;
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
