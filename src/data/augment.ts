import { ShapeError, wholeNumber } from "../errors";
import { randomBits } from "../random";

/** How far an image may be moved at random, as plain data. */
export interface Augmentation {
  /** Pixels, in each direction; uniform, fractions included. Default 2. */
  readonly shift?: number;
  /** Degrees, either way; uniform. Default 10. */
  readonly rotation?: number;
  /** Per cent, larger or smaller; uniform. Default 10. */
  readonly scale?: number;
  /** The grey level that moves in from outside. Default 0. */
  readonly background?: number;
}

/**
 * Moves one image at random.
 *
 * @param image  h · w grey levels, row-major
 * @param seed   a number below 2^32: the same one moves in the same way, on every machine
 * @param out    where to put the h · w new ones; may be `image` itself
 * @returns      out
 */
export type Augmenter = (image: Uint8Array, seed: number, out?: Uint8Array) => Uint8Array;

/**
 * Prepares for images of one size. Each new pixel is fetched from where it comes from, between four old ones (bilinear):
 *
 *   source = centre + rotation⁻¹(new - centre - shift) / scale
 *
 * @param imageShape  (h, w)
 * @throws {RangeError} if a number is negative or none, or a scale of 100 per cent or more would shrink an image to nothing
 */
export function augmenter(
  [h, w]: readonly [number, number],
  { shift = 2, rotation = 10, scale = 10, background = 0 }: Augmentation = {},
): Augmenter {
  checkAugmentation([h, w], { shift, rotation, scale, background });
  const source = framed(h, w, background);
  return (image, seed, out = new Uint8Array(h * w)) => {
    if (image.length !== h * w || out.length !== h * w) {
      throw new ShapeError(
        `augment: image and out must be ${h} x ${w} = ${h * w} bytes, got ${image.length} and ${out.length}`,
      );
    }
    source.load(image);
    const radians = (between(seed, 0, rotation) * Math.PI) / 180;
    const enlarged = 1 + between(seed, 1, scale) / 100;
    const across = fixed(Math.cos(radians) / enlarged);
    const down = fixed(Math.sin(radians) / enlarged);
    const [cy, cx] = [(h - 1) / 2, (w - 1) / 2];
    const dy = -cy - between(seed, 2, shift); // of pixel (0, 0) from the centre, before rotation
    const dx = -cx - between(seed, 3, shift);
    const y = fixed(cy) + Math.round(across * dy - down * dx);
    const x = fixed(cx) + Math.round(down * dy + across * dx);
    source.resample(y, x, across, down, out);
    return out;
  };
}

function checkAugmentation(
  [h, w]: readonly [number, number],
  { background, ...movement }: Required<Augmentation>,
): void {
  wholeNumber("augmenter: height", h);
  wholeNumber("augmenter: width", w);
  for (const [name, value] of Object.entries(movement)) {
    if (!(value >= 0 && value < Infinity)) {
      throw new RangeError(`augmenter: ${name} must be a number >= 0, got ${value}`);
    }
  }
  if (movement.scale >= 100)
    throw new RangeError(`augmenter: scale must be below 100 per cent, got ${movement.scale}`);
  if (wholeNumber("augmenter: background", background, 0) > 255) {
    throw new RangeError(`augmenter: background must be a grey level, 0 to 255, got ${background}`);
  }
  const reach = (h + w + 2 * movement.shift) / (1 - movement.scale / 100);
  if (!(reach < 32768)) {
    throw new RangeError(
      `augmenter: an image of ${h} x ${w} moved so far must stay within 32768 pixels, got ${Math.round(reach)}`,
    );
  }
}

/** A uniform number from -limit to limit, the k-th of a seed. */
function between(seed: number, k: number, limit: number): number {
  return (randomBits(seed, k) / 2 ** 31 - 1) * limit;
}

// Positions are whole numbers of 1/65536 pixels: integer arithmetic is fast and the same on every machine.

function fixed(position: number): number {
  return Math.round(position * 65536);
}

/** An image in a frame of background one pixel wide, so that those at its edge have four neighbours like the others. */
function framed(h: number, w: number, background: number) {
  const width = w + 2;
  const frame = new Uint8Array((h + 2) * width).fill(background);

  const load = (image: Uint8Array): void => {
    for (let i = 0; i < h; i++) {
      const row = (i + 1) * width + 1;
      for (let j = 0; j < w; j++) frame[row + j] = image[i * w + j];
    }
  };

  /** out[i, j] is the image at (y + i · across - j · down, x + i · down + j · across), to 1/256 pixel */
  const resample = (y: number, x: number, across: number, down: number, out: Uint8Array): void => {
    for (let i = 0; i < h; i++) {
      let sy = y + i * across;
      let sx = x + i * down;
      for (let j = 0; j < w; j++) {
        const top = (sy >> 16) + 1;
        const left = (sx >> 16) + 1;
        let grey = background;
        if (top >= 0 && top <= h && left >= 0 && left <= w) {
          const corner = top * width + left;
          const fy = (sy >> 8) & 255;
          const fx = (sx >> 8) & 255;
          const above = frame[corner] * (256 - fx) + frame[corner + 1] * fx;
          const below = frame[corner + width] * (256 - fx) + frame[corner + width + 1] * fx;
          grey = (above * (256 - fy) + below * fy + 32768) >> 16;
        }
        out[i * w + j] = grey;
        sy -= down;
        sx += across;
      }
    }
  };

  return { load, resample };
}
