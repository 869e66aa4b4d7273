import type { Tensor } from "../tensor";
import { round } from "./round";

/** A flat run of values as rows[i][j], rounded for a figure. */
export function rowsOf(
  values: Float64Array,
  h: number,
  w: number,
  { start = 0, step = 1 } = {},
): number[][] {
  return Array.from({ length: h }, (_, i) =>
    Array.from({ length: w }, (_, j) => round(values[start + (i * w + j) * step])),
  );
}

/** The largest distance from zero of all values, and 1 where all are zero: half the width of a scale about zero. */
export function reach(...tensors: readonly Tensor[]): number {
  let largest = 0;
  for (const { data } of tensors) {
    for (const value of data) if (Math.abs(value) > largest) largest = Math.abs(value);
  }
  return round(largest) || 1;
}
