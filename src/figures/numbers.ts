import type { Tensor } from "../tensor";

/** A number to four significant digits: what a figure can show, at a fraction of the JSON. */
export function round(value: number): number {
  return Number(value.toPrecision(4));
}

/** A number to six significant digits: for positions along an axis of many steps. */
export function round6(value: number): number {
  return Number(value.toPrecision(6));
}

/** A count with its thousands apart: 12,345. */
export const grouped = (count: number): string => count.toLocaleString("en");

/** Values that lie one after the other as rows[i][j], rounded for a figure. */
export function rowsOf(values: Float64Array, h: number, w: number, { start = 0, step = 1 } = {}): number[][] {
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
