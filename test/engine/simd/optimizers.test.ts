import { describe, expect, test } from "vitest";
import { difference, float32Tolerance } from "../../helpers/engine/compare";
import { GuardedMemory } from "../../helpers/engine/guarded-memory";
import { numbers, product } from "../../helpers/engine/numbers";

describe("an optimizer's step", () => {
  const cases = product([4, 8, 12, 36], [1, 2, 5]);
  const meanSlope = (gradients: Float64Array, count: number, x: number) => {
    let sum = 0;
    for (let at = x; at < gradients.length; at += count) sum += gradients[at];
    return 0.25 * sum;
  };

  test.each(cases)(
    "descent of %i parameters, %i parts, with momentum and without: weight decay is in the slope",
    (count, parts) => {
      for (const [momentum, decay] of product([undefined, 0.9], [0, 0.3])) {
        const k = new GuardedMemory();
        const [values, velocity, gradients] = [count, count, count * parts].map(numbers);
        const at = k.floats(values);
        const velocityAt = momentum === undefined ? 0 : k.floats(velocity);
        k.simd.descend(at, velocityAt, k.floats(gradients), 4 * count, parts, count, 0.25, 0.1, momentum ?? 0, decay);
        const next = velocity.map((old, x) => {
          return (momentum ?? 0) * old + meanSlope(gradients, count, x) + decay * values[x];
        });
        const moved = values.map((value, x) => value - 0.1 * next[x]);
        expect(difference(k.read(at, count), moved)).toBeLessThan(float32Tolerance);
        if (velocityAt) expect(difference(k.read(velocityAt, count), next)).toBeLessThan(float32Tolerance);
        expect(k.intact).toBe(true);
      }
    },
  );

  test.each(cases)("Adam's, of %i parameters, %i parts", (count, parts) => {
    const k = new GuardedMemory();
    const [values, means, gradients] = [count, count, count * parts].map(numbers);
    const squares = numbers(count).map((x) => Math.fround(x * x));
    const [at, meansAt, squaresAt] = [values, means, squares].map((array) => k.floats(array));
    const constants = [0.9, 0.1, 0.99, 0.01, 1e-3, 0.05, 4, 0.02].map(Math.fround);
    const [beta1, fresh1, beta2, fresh2, epsilon, rate, scale, decay] = constants;
    const more = [4 * count, parts, count, 0.25, k.floats(constants)];
    k.simd.adam(at, meansAt, squaresAt, k.floats(gradients), ...more);
    const g = values.map((_, x) => meanSlope(gradients, count, x));
    const mean = means.map((old, x) => beta1 * old + fresh1 * g[x]);
    const square = squares.map((old, x) => beta2 * old + fresh2 * g[x] * g[x]);
    const moved = values.map((value, x) => {
      return value - decay * value - (rate * mean[x]) / (Math.sqrt(scale * square[x]) + epsilon);
    });
    expect(difference(k.read(meansAt, count), mean)).toBeLessThan(float32Tolerance);
    expect(difference(k.read(squaresAt, count), square)).toBeLessThan(float32Tolerance);
    expect(difference(k.read(at, count), moved)).toBeLessThan(float32Tolerance);
    expect(k.intact).toBe(true);
  });
});
