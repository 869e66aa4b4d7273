import { describe, expect, test } from "vitest";
import { learningFilter, loadMnist, seededRandom, tensor } from "../../src/index";
import { comparedSteps, FilterLearning } from "../../src/panels/filter-learning";

const digit = loadMnist().train.image(0);
const sobel = [-1, 0, 1, -2, 0, 2, -1, 0, 1];
const start = Array.from({ length: 9 }, (_, k) => k / 50);
const random = seededRandom(4);
const noise = tensor(
  [28, 28],
  Array.from({ length: 784 }, () => (random.uniform() < 0.5 ? -0.5 : 0.5)),
);
const empty = tensor([28, 28], new Array<number>(784).fill(-0.5));

/** The learning after so many steps. */
function learned(steps: number, image = digit, learningRate = 0.5): FilterLearning {
  const learning = new FilterLearning(image, sobel, start);
  learning.learn(steps, learningRate);
  return learning;
}

describe("a filter that learns from a map", () => {
  test("takes a step of its rate times the gradient of the mean squared difference", () => {
    const learning = learned(0);
    const { loss, weights } = learning;
    const before = weights.slice();
    const nudge = 1e-6;
    const slopes = Array.from(before, (_, k) => {
      const moved = new FilterLearning(
        digit,
        sobel,
        before.map((weight, n) => (n === k ? weight + nudge : weight)),
      );
      return (moved.loss - loss) / nudge;
    });
    learning.learn(1, 0.25);
    for (const [k, slope] of slopes.entries()) expect(weights[k]).toBeCloseTo(before[k] - 0.25 * slope, 5);
  });

  test("reaches Sobel on a digit; the loss is small long before the weights are right", () => {
    const early = learned(100);
    expect(early.loss).toBeLessThan(0.01);
    expect(early.furthest).toBeGreaterThan(0.1);
    expect(learned(1000).furthest).toBeLessThan(0.01);
  });

  test("twice the rate is too much for the digit, and just right for noise", () => {
    expect(learned(1000, digit, 1).hasDiverged).toBe(true);
    expect(learned(1000, digit, 1).steps).toBeLessThan(20);
    expect(learned(10, noise, 1).furthest).toBeLessThan(0.02);
  });

  test("learns nothing but the sum of the weights from an empty image: it gives no two weights another slope", () => {
    const { weights, furthest } = learned(100, empty, 0.2);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(0, 9);
    expect(Array.from(weights, (weight, k) => weight - start[k])).toEqual(
      new Array(9).fill(expect.closeTo(weights[0] - start[0], 9)),
    );
    expect(furthest).toBeGreaterThan(1);
  });
});

describe("learningFilter", () => {
  const made = () => learningFilter([digit, noise], sobel, { captions: ["a", "b"], random: seededRandom(1) });

  test("hands over images, captions, weights and a loss to compare, and nothing that could run", () => {
    const { data, words, still } = made();
    const learning = new FilterLearning(digit, sobel, data.start as number[]);
    learning.learn(comparedSteps, 0.5);
    expect(data).toEqual({
      panel: "learning-filter",
      shape: [28, 28],
      pixels: expect.stringMatching(/^[A-Za-z0-9+/=]+$/),
      captions: ["a", "b"],
      target: sobel,
      start: expect.arrayContaining([expect.any(Number)]),
      learningRate: 0.5,
      loss: learning.loss,
    });
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(words).toMatch(/after 0, 10, 100, 1000 steps\. .* is off by \d\.?\d*, \d\.?\d*, \d\.?\d*, \d\.?\d*\.$/);
    expect(still).toMatch(/^<svg xmlns.*<\/svg>$/);
    expect(made()).toEqual({ data, words, still });
  });

  test("draws a still also where the rate is far too large, and says after how many steps the loss was lost", () => {
    const { still, words } = learningFilter([digit], sobel, { learningRate: 100 });
    expect(still).not.toMatch(/NaN|Infinity|undefined|after 10/);
    expect(words).toMatch(/after 0, (\d), \1, \1 steps\./);
  });

  test.each([
    ["no image", () => learningFilter([], sobel), /expected at least one image, got none$/],
    ["eight weights", () => learningFilter([digit], sobel.slice(1)), /target must be nine numbers, got \[0,1,-2/],
    ["a caption too many", () => learningFilter([digit], sobel, { captions: ["a", "b"] }), /must be 1, .*, got 2$/],
    ["a rate below 0", () => learningFilter([digit], sobel, { learningRate: -1 }), /positive number, got -1$/],
    [
      "a rate beyond all numbers",
      () => learningFilter([digit], sobel, { learningRate: 1e300 }),
      /the loss is Infinity$/,
    ],
    ["another option", () => learningFilter([digit], sobel, { seed: 1 } as object), /got seed$/],
  ])("refuses %s", (_, call, message) => {
    expect(call).toThrow(message);
  });
});
