import { describe, expect, test } from "vitest";
import {
  Conv2D,
  Conv3x3,
  evaluate,
  loadMnist,
  MaxPool2,
  Network,
  predict,
  Softmax,
  seededRandom,
} from "../../src/index";
import { errorByStep } from "../../src/panels/error-by-step";
import { LearningSnapshots, snapshotSteps } from "../../src/panels/learning-snapshots";
import { watchItLearn } from "../../src/panels/watch-it-learn";
import { requireWellFormed } from "../helpers/figure-checks";
import { watchedRun } from "../helpers/panels";

const digits = loadMnist().test.take(40);
function untrained(): Network {
  const random = seededRandom(7);
  return new Network([new Conv3x3(2, { random }), new MaxPool2(), new Softmax(338, 10, { random })]);
}

describe("the steps that are looked at", () => {
  test("are about thirty of 180,000, spaced by their logarithm, from the first to the last", () => {
    const steps = snapshotSteps(180_000);
    expect(steps.slice(0, 6)).toEqual([1, 2, 3, 5, 8, 12]);
    expect(steps.at(-1)).toBe(180_000);
    expect(steps.length).toBe(30);
    for (const [k, step] of steps.slice(0, -2).entries()) {
      expect(steps[k + 1] / step).toBeGreaterThanOrEqual(1.5);
      expect(steps[k + 1] / step).toBeLessThanOrEqual(2);
    }
  });

  test.each([1, 2, 3, 4])("of a run of %i end with the last, and none comes twice", (steps) => {
    const all = snapshotSteps(steps);
    expect(all.at(-1)).toBe(steps);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("a snapshot", () => {
  test("has the mistakes that evaluate counts, and the answers that predict gives", () => {
    const network = untrained();
    const snapshots = new LearningSnapshots(network, digits, [5, 0]);
    snapshots.take(0);
    const [{ step, wrong, answers, sure, filters }] = snapshots.taken;
    const asked = evaluate(network, digits);
    expect([step, wrong]).toEqual([0, Math.round(40 * (1 - asked.accuracy))]);
    expect(answers).toEqual([asked.answers[5], asked.answers[0]]);
    const { data } = predict(network, digits);
    expect(sure).toEqual([5, 0].map((i) => Math.round(100 * Math.max(...data.slice(10 * i, 10 * i + 10)))));
    const exact = network.parameters[0].data;
    expect(filters).toEqual(Array.from(exact, (weight) => expect.closeTo(weight, 3)));
  });

  test("is not taken of weights that are no numbers", () => {
    const network = untrained();
    const snapshots = new LearningSnapshots(network, digits, [0]);
    network.parameters[0].data[3] = Number.NaN;
    snapshots.take(1);
    expect(snapshots.taken).toEqual([]);
  });

  test.each([
    [
      "no digit shown",
      () => new LearningSnapshots(untrained(), digits, []),
      /must be 1 to 24 positions below 40, got \[\]$/,
    ],
    ["a digit that is not there", () => new LearningSnapshots(untrained(), digits, [40]), /below 40, got \[40\]$/],
    [
      "a network without filters",
      () => new LearningSnapshots(new Network([new Softmax(784, 10)]), digits, [0]),
      /first layer must have filters \(f, h, w\), got none$/,
    ],
    [
      "more filters than a panel has room for",
      () => {
        const network = new Network([new Conv3x3(65), new MaxPool2(), new Softmax(65 * 169, 10)]);
        return new LearningSnapshots(network, digits, [0]);
      },
      /each at most 64, got \(65, 3, 3\)$/,
    ],
    [
      "filters with channels",
      () => {
        const network = new Network([new Conv2D(2), new Softmax(10)], { input: [28, 28], random: seededRandom(1) });
        return new LearningSnapshots(network, digits, [0]);
      },
      /got \(2, 3, 3, 1\)$/,
    ],
  ])("refuses %s", (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe("watchItLearn", () => {
  const { panel, snapshots } = watchedRun();

  test("hands over numbers, names and digits, about a kilobyte a snapshot", () => {
    const { data } = panel;
    const count = snapshots.taken.length;
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(data).toMatchObject({ panel: "watch-it-learn", steps: 400, running: false, heldOut: 50 });
    expect((data.filters as number[]).length).toBe(72 * count);
    expect((data.answers as number[]).length).toBe(12 * count);
    expect(JSON.stringify(data).length).toBeLessThan(13_000 + 1000 * count);
  });

  test("has a still of four snapshots with the numbers that its words say, and none while training goes on", () => {
    requireWellFormed(panel.still);
    const told = [...panel.words.matchAll(/step (\d+), (\d+\.\d) % wrong/g)];
    expect(told.map(([, step]) => Number(step))).toEqual([1, 18, 62, 400]);
    for (const [, step, percent] of told) {
      expect(panel.still).toContain(`>${percent} % wrong<`);
      const { wrong } = snapshots.taken.find((one) => one.step === Number(step)) ?? { wrong: -1 };
      expect(percent).toBe((2 * wrong).toFixed(1));
    }
    expect(watchItLearn(snapshots, { steps: 400, running: true }).still).toBe("");
  });

  test("draws a single snapshot, too: of a run that was stopped at once", () => {
    const first = new LearningSnapshots(untrained(), digits, [0]);
    first.take(0);
    const { still, words } = watchItLearn(first, { steps: 1, running: false });
    requireWellFormed(still);
    expect(words).toContain("step 0, ");
  });
});

describe("the error over the steps", () => {
  test.each([1, 7, 180_000, 1_200_000])("stays within its chart for %i steps, errors of 0 and 1 included", (steps) => {
    const shapes = errorByStep(
      [
        { step: 0, error: 1 },
        { step: 1, error: 0.004 },
        { step: steps, error: 0 },
      ].slice(0, steps === 1 ? 2 : 3),
      steps,
      1,
    );
    expect(JSON.stringify(shapes)).not.toMatch(/NaN|Infinity|null/);
    const polyline = shapes.find(([name]) => name === "polyline");
    for (const [, x, y] of String(polyline?.[1].points).matchAll(/([\d.-]+),([\d.-]+)/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(48);
      expect(Number(x)).toBeLessThanOrEqual(372);
      expect(Number(y)).toBeLessThanOrEqual(200.1);
      expect(Number(y)).toBeGreaterThanOrEqual(9.9);
    }
    expect(shapes.filter(([name]) => name === "circle").length).toBe((steps === 1 ? 2 : 3) + 1);
  });
});
