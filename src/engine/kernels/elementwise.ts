/**
 * Grey levels 0-255 to network input: (level - 127.5) / 255, which is level / 255 - 0.5 rounded once.
 *
 * @param count  how many; up to 15 more are read and written
 */
export function scaleBytes(out: usize, bytes: usize, count: i32): void {
  const middle = f32x4.splat(127.5), range = f32x4.splat(255);
  for (let k = 0; k < count; k += 4) {
    const low = i16x8.extend_low_i8x16_u(v128.load32_zero(bytes + <usize>k));
    const levels = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(low));
    v128.store(out + (<usize>k << 2), f32x4.div(f32x4.sub(levels, middle), range));
  }
}

/** values = max(values, 0) in place; NaN stays. @param count a multiple of 4 */
export function relu(values: usize, count: i32): void {
  const end = values + (<usize>count << 2);
  const zero = f32x4.splat(0);
  for (; values < end; values += 16) v128.store(values, f32x4.pmax(v128.load(values), zero));
}

/** slopes = 0 where relu's output is 0, in place. @param count a multiple of 4 */
export function reluGradient(slopes: usize, output: usize, count: i32): void {
  const end = slopes + (<usize>count << 2);
  const zero = f32x4.splat(0);
  for (; slopes < end; slopes += 16) {
    // Not "> 0": a NaN lets the slope through.
    v128.store(slopes, v128.andnot(v128.load(slopes), f32x4.le(v128.load(output), zero)));
    output += 16;
  }
}

/** out[f] += Σ_r values[r, f]: a bias's gradient. @param f a multiple of 4 */
export function sumRows(out: usize, values: usize, rows: i32, f: i32): void {
  const row = <usize>f << 2;
  const end = values + <usize>rows * row;
  for (let x: usize = 0; x < row; x += 16) {
    let sum = v128.load(out + x);
    for (let at = values + x; at < end; at += row) sum = f32x4.add(sum, v128.load(at));
    v128.store(out + x, sum);
  }
}

/** Four values of a gradient that came in parts, added in their order. */
// @ts-ignore: decorator
@inline
export function sumOfParts(at: usize, partBytes: usize, parts: i32): v128 {
  let sum = v128.load(at);
  for (let part = 1; part < parts; part++) {
    at += partBytes;
    sum = f32x4.add(sum, v128.load(at));
  }
  return sum;
}

/**
 * One step of gradient descent with the mean of a batch's gradient, which came in parts, added in their order:
 *
 *   velocity = momentum · velocity + share · Σ_part gradient[part] + decay · parameter
 *   parameter -= rate · velocity
 *
 * @param velocity   0 without momentum
 * @param partBytes  from one part's gradient to the next one's
 * @param share      1 / images
 * @param count      a multiple of 4
 */
export function descend(
  parameters: usize, velocity: usize, gradients: usize, partBytes: usize, parts: i32, count: i32,
  share: f32, rate: f32, momentum: f32, decay: f32,
): void {
  const bytes = <usize>count << 2;
  const shares = f32x4.splat(share), rates = f32x4.splat(rate), momenta = f32x4.splat(momentum);
  const decays = f32x4.splat(decay);
  for (let x: usize = 0; x < bytes; x += 16) {
    const before = v128.load(parameters + x);
    let slope = f32x4.mul(sumOfParts(gradients + x, partBytes, parts), shares);
    if (decay != 0) slope = f32x4.add(slope, f32x4.mul(decays, before));
    if (velocity) {
      slope = f32x4.add(f32x4.mul(momenta, v128.load(velocity + x)), slope);
      v128.store(velocity + x, slope);
    }
    v128.store(parameters + x, f32x4.sub(before, f32x4.mul(rates, slope)));
  }
}

/** y += factor · x. @param count a multiple of 4 */
export function axpy(y: usize, factor: f32, x: usize, count: i32): void {
  const end = y + (<usize>count << 2);
  const factors = f32x4.splat(factor);
  for (; y < end; y += 16) {
    v128.store(y, f32x4.add(v128.load(y), f32x4.mul(factors, v128.load(x))));
    x += 16;
  }
}
