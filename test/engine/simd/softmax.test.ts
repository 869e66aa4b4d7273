import { describe, expect, test } from "vitest";
import { roundUpToFour } from "../../../src/engine/memory/parameter";
import { difference } from "../../helpers/engine/compare";
import { GuardedMemory } from "../../helpers/engine/guarded-memory";
import { integer, numbers } from "../../helpers/engine/numbers";

describe("softmax", () => {
  test.each([1, 2, 4, 10, 13, 1024])("of %i classes: probabilities, cross-entropy and its slope", (c) => {
    const [n, stored] = [4, roundUpToFour(c)];
    const totals = numbers(n * stored).map((x) => 3 * x);
    const labels = Uint8Array.from({ length: n }, () => integer(c));
    const rows = Array.from({ length: n }, (_, k) => {
      const row = totals.slice(k * stored, k * stored + c).map(Math.fround);
      const largest = Math.max(...row);
      const powers = row.map((x) => Math.exp(x - largest));
      const sum = powers.reduce((a, b) => a + b);
      return powers.map((e) => e / sum);
    });
    const k = new GuardedMemory();
    const totalsAt = k.floats(totals);
    const probabilities = k.room(2 * n * c);
    k.simd.softmax(probabilities, totalsAt, n, c, stored);
    const flat = rows.flatMap((row) => Array.from(row));
    expect(difference(k.readDoubles(probabilities, n * c), flat)).toBeLessThan(1e-15);

    const [slopes, result, scratch] = [k.room(n * stored), k.room(4), k.room(2 * c)];
    k.simd.softmaxLoss(slopes, result, totalsAt, k.halves(labels), scratch, n, c, stored);
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
    const k = new GuardedMemory();
    const loss = (totals: number[]) => {
      const result = k.room(4);
      const [slopes, scratch] = [k.room(4), k.room(8)];
      k.simd.softmaxLoss(slopes, result, k.floats(totals), k.halves([1]), scratch, 1, 2, 4);
      return k.readDoubles(result, 1)[0];
    };
    expect(loss([1e30, 1e30, 0, 0])).toBe(Math.log(2));
    expect(loss([5000, 0, 0, 0])).toBe(-Math.log(Number.MIN_VALUE));
    expect(loss([Number.NaN, 0, 0, 0])).toBeNaN();
    expect(loss([0, Number.NaN, 0, 0])).toBeNaN();
    expect(loss([Infinity, 0, 0, 0])).toBeNaN();
  });
});
