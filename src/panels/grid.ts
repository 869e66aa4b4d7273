import { sizeOf, type Tensor } from "../tensor";

/** A tensor as maps: c of h x w. A vector of n numbers counts as n maps of 1 x 1. */
export interface Grid {
  readonly h: number;
  readonly w: number;
  readonly c: number;
}

/** One number of a layer's maps. */
export interface Place {
  /** Which map, from 0. */
  readonly f: number;
  readonly i: number;
  readonly j: number;
}

/** (h, w) is one map, (h, w, c) are c; the numbers of any other shape stand one by one. */
export function gridOf(shape: readonly number[]): Grid {
  if (shape.length === 2) return { h: shape[0], w: shape[1], c: 1 };
  if (shape.length === 3) return { h: shape[0], w: shape[1], c: shape[2] };
  return { h: 1, w: 1, c: sizeOf(shape) };
}

/** The flat position of [i, j, f]. */
export function flatAt({ w, c }: Grid, { f, i, j }: Place): number {
  return (i * w + j) * c + f;
}

/** The place of a flat position. */
export function placeAt({ w, c }: Grid, k: number): Place {
  const pixel = Math.floor(k / c);
  return { f: k % c, i: Math.floor(pixel / w), j: pixel % w };
}

/** Where the largest number is; the first, where several are. NaN is none. */
export function strongest({ data }: Tensor): number {
  let best = 0;
  for (let k = 1; k < data.length; k++) if (data[k] > data[best] || Number.isNaN(data[best])) best = k;
  return best;
}

/** A number's name: its map, row and column, or which number it is where there are no maps. All count from 0. */
export function nameOf({ h, w, c }: Grid, { f, i, j }: Place): string {
  if (h === 1 && w === 1) return `number ${f}`;
  const place = `row ${i}, column ${j}`;
  return c === 1 ? place : `map ${f + 1}, ${place}`;
}
