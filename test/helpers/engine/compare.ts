/**
 * The largest difference between two arrays, relative to the largest expected value. NaN where a NaN or infinity
 * meets anything but its like, or where lengths differ: no tolerance accepts that.
 */
export function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.NaN;
  let largest = 0;
  let worst = 0;
  for (let k = 0; k < expected.length; k++) {
    if (Object.is(actual[k], expected[k])) continue;
    const off = Math.abs(actual[k] - expected[k]);
    if (!Number.isFinite(off)) return Number.NaN;
    worst = Math.max(worst, off);
  }
  for (let k = 0; k < expected.length; k++) {
    if (Number.isFinite(expected[k])) largest = Math.max(largest, Math.abs(expected[k]));
  }
  return worst / (largest || 1);
}

/** float32 has 24 bits; sums of up to a few hundred products lose a few of them. */
export const float32Tolerance = 3e-6;
