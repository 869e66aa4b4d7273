import { describe, expect, test } from "vitest";
import { Conv2D } from "../../src/layers/conv2d";
import { Dense } from "../../src/layers/dense";
import type { Initialisation } from "../../src/layers/initialisation";
import { seededRandom } from "../../src/random";

/** Mean and deviation of many weights. */
function moments(values: Float64Array): [number, number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return [mean, Math.sqrt(variance)];
}

describe("initial weights are normal deviates of deviation", () => {
  test.each<[Initialisation, string, number]>([
    ["he", "√(2 / fanIn), fanIn = 3 · 3 · 20", Math.sqrt(2 / 180)],
    ["glorot", "√(2 / (fanIn + fanOut)), fanOut = 3 · 3 · 50", Math.sqrt(2 / (180 + 450))],
    ["article", "1 / fanIn", 1 / 180],
  ])("%s, %s, for 50 filters of 3 x 3 x 20", (initialisation, _, expected) => {
    const conv = new Conv2D(50, { initialisation, random: seededRandom(1) });
    conv.build([3, 3, 20]);
    const [mean, deviation] = moments(conv.filters.data);
    expect(Math.abs(mean) / expected).toBeLessThan(4 / Math.sqrt(9000));
    expect(Math.abs(deviation / expected - 1)).toBeLessThan(4 / Math.sqrt(2 * 9000));
    expect(conv.biases?.data.every((bias) => bias === 0)).toBe(true);
  });

  test.each<[Initialisation, string, number]>([
    ["he", "√(2 / inputs)", Math.sqrt(2 / 300)],
    ["glorot", "√(2 / (inputs + nodes))", Math.sqrt(2 / 350)],
    ["article", "1 / inputs", 1 / 300],
  ])("%s, %s, for 50 nodes of 300 inputs", (initialisation, _, expected) => {
    const dense = new Dense(50, { initialisation, random: seededRandom(2) });
    dense.build([300]);
    const [, deviation] = moments(dense.weights.data);
    expect(Math.abs(deviation / expected - 1)).toBeLessThan(4 / Math.sqrt(2 * 15000));
  });

  test("one number is drawn for each weight, so that what is drawn after it is known", () => {
    const [drawn, counted] = [seededRandom(4), seededRandom(4)];
    new Dense(3).build([5], drawn);
    for (let k = 0; k < 15; k++) counted.normal();
    expect(drawn.normal()).toBe(counted.normal());
  });

  test("the same random stream gives the same weights", () => {
    const weights = (seed: number) => {
      const dense = new Dense(3, { random: seededRandom(seed) });
      dense.build([4]);
      return dense.weights.data;
    };
    expect(weights(1)).toEqual(weights(1));
    expect(weights(1)).not.toEqual(weights(2));
  });
});
