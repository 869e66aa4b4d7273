import { describe, expect, test } from "vitest";
import { difference, float32Tolerance } from "../../helpers/engine/compare";
import { GuardedMemory } from "../../helpers/engine/guarded-memory";
import { numbers } from "../../helpers/engine/numbers";

describe("element by element", () => {
  test("grey levels are level / 255 - 0.5, each rounded once to float32", () => {
    const k = new GuardedMemory();
    const out = k.room(256);
    k.simd.scaleBytes(out, k.bytes(Array.from({ length: 256 }, (_, level) => level)), 256);
    expect(k.read(out, 256)).toEqual(Float32Array.from({ length: 256 }, (_, level) => (level - 127.5) / 255));
    const layers = Float64Array.from({ length: 256 }, (_, level) => level / 255 - 0.5);
    expect(difference(k.read(out, 256), layers)).toBeLessThan(2 ** -24);
    expect(k.intact).toBe(true);
  });

  test.each([4, 8, 12, 36])("%i values: relu, its gradient, a bias's gradient", (count) => {
    const k = new GuardedMemory();
    const [values, slopes] = [numbers(count), numbers(count)];
    const [at, slopesAt] = [k.floats(values), k.floats(slopes)];
    k.simd.relu(at, count);
    expect(
      difference(
        k.read(at, count),
        values.map((x) => Math.max(x, 0)),
      ),
    ).toBe(0);
    k.simd.reluGradient(slopesAt, at, count);
    const expected = slopes.map((slope, x) => (values[x] > 0 ? slope : 0));
    expect(difference(k.read(slopesAt, count), expected)).toBe(0);
    const columns = k.room(4);
    k.simd.sumRows(columns, k.floats(values), count / 4, 4);
    const totals = [0, 1, 2, 3].map((f) => values.filter((_, x) => x % 4 === f).reduce((a, b) => a + b));
    expect(difference(k.read(columns, 4), totals)).toBeLessThan(float32Tolerance);
    expect(k.intact).toBe(true);
  });
});
