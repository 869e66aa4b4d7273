import { type Tensor, tensor } from "../tensor";
import { bytesOf, textOf } from "./packed";

const brightest = 15;
const ofHeader = 4;

/**
 * Images (h, w) in 16 grey levels, each cut to its ink, in base64: a digit takes a fifth of its bytes.
 *
 *   each image: top, left, height and width of what is not black, a byte each, then two pixels in a byte
 *
 * @param images  levels 0-255, row by row; h, w up to 128
 */
export function packInk(images: readonly Uint8Array[], shape: readonly [h: number, w: number]): string {
  return textOf(Uint8Array.from(images.flatMap((image) => packed(image, shape))));
}

function packed(image: Uint8Array, [h, w]: readonly [number, number]): number[] {
  const levels = Array.from(image, (level) => Math.round((level * brightest) / 255));
  const inked = levels.flatMap((level, k) => (level > 0 ? [k] : []));
  const [rows, columns] = [inked.map((k) => Math.floor(k / w)), inked.map((k) => k % w)];
  const [top, left] = [Math.min(h - 1, ...rows), Math.min(w - 1, ...columns)];
  const [height, width] = [Math.max(top, ...rows) - top + 1, Math.max(left, ...columns) - left + 1];
  const bytes = new Array<number>(Math.ceil((height * width) / 2)).fill(0);
  for (let n = 0; n < height * width; n++) {
    const level = levels[(top + Math.floor(n / width)) * w + left + (n % width)];
    bytes[n >> 1] |= level << (4 * (n & 1));
  }
  return [top, left, height, width, ...bytes];
}

/**
 * What `packInk` packed, values from -0.5 to 0.5.
 *
 * @throws {RangeError} if the text does not hold so many images of that shape
 */
export function unpackInk(text: string, [h, w]: readonly [h: number, w: number], count: number): Tensor[] {
  const bytes = bytesOf(text);
  let start = 0;
  const images = Array.from({ length: count }, () => {
    const [top, left, height, width] = bytes.subarray(start, start + ofHeader);
    start += ofHeader;
    if (!(start <= bytes.length && top + height <= h && left + width <= w))
      throw new RangeError(`expected ${count} packed images of ${h} x ${w}, got others`);
    const image = tensor([h, w], new Float64Array(h * w).fill(-0.5));
    for (let n = 0; n < height * width; n++) {
      const level = (bytes[start + (n >> 1)] >> (4 * (n & 1))) & brightest;
      image.data[(top + Math.floor(n / width)) * w + left + (n % width)] = level / brightest - 0.5;
    }
    start += Math.ceil((height * width) / 2);
    return image;
  });
  if (start !== bytes.length) throw new RangeError(`expected ${start} bytes of images, got ${bytes.length}`);
  return images;
}
