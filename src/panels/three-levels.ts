import type { Dataset } from "../data/dataset";
import { tensor } from "../tensor";

const brightest = 2;
const perByte = 4;

/** The same images in three grey levels, 0, 128 and 255: compressed, they take a quarter of the room. */
export function inThreeLevels(images: Dataset): Dataset {
  const rounded = (value: number) => Math.round((value + 0.5) * brightest) / brightest - 0.5;
  return images.map(({ shape, data }) => tensor(shape, data.map(rounded)));
}

/** Levels of `inThreeLevels` as two bits each, four in a byte, the first one in the lowest bits. */
export function packLevels(levels: Uint8Array): Uint8Array {
  const packed = new Uint8Array(packedLength(levels.length));
  for (const [k, level] of levels.entries()) {
    packed[k >> 2] |= Math.round((level * brightest) / 255) << (2 * (k % perByte));
  }
  return packed;
}

/** How many bytes so many levels take. */
export const packedLength = (count: number): number => Math.ceil(count / perByte);

/** The `count` levels that `packLevels` packed. */
export function unpackLevels(packed: Uint8Array, count: number): Uint8Array {
  const level = (k: number) => Math.round((((packed[k >> 2] >> (2 * (k % perByte))) & 3) * 255) / brightest);
  return Uint8Array.from({ length: count }, (_, k) => level(k));
}

/**
 * Where pixel k of images (h, w), one after the other, goes: bands of four rows, each column by column. A byte then
 * holds a piece of a stroke four pixels high, and such bytes compress better.
 */
function placeInBands(k: number, [h, w]: readonly number[]): number {
  const size = h * w;
  const [row, column] = [Math.floor((k % size) / w), k % w];
  const top = row - (row % perByte);
  return k - (k % size) + top * w + column * Math.min(perByte, h - top) + row - top;
}

/** Levels of images (h, w) in bands. */
export function inBands(levels: Uint8Array, shape: readonly number[]): Uint8Array {
  const bands = new Uint8Array(levels.length);
  for (const [k, level] of levels.entries()) bands[placeInBands(k, shape)] = level;
  return bands;
}

/** What `inBands` arranged, row by row again. */
export function fromBands(bands: Uint8Array, shape: readonly number[]): Uint8Array {
  return bands.map((_, k) => bands[placeInBands(k, shape)]);
}
