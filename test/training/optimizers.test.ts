import { describe, expect, test } from "vitest";
import { ShapeError } from "../../src/errors";
import { adam, sgd } from "../../src/training/optimizers";
import { updater } from "../../src/training/updater";

const one = (value: number) => [Float64Array.of(value)];

describe("optimizers", () => {
  test("are plain data", () => {
    expect(JSON.parse(JSON.stringify([sgd(), adam()]))).toEqual([
      { kind: "sgd", momentum: 0, weightDecay: 0 },
      { kind: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
    ]);
  });

  test("sgd steps against the gradient: 5 - 0.1 · 2 = 4.8; with momentum 0.5 the next goes 0.1 · 3", () => {
    const p = one(5);
    const { step } = updater(sgd({ momentum: 0.5 }), [1]);
    step(p, one(2), 0.1);
    expect(p[0][0]).toBeCloseTo(4.8, 15);
    step(p, one(2), 0.1);
    expect(p[0][0]).toBeCloseTo(4.5, 15);
  });

  test("adam's first step is the learning rate long, however large the gradient", () => {
    for (const gradient of [1e-3, 1, 1e6]) {
      const p = one(5);
      updater(adam(), [1]).step(p, one(gradient), 0.1);
      expect(p[0][0]).toBeCloseTo(4.9, 5);
    }
  });

  test("weight decay pulls to 0 without a gradient: both by 0.1 · 0.5 of the parameter", () => {
    for (const optimizer of [sgd({ weightDecay: 0.5 }), adam({ weightDecay: 0.5 })]) {
      const p = one(4);
      updater(optimizer, [1]).step(p, one(0), 0.1);
      expect(p[0][0]).toBeCloseTo(3.8, 15);
    }
  });

  test("each updater remembers its own steps, and leaves gradients alone", () => {
    const spec = adam();
    const [a, b] = [updater(spec, [1]), updater(spec, [1])];
    const [p, q, g] = [one(1), one(1), one(3)];
    a.step(p, g, 0.1);
    a.step(p, g, 0.1);
    b.step(q, g, 0.1);
    b.step(q, g, 0.1);
    expect(q).toEqual(p);
    expect(g).toEqual(one(3));
  });

  test("refuses arrays that it was not made for, and changes nothing", () => {
    const { step } = updater(adam(), [2, 1]);
    const parameters = [new Float64Array(2), new Float64Array(1)];
    expect(() => step(parameters, [new Float64Array(2)], 0.1)).toThrow(
      new ShapeError("updater: gradients must be of sizes 2, 1, got 2"),
    );
    expect(() => step([new Float64Array(2), new Float64Array(2)], parameters, 0.1)).toThrow(
      new ShapeError("updater: parameters must be of sizes 2, 1, got 2, 2"),
    );
    expect(parameters.every((values) => values.every((value) => value === 0))).toBe(true);
  });

  test.each([
    [() => sgd({ momentum: 1 }), "sgd: momentum must be >= 0 and < 1, got 1"],
    [() => sgd({ weightDecay: -1 }), "sgd: weightDecay must be a number >= 0, got -1"],
    [() => adam({ beta1: Number.NaN }), "adam: beta1 must be >= 0 and < 1, got NaN"],
    [() => adam({ beta2: 1 }), "adam: beta2 must be >= 0 and < 1, got 1"],
    [() => adam({ epsilon: 0 }), "adam: epsilon must be a positive number, got 0"],
    [() => adam({ weightDecay: Infinity }), "adam: weightDecay must be a number >= 0, got Infinity"],
  ])("%s is refused", (make, message) => {
    expect(make).toThrow(new RangeError(message));
  });
});
