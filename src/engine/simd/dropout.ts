// The counter-based random numbers of src/random.ts, four at a time.

// @ts-ignore: decorator
@inline
function mix(z: v128): v128 {
  z = i32x4.mul(v128.xor(z, i32x4.shr_u(z, 16)), i32x4.splat(0x21f0aaad));
  z = i32x4.mul(v128.xor(z, i32x4.shr_u(z, 15)), i32x4.splat(0x735a2d97));
  return v128.xor(z, i32x4.shr_u(z, 15));
}

/** randomBits(seed, k) of four seeds or four k. */
// @ts-ignore: decorator
@inline
function randomBits(seed: v128, k: v128): v128 {
  const one = i32x4.splat(1);
  return mix(v128.xor(seed, mix(i32x4.add(i32x4.mul(k, i32x4.splat(<i32>0x9e3779b9)), one))));
}

/**
 * Leaves values out of n images at random, and scales the others up:
 *
 *   factors[k, x] = 0 where randomBits(randomBits(seeds[k], layer), positions[x]) <= last, else kept
 *   out[k, x] = factors[k, x] · input[k, x]
 *
 * A product, not a choice: a NaN that is left out stays NaN, as on the layers.
 *
 * @param seeds      (n) 32-bit integers, one for each image's pass; 0, no address, in a prediction, which leaves out nothing
 * @param positions  (count) 32-bit integers: where a value is in the layer's own order, without padding
 * @param count      values of an image, a multiple of 4
 */
export function dropout(
  out: usize, input: usize, factors: usize, positions: usize, seeds: usize, n: i32, count: i32, layer: i32, last: u32, kept: f32,
): void {
  const bytes = <usize>count << 2;
  if (!seeds) {
    memory.copy(out, input, <usize>n * bytes);
    return;
  }
  const lasts = i32x4.splat(last), keeps = f32x4.splat(kept);
  for (let k = 0; k < n; k++) {
    const seed = randomBits(v128.load32_splat(seeds + (<usize>k << 2)), i32x4.splat(layer));
    for (let x: usize = 0; x < bytes; x += 16) {
      const bits = randomBits(seed, v128.load(positions + x));
      const factor = v128.and(i32x4.gt_u(bits, lasts), keeps);
      v128.store(factors + x, factor);
      v128.store(out + x, f32x4.mul(factor, v128.load(input + x)));
    }
    out += bytes;
    input += bytes;
    factors += bytes;
  }
}

/** slopes = factors · slopes, in place. @param count a multiple of 4 */
export function dropoutGradient(slopes: usize, factors: usize, count: i32): void {
  const end = slopes + (<usize>count << 2);
  for (; slopes < end; slopes += 16) {
    v128.store(slopes, f32x4.mul(v128.load(slopes), v128.load(factors)));
    factors += 16;
  }
}
