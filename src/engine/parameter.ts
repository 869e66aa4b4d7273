import type { Tensor } from "../tensor";

/** A layer's tensor and where its values lie in the engine's memory, in an order of the engine's own. */
export interface Parameter {
  readonly tensor: Tensor;
  /** float32 from the beginning of the parameters */
  readonly offset: number;
  /** Where value k of the tensor lies, from `offset`; what is between is padding and stays 0. */
  readonly placeOf: (k: number) => number;
}

/** Tensor to memory, rounded to float32. */
export function pack({ tensor, offset, placeOf }: Parameter, memory: Float32Array): void {
  for (let k = 0; k < tensor.data.length; k++) memory[offset + placeOf(k)] = tensor.data[k];
}

/** Memory to `values`, the tensor's own unless others are given. */
export function unpack(
  { tensor, offset, placeOf }: Parameter,
  memory: Float32Array,
  values: Float64Array = tensor.data,
): void {
  for (let k = 0; k < values.length; k++) values[k] = memory[offset + placeOf(k)];
}

/**
 * Filters (f, kh, kw, c) in the order (kh, kw, c, f), c and f padded.
 *
 * @param c        channels of the input, of which `storedC` are stored; likewise f
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
 * Weights (inputs, nodes) in the order (nodes, inputs).
 *
 * @param c  values of the input that are stored together, `storedC` apart
 * @param stored  values of a stored input
 */
export function weightPlaces(
  [, nodes]: readonly number[],
  c: number,
  storedC: number,
  stored: number,
): (k: number) => number {
  return (k) => {
    const x = Math.floor(k / nodes);
    return (k % nodes) * stored + Math.floor(x / c) * storedC + (x % c);
  };
}

/** One after the other. */
export const straightPlaces = (k: number): number => k;

/** The least multiple of 4 that is n or more: what SIMD lanes hold. */
export function fours(n: number): number {
  return Math.ceil(n / 4) * 4;
}
