import { sumOfParts } from "./elementwise";

/**
 * One step of Adam with the mean of a batch's gradient, g = share · Σ_part gradient[part]:
 *
 *   mean = beta1 · mean + (1 - beta1) · g
 *   square = beta2 · square + (1 - beta2) · g · g
 *   parameter -= decay · parameter + rate · mean / (√(scale · square) + epsilon)
 *
 * Only additions, products, a division and a square root: IEEE rounds each, so the bits are the same on every machine.
 *
 * @param partBytes  from one part's gradient to the next one's
 * @param count      a multiple of 4
 * @param numbers    (8) float32: beta1, 1 - beta1, beta2, 1 - beta2, epsilon, and of this step rate, scale and decay
 */
export function adam(
  parameters: usize, means: usize, squares: usize, gradients: usize, partBytes: usize, parts: i32, count: i32,
  share: f32, numbers: usize,
): void {
  const bytes = <usize>count << 2;
  const shares = f32x4.splat(share);
  const beta1 = v128.load32_splat(numbers), fresh1 = v128.load32_splat(numbers, 4);
  const beta2 = v128.load32_splat(numbers, 8), fresh2 = v128.load32_splat(numbers, 12);
  const epsilon = v128.load32_splat(numbers, 16), rate = v128.load32_splat(numbers, 20);
  const scale = v128.load32_splat(numbers, 24), decay = v128.load32_splat(numbers, 28);
  for (let x: usize = 0; x < bytes; x += 16) {
    const g = f32x4.mul(sumOfParts(gradients + x, partBytes, parts), shares);
    const mean = f32x4.add(f32x4.mul(beta1, v128.load(means + x)), f32x4.mul(fresh1, g));
    const square = f32x4.add(f32x4.mul(beta2, v128.load(squares + x)), f32x4.mul(f32x4.mul(fresh2, g), g));
    v128.store(means + x, mean);
    v128.store(squares + x, square);
    const step = f32x4.div(f32x4.mul(rate, mean), f32x4.add(f32x4.sqrt(f32x4.mul(scale, square)), epsilon));
    const before = v128.load(parameters + x);
    v128.store(parameters + x, f32x4.sub(before, f32x4.add(f32x4.mul(decay, before), step)));
  }
}
