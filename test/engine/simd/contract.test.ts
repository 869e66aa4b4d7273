import { describe, expect, test } from "vitest";
import { difference, float32Tolerance } from "../../helpers/engine/compare";
import { GuardedMemory } from "../../helpers/engine/guarded-memory";
import { numbers, product } from "../../helpers/engine/numbers";

// The sum of products behind every dense sum, at sizes below, at, above and between its tiles of 4 rows and 8 columns.

describe("contract", () => {
  const cases = product([1, 2, 3, 4, 5, 7, 8, 9], [4, 8, 12, 16, 20]);
  test.each(cases)("%i rows, %i columns: sums of products, from 0, a bias, or out", (rows, f) => {
    for (const [steps, rowStep] of product([1, 2, 3, 9, 24], [1, 5])) {
      const k = new GuardedMemory();
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
        k.simd.contract(out, 4 * f, rows, f, pa, 4 * rowStep, po, pb, 4 * f, steps, biasAt, add);
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
