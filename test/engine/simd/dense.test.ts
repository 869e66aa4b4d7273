import { describe, expect, test } from "vitest";
import { roundUpToFour } from "../../../src/engine/memory/parameter";
import { difference, float32Tolerance } from "../../helpers/engine/compare";
import { GuardedMemory } from "../../helpers/engine/guarded-memory";
import { byFives, numbers, product } from "../../helpers/engine/numbers";

describe("a dense layer", () => {
  test.each(product([4, 8, 12, 20, 36, 68], [1, 2, 4, 5, 6, 10, 11]))(
    "%i inputs, %i nodes: totals and both gradients, alone or in one step",
    (x, nodes) => {
      const n = 3;
      const groups = Math.ceil(nodes / 5);
      const stored = roundUpToFour(5 * groups);
      const [input, weights] = [numbers(n * x), numbers(nodes * x)];
      const bias = numbers(stored).fill(0, nodes);
      const slopes = numbers(n * stored).map((s, k) => (k % stored < nodes ? s : 0));
      const totals = new Float64Array(n * nodes).map((_, k) => bias[k % nodes]);
      const [dWeights, dInput] = [weights.map(() => 0), input.map(() => 0)];
      for (let k = 0; k < n; k++)
        for (let c = 0; c < nodes; c++)
          for (let j = 0; j < x; j++) {
            totals[k * nodes + c] += input[k * x + j] * weights[c * x + j];
            dWeights[c * x + j] += slopes[k * stored + c] * input[k * x + j];
            dInput[k * x + j] += slopes[k * stored + c] * weights[c * x + j];
          }

      const k = new GuardedMemory();
      const [inputAt, slopesAt] = [k.floats(input), k.floats(slopes)];
      const weightsAt = k.floats(byFives(weights, x));
      const size = 5 * groups * x;
      const out = k.room(n * stored);
      k.simd.dense(out, inputAt, weightsAt, k.floats(bias), n, x, groups, stored);
      const got = k.read(out, n * stored);
      const real = Array.from(got).filter((_, at) => at % stored < nodes);
      expect(difference(real, totals)).toBeLessThan(float32Tolerance);
      expect(got.filter((_, at) => at % stored >= nodes).every((value) => value === 0)).toBe(true);

      const before = numbers(nodes * x);
      const [gradient, back] = [k.floats(byFives(before, x)), k.room(n * x)];
      const where = [gradient, back, weightsAt, inputAt, slopesAt] as const;
      k.simd.denseGradients(...where, n, x, groups, stored);
      const sums = before.map((value, at) => value + dWeights[at]);
      expect(difference(k.read(gradient, size), byFives(sums, x))).toBeLessThan(float32Tolerance);
      expect(difference(k.read(back, n * x), dInput)).toBeLessThan(float32Tolerance);

      const single = k.room(x);
      k.simd.denseStep(single, weightsAt, inputAt, slopesAt, x, groups, 0.5);
      expect(difference(k.read(single, x), dInput.slice(0, x))).toBeLessThan(float32Tolerance);
      const stepped = weights.map((value, at) => value - 0.5 * slopes[Math.floor(at / x)] * input[at % x]);
      const moved = k.read(weightsAt, size);
      expect(difference(moved, byFives(stepped, x))).toBeLessThan(float32Tolerance);
      expect(k.intact).toBe(true);
    },
  );
});
