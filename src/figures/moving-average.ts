/**
 * A curve calm enough to read: at most `points` points, each the mean of the `window` values up to it.
 *
 * @returns the number of values up to each point, and the means; the first point has a full window, the last is the
 *          last value's
 */
export function movingAverage(
  values: ArrayLike<number>,
  window: number,
  points: number,
): { counts: number[]; means: number[] } {
  const sums = new Float64Array(values.length + 1);
  for (let k = 0; k < values.length; k++) sums[k + 1] = sums[k] + values[k];
  const span = values.length - window;
  const intervals = Math.max(1, Math.min(points - 1, span));
  const counts: number[] = [];
  for (let k = span > 0 ? 0 : intervals; k <= intervals; k++) {
    counts.push(window + Math.round((span * k) / intervals));
  }
  return { counts, means: counts.map((n) => (sums[n] - sums[n - window]) / window) };
}
