import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { relativeDifference } from "../../src/layers/check-gradients";
import { adam, type Optimizer, sgd } from "../../src/training/optimizers";
import { updater } from "../../src/training/updater";

interface Case {
  readonly kind: "sgd" | "adam";
  readonly options: Record<string, number>;
  readonly torch: string;
  readonly after: number[][];
}

const golden = JSON.parse(readFileSync("test/golden/optimizers.json", "utf8")) as Case[];
const sizes = [5, 3];

/** The same 64-bit floats as optimizers.py's values. */
function values(count: number, salt: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => {
    return ((Math.imul(k + 1, 2654435761) + salt * 2246822519) >>> 0) / 2 ** 32 - 0.5;
  });
}

/** The parameters after each of six steps at rates 1/8, 1/16, 1/24, … */
function trace(optimizer: Optimizer): number[][] {
  const { step } = updater(optimizer, sizes);
  const parameters = sizes.map(values);
  return Array.from({ length: 6 }, (_, k) => {
    const gradients = sizes.map((size, p) => values(size, 10 + 2 * k + p));
    step(parameters, gradients, 0.125 / (k + 1));
    return parameters.flatMap((parameter) => Array.from(parameter));
  });
}

/** PyTorch multiplies in another order; this is what remains of 2^-53 after six steps. */
const tolerance = 1e-14;

describe("six steps of PyTorch's optimizer are reproduced to 1e-14:", () => {
  test.each(golden)("$torch as $kind($options)", ({ kind, options, after }) => {
    const ours = trace(kind === "sgd" ? sgd(options) : adam(options));
    expect(relativeDifference(ours.flat(), after.flat())).toBeLessThan(tolerance);
  });

  test("the comparison tells them all apart", () => {
    for (const { kind, options, after } of golden) {
      const planted = { ...options, weightDecay: (options.weightDecay ?? 0) + 1e-6 };
      const ours = trace(kind === "sgd" ? sgd(planted) : adam(planted));
      expect(relativeDifference(ours.flat(), after.flat())).toBeGreaterThan(tolerance);
    }
  });
});
