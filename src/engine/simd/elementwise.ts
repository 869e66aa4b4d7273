/**
 * 127.5, and 1 / 255 in two parts. The product of level - 127.5 and the first part is exact, so that the sum of both
 * products is the quotient, rounded once.
 */
const scale = memory.data<f32>([127.5, 127.5, 127.5, 127.5, 0.0039215087890625, 0.0039215087890625, 0.0039215087890625, 0.0039215087890625, 5.983839201917363e-8, 5.983839201917363e-8, 5.983839201917363e-8, 5.983839201917363e-8]);

/**
 * Grey levels 0-255 to network input: (level - 127.5) / 255, which is level / 255 - 0.5 rounded once.
 *
 * @param count  how many; up to 15 more are read and written
 */
export function scaleBytes(out: usize, bytes: usize, count: i32): void {
  const middle = v128.load(scale), most = v128.load(scale, 16), rest = v128.load(scale, 32);
  for (const end = bytes + <usize>count; bytes < end; bytes += 8) {
    const levels = v128.load8x8_u(bytes);
    const low = f32x4.sub(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(levels)), middle);
    const high = f32x4.sub(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(levels)), middle);
    v128.store(out, f32x4.add(f32x4.mul(low, most), f32x4.mul(low, rest)));
    v128.store(out, f32x4.add(f32x4.mul(high, most), f32x4.mul(high, rest)), 16);
    out += 32;
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
