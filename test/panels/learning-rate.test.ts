import { describe, expect, test } from "vitest";
import { learningRate } from "../../src/index";
import { accuracyShapes, bestRate, hasDiverged, lossShapes, type RateTry } from "../../src/panels/rate-tries";
import { requireWellFormed } from "../helpers/figure-checks";
import { triedRates } from "../helpers/panels";

const { data, still, words } = learningRate(triedRates);
const listOf = (name: string) => data[name] as number[];

describe("learningRate", () => {
  test("hands over numbers: for each run its rate, what it came to, and its loss in forty parts at the most", () => {
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(data).toMatchObject({ panel: "learning-rate", steps: 80 });
    expect(listOf("rates")).toEqual([0.001, 0.001, 0.01, 0.01, 0.1, 0.1, 1, 1]);
    expect(listOf("right")).toEqual([60, 65, 70, 75, 80, -1, -1, -1]);
    expect(listOf("done")).toEqual([80, 80, 80, 80, 80, 16, 10, 11]);
    expect(listOf("losses").length).toBe(5 * 40 + 8 + 5 + 6);
    // Of two steps each, and the eleventh step alone.
    expect(listOf("losses").slice(-6)).toEqual([2.5, 4.5, 6.5, 8.5, 10.5, 12]);
  });

  test("says of every rate what it came to, and leaves out no run that diverged", () => {
    expect(words).toBe(
      "Right answers after 80 steps, by learning rate. 0.001: 60.0, 65.0 %. 0.01: 70.0, 75.0 %. " +
        "0.1: 80.0 %; diverged after 16 steps. 1: diverged after 10, 11 steps. The highest mean is that of 0.01.",
    );
    requireWellFormed(still);
    expect(still.match(/<circle/g)).toHaveLength(5);
    expect(still.match(/stroke-width="2.2"/g)).toHaveLength(3);
  });

  test("draws a single run, one that diverged, and one of a single step", () => {
    for (const one of [{ accuracy: 0.5 }, {}]) {
      const panel = learningRate([{ rate: 0.1, losses: [2.3], ...one }]);
      requireWellFormed(panel.still);
      expect(panel.still).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  test.each([
    ["no run", () => learningRate([]), /expected 1 to 120 runs, got 0$/],
    ["a rate of 0", () => learningRate([{ rate: 0, losses: [1] }]), /positive number, got 0$/],
    ["a run without a step", () => learningRate([{ rate: 1, losses: [] }]), /must have 1 to 0 losses, got 0$/],
    [
      "more losses than steps",
      () => learningRate([{ rate: 1, losses: [1, 2] }], { steps: 1 }),
      /must have 1 to 1 losses, got 2$/,
    ],
    [
      "steps that are no number",
      () => learningRate([{ rate: 1, losses: [1] }], { steps: Number.NaN }),
      /steps must be a whole number >= 1, got NaN$/,
    ],
    ["a loss that is no number", () => learningRate([{ rate: 1, losses: [Number.NaN] }]), /numbers from 0, got NaN$/],
    ["per cents", () => learningRate([{ rate: 1, losses: [1], accuracy: 85 }]), /from 0 to 1, got 85$/],
  ])("refuses %s", (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe("the best rate", () => {
  const tried = (rate: number, right: number): RateTry => ({ rate, right, done: 1, losses: [1] });

  test("is that of the highest mean, and never one at which a run diverged", () => {
    const tries = [tried(0.01, 80), tried(0.01, 70), tried(0.1, 99), tried(0.1, -1)];
    expect(bestRate(tries)).toBe(0.01);
    expect(bestRate(tries.filter(hasDiverged))).toBeUndefined();
  });
});

describe("the charts", () => {
  test("keep losses beyond every mark within their frame", () => {
    const wild: RateTry = {
      rate: 1,
      right: -1,
      done: 80,
      losses: Array.from({ length: 40 }, (_, k) => 10 ** (k - 20)),
    };
    for (const [name, { points }] of lossShapes([wild], 80, 1)) {
      if (name !== "polyline") continue;
      for (const [, x, y] of String(points).matchAll(/([\d.-]+),([\d.-]+)/g)) {
        expect([Number(x) >= 48, Number(x) <= 370, Number(y) >= 12, Number(y) <= 196]).toEqual(new Array(4).fill(true));
      }
    }
  });

  test("write the chosen rate in bold, and its dots and crosses in orange", () => {
    const tries = [
      { rate: 0.1, right: 80, done: 1, losses: [1] },
      { rate: 1, right: -1, done: 1, losses: [1] },
    ];
    const orange = (chosen: number) =>
      accuracyShapes(tries, chosen).filter(([, { fill, stroke }]) => fill === "#d9701a" || stroke === "#d9701a");
    expect(orange(0.1).map(([name]) => name)).toEqual(["circle"]);
    expect(orange(1).map(([name]) => name)).toEqual(["path"]);
    const bold = accuracyShapes(tries, 1).filter(([, attributes]) => attributes["font-weight"] === 700);
    expect(bold.map(([, , told]) => told)).toEqual(["1"]);
  });
});
