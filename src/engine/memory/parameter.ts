import type { Tensor } from "../../tensor";

/** A layer's tensor and where its values lie in the engine's memory, in an order of the engine's own. */
export interface Parameter {
  readonly tensor: Tensor;
  /** float32 from the beginning of the parameters */
  readonly offset: number;
  /** The place of value k of the tensor, counted from `offset`; places of no value are padding and stay 0. */
  readonly placeOf: (k: number) => number;
}

/** Copies the tensor into memory, rounded to float32. */
export function pack({ tensor, offset, placeOf }: Parameter, memory: Float32Array): void {
  for (let k = 0; k < tensor.data.length; k++) memory[offset + placeOf(k)] = tensor.data[k];
}

/** Copies memory into `values`, which are the tensor's own unless others are given. */
export function unpack(
  { tensor, offset, placeOf }: Parameter,
  memory: Float32Array,
  values: Float64Array = tensor.data,
): void {
  for (let k = 0; k < values.length; k++) values[k] = memory[offset + placeOf(k)];
}

/**
 * The places of filters (f, kh, kw, c), which are stored in the order (kh, kw, c, f).
 *
 * @param c        channels of the input; with padding `storedC` are stored, and `storedF` filters
 */
export function filterPlaces(
  [, kh, kw]: readonly number[],
  c: number,
  storedC: number,
  storedF: number,
): (k: number) => number {
  const taps = kh * kw;
  return (k) => {
    const tap = Math.floor(k / c) % taps;
    const filter = Math.floor(k / (c * taps));
    return (tap * storedC + (k % c)) * storedF + filter;
  };
}

/**
 * The places of weights (inputs, nodes), which are stored as (nodes / 5, inputs / 4, 5, 4): in groups of five nodes,
 * each group in fours of inputs.
 *
 * @param c        channels of the input; a pixel's channels take `storedC` places
 * @param stored   how many values the input has with its padding
 */
export function weightPlaces(
  [, nodes]: readonly number[],
  c: number,
  storedC: number,
  stored: number,
): (k: number) => number {
  return (k) => {
    const input = Math.floor(k / nodes);
    const x = Math.floor(input / c) * storedC + (input % c);
    const node = k % nodes;
    return Math.floor(node / 5) * 5 * stored + (Math.floor(x / 4) * 5 + (node % 5)) * 4 + (x % 4);
  };
}

/** The places of values that lie one after the other, as biases do. */
export const straightPlaces = (k: number): number => k;

/** The least multiple of 4 that is n or more: what SIMD lanes hold. */
export function roundUpToFour(n: number): number {
  return Math.ceil(n / 4) * 4;
}
