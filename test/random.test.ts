import { describe, expect, test } from "vitest";
import { randomBits, seededRandom, shuffleInPlace } from "../src/random";

const draw = (count: number, next: () => number) => Array.from({ length: count }, next);

/** xoshiro128** by its published definition, in exact whole numbers. */
function reference([a, b, c, d]: bigint[]): () => bigint {
  const mask = (1n << 32n) - 1n;
  const rotateLeft = (x: bigint, by: bigint) => ((x << by) | (x >> (32n - by))) & mask;
  return () => {
    const result = (rotateLeft((b * 5n) & mask, 7n) * 9n) & mask;
    const shifted = (b << 9n) & mask;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11n);
    return result;
  };
}

/** splitmix32 in exact whole numbers: the generator's first four states. */
function states(seed: bigint): bigint[] {
  const mask = (1n << 32n) - 1n;
  let state = seed;
  return Array.from({ length: 4 }, () => {
    state = (state + 0x9e3779b9n) & mask;
    let z = ((state ^ (state >> 16n)) * 0x21f0aaadn) & mask;
    z = ((z ^ (z >> 15n)) * 0x735a2d97n) & mask;
    return z ^ (z >> 15n);
  });
}

describe("seededRandom", () => {
  test("is xoshiro128** to the last bit", () => {
    const next = reference(states(42n));
    const expected = draw(100, () => Number(((next() >> 5n) << 26n) | (next() >> 6n)) / 2 ** 53);
    expect(draw(100, seededRandom(42).uniform)).toEqual(expected);
  });

  test("gives the same stream for the same seed and another for another", () => {
    expect(draw(20, seededRandom(7).normal)).toEqual(draw(20, seededRandom(7).normal));
    expect(draw(20, seededRandom(7).normal)).not.toEqual(draw(20, seededRandom(8).normal));
  });

  test("gives these normal deviates for seed 42: notebooks print what follows from them", () => {
    expect(draw(4, seededRandom(42).normal)).toEqual([
      0.26752683279886763, 1.7424408507579792, 0.5813902645846303, -1.6928022796929545,
    ]);
  });

  test("tells a seed that it drew, with which the stream can be had again", () => {
    const random = seededRandom();
    expect(draw(5, seededRandom(random.seed).uniform)).toEqual(draw(5, random.uniform));
  });

  test("normal deviates have mean 0, variance 1, no skew and the normal's tails, over 100,000", () => {
    const values = draw(100000, seededRandom(3).normal);
    const moment = (power: number) => values.reduce((sum, x) => sum + x ** power, 0) / values.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.0127); // four standard errors each
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.018);
    expect(Math.abs(moment(3))).toBeLessThan(0.05);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.125);
    expect(values.filter((x) => Math.abs(x) > 1.96).length / values.length).toBeCloseTo(0.05, 2);
  });

  test("whole numbers below n come equally often", () => {
    const counts = new Array<number>(10).fill(0);
    const random = seededRandom(4);
    for (let k = 0; k < 100000; k++) counts[random.integer(10)]++;
    const chiSquared = counts.reduce((sum, count) => sum + (count - 10000) ** 2 / 10000, 0);
    expect(chiSquared).toBeLessThan(27.9); // 1 in 1,000 for 9 degrees of freedom
  });

  test("every order of three is equally likely after a shuffle", () => {
    const counts = new Map<string, number>();
    const random = seededRandom(5);
    for (let k = 0; k < 60000; k++) {
      const values = Uint32Array.of(0, 1, 2);
      shuffleInPlace(values, random);
      counts.set(values.join(), (counts.get(values.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    const chiSquared = [...counts.values()].reduce((sum, n) => sum + (n - 10000) ** 2 / 10000, 0);
    expect(chiSquared).toBeLessThan(20.5); // 1 in 1,000 for 5 degrees of freedom
  });

  test.each([-1, 0.5, 2 ** 32, Number.NaN])("refuses the seed %s", (seed) => {
    expect(() => seededRandom(seed)).toThrow(RangeError);
  });
});

describe("randomBits", () => {
  const bits = (seed: number) => Array.from({ length: 20000 }, (_, k) => randomBits(seed, k));

  test("is one number for a seed and a k, whatever was asked before: these never change", () => {
    expect([randomBits(0, 0), randomBits(1, 0), randomBits(0, 1), randomBits(2 ** 32 - 1, 99)]).toEqual([
      3405691463, 306117789, 380648332, 1868081859,
    ]);
  });

  test("spreads evenly: each of 32 bits is set in half of 20,000 numbers, for seeds that are neighbours", () => {
    for (const seed of [0, 1, 2, 2 ** 31, 2 ** 32 - 1]) {
      const numbers = bits(seed);
      for (let bit = 0; bit < 32; bit++) {
        const set = numbers.filter((number) => (number >>> bit) & 1).length;
        expect(Math.abs(set - 10000)).toBeLessThan(4.5 * Math.sqrt(5000));
      }
    }
  });

  test("shares nothing between seeds, nor between a number and the next", () => {
    const agreeing = (a: number[], b: number[]) => a.filter((number, k) => number >>> 31 === b[k] >>> 31).length;
    const numbers = bits(1);
    for (const other of [bits(0), bits(2), bits(3), [...numbers.slice(1), 0]]) {
      expect(Math.abs(agreeing(numbers, other) - 10000)).toBeLessThan(4.5 * Math.sqrt(5000));
    }
    expect(new Set([...numbers, ...bits(2)]).size).toBeGreaterThan(39990); // some collide by chance
  });
});
