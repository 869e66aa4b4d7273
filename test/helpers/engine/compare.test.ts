import { describe, expect, test } from "vitest";
import { difference, float32Tolerance } from "./compare";
import { GuardedMemory } from "./guarded-memory";

// The comparators themselves: what they must not let pass.

const expected = Float64Array.from({ length: 64 }, (_, k) => Math.sin(k + 1));
const copy = (change: (values: Float64Array) => void) => {
  const values = expected.slice();
  change(values);
  return values;
};

describe("the comparison of arrays", () => {
  test("accepts what float32 rounds", () => {
    expect(difference(Float32Array.from(expected), expected)).toBeLessThan(float32Tolerance);
    expect(difference([Number.NaN, Infinity, 1], [Number.NaN, Infinity, 1])).toBe(0);
  });

  test.each<[string, ArrayLike<number>]>([
    ["scaled by 1.00001", expected.map((x) => x * 1.00001)],
    [
      "one value off in the fifth digit",
      copy((v) => {
        v[63] += 1e-5;
      }),
    ],
    ["rows and columns swapped", expected.map((_, k) => expected[(k % 8) * 8 + Math.floor(k / 8)])],
    ["shifted by a tile", expected.map((_, k) => expected[(k + 4) % 64])],
    ["last tile left at 0", copy((v) => v.fill(0, 60))],
    [
      "a NaN",
      copy((v) => {
        v[7] = Number.NaN;
      }),
    ],
    [
      "an infinity",
      copy((v) => {
        v[7] = Infinity;
      }),
    ],
    ["one value short", expected.slice(1)],
  ])("refuses %s", (_, planted) => {
    expect(difference(planted, expected) < float32Tolerance).toBe(false);
  });

  test("refuses a number where NaN or infinity is expected, and an infinity of the other sign", () => {
    for (const [a, b] of [
      [0, Number.NaN],
      [1, Infinity],
      [-Infinity, Infinity],
    ]) {
      expect(difference([a], [b]) < Infinity).toBe(false);
    }
  });
});

describe("the guard words", () => {
  test("notice one word written before or behind an array", () => {
    for (const offset of [-1, 5]) {
      const k = new GuardedMemory();
      const at = k.room(5);
      expect(k.intact).toBe(true);
      new Int32Array(k.memory.buffer)[at / 4 + offset] = 0;
      expect(k.intact).toBe(false);
    }
  });

  test("notice a function that is told a wrong size", () => {
    const k = new GuardedMemory();
    k.simd.relu(k.floats([-1, -1, -1, -1]), 8);
    expect(k.intact).toBe(false);
  });
});
