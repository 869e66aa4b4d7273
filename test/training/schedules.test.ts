import { describe, expect, test } from "vitest";
import type { Schedule } from "../../src/training/schedules";
import { constantRate, cosineRate, fallingRate, steppedRate } from "../../src/training/schedules";

const rates = (schedule: Schedule, steps: number) => Array.from({ length: steps }, (_, step) => schedule(step, steps));

describe("the learning rate over a run", () => {
  test("constant: the same at every step", () => {
    expect(rates(constantRate(0.1), 3)).toEqual([0.1, 0.1, 0.1]);
  });

  test("falling: a straight line, 4 3 2 1 in four steps to 0", () => {
    expect(rates(fallingRate(4), 4)).toEqual([4, 3, 2, 1]);
    expect(rates(fallingRate(4, 2), 4)).toEqual([4, 3.5, 3, 2.5]);
  });

  test("cosine: half of it is left half-way, 85 % after a quarter", () => {
    const [start, quarter, half, threeQuarters] = rates(cosineRate(2), 4);
    expect([start, half]).toEqual([2, 1]);
    expect(quarter).toBeCloseTo(1 + Math.SQRT1_2, 14);
    expect(threeQuarters).toBeCloseTo(1 - Math.SQRT1_2, 14);
  });

  test("cosine with warm-up: rises over its share of the steps, and begins to fall from the top", () => {
    const all = rates(cosineRate(8, { warmUp: 0.4, to: 2 }), 10);
    expect(all.slice(0, 5)).toEqual([2, 4, 6, 8, 8]);
    expect(all[7]).toBeCloseTo(5, 14); // half-way between 8 and 2
  });

  test("stepped: a tenth after each third of the run", () => {
    const expected = [1, 1, 0.1, 0.1, 0.01, 0.01];
    for (const [step, rate] of rates(steppedRate(1), 6).entries()) {
      expect(rate).toBeCloseTo(expected[step], 15);
    }
    expect(rates(steppedRate(8, { parts: 4, factor: 0.5 }), 4)).toEqual([8, 4, 2, 1]);
  });

  test.each<[string, Schedule]>([
    ["falling", fallingRate(0.01)],
    ["cosine", cosineRate(0.002, { warmUp: 0.05 })],
    ["cosine, short warm-up", cosineRate(0.002, { warmUp: 0.99 })],
    ["stepped", steppedRate(0.1, { parts: 7 })],
  ])("%s: is a positive number at every step of runs of any length", (_, schedule) => {
    for (const steps of [1, 2, 3, 15000]) {
      expect(rates(schedule, steps).every((rate) => rate > 0 && rate <= 0.1)).toBe(true);
    }
  });

  test.each([
    [() => constantRate(0), "constantRate: rate must be a positive number, got 0"],
    [() => fallingRate(Number.NaN), "fallingRate: from must be a positive number, got NaN"],
    [() => fallingRate(1, -1), "fallingRate: to must be a number >= 0, got -1"],
    [() => cosineRate(1, { warmUp: 1 }), "cosineRate: warmUp must be a share of the steps, 0 to 1, got 1"],
    [() => steppedRate(1, { parts: 0 }), "steppedRate: parts must be a whole number >= 1, got 0"],
    [() => steppedRate(1, { factor: 0 }), "steppedRate: factor must be a positive number, got 0"],
  ])("%s is refused", (make, message) => {
    expect(make).toThrow(new RangeError(message));
  });
});
