import { ShapeError, wholeNumber } from "../errors";
import { randomBits } from "../random";
import { type ImageShape, imageBytes } from "./dataset";

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
 * @param image  h · w (· c) levels, row-major
 * @param seed   a number below 2^32: the same one moves in the same way, on every machine
 * @param out    where to put the new levels; may be `image` itself
 * @returns      out
 */
export type Augmenter = (image: Uint8Array, seed: number, out?: Uint8Array) => Uint8Array;

/**
 * Prepares for images of one size. Each new pixel is fetched from where it comes from, between four old ones
 * (bilinear):
 *
 *   source = centre + rotation⁻¹(new - centre - shift) / scale
 *
 * @throws {RangeError} if a number is negative or NaN, or a scale of 100 per cent or more would shrink an image to
 *                      nothing
 */
export function augmenter(imageShape: ImageShape, augmentation: Augmentation = {}): Augmenter {
  const bytes = imageBytes(imageShape);
  const draw = randomMoves(imageShape, augmentation);
  const move = imageMover(imageShape);
  return (image, seed, out = new Uint8Array(bytes)) => {
    if (image.length !== bytes || out.length !== bytes) {
      throw new ShapeError(
        `augmenter: image and out must be ${imageShape.join(" x ")} = ${bytes} bytes, got ${image.length} and ${out.length}`,
      );
    }
    return move(image, draw(seed), out);
  };
}

/**
 * An augmentation from plain data, with all of its numbers: an augmentation is its own description.
 *
 * @throws {RangeError} if it has another name than those above, or a number that `augmenter` refuses for every image
 */
export function augmentationFrom(data: unknown): Required<Augmentation> {
  const augmentation = completed(data);
  checkAugmentation([1, 1], augmentation);
  return augmentation;
}

function completed(data: unknown): Required<Augmentation> {
  const { shift = 2, rotation = 10, scale = 10, background = 0, ...others } = Object(data) as Augmentation;
  if (typeof data !== "object" || data === null || Object.keys(others).length > 0) {
    const got = JSON.stringify(data);
    throw new RangeError(`augmentation: expected { shift, rotation, scale, background }, got ${got}`);
  }
  return { shift, rotation, scale, background };
}

/**
 * How an image is moved: pixel (0, 0) of the new image comes from (y, x) of the old one. All numbers but background are
 * in 1/65536 pixel.
 */
export type Move = readonly [y: number, x: number, across: number, down: number, background: number];

/** The move of an image by its seed; `augmenter` and the engine both ask for it. Throws what `augmenter` throws. */
export function randomMoves([h, w]: ImageShape, augmentation: Augmentation = {}): (seed: number) => Move {
  const { shift, rotation, scale, background } = completed(augmentation);
  checkAugmentation([h, w], { shift, rotation, scale, background });
  const [cy, cx] = [(h - 1) / 2, (w - 1) / 2];
  return (seed) => {
    const radians = (between(seed, 0, rotation) * Math.PI) / 180;
    const enlarged = 1 + between(seed, 1, scale) / 100;
    const across = fixed(Math.cos(radians) / enlarged);
    const down = fixed(Math.sin(radians) / enlarged);
    const dy = -cy - between(seed, 2, shift); // of pixel (0, 0) from the centre, before rotation
    const dx = -cx - between(seed, 3, shift);
    const y = fixed(cy) + Math.round(across * dy - down * dx);
    const x = fixed(cx) + Math.round(down * dy + across * dx);
    return [y, x, across, down, background];
  };
}

function checkAugmentation([h, w]: readonly number[], { background, ...movement }: Required<Augmentation>): void {
  wholeNumber("augmenter: height", h);
  wholeNumber("augmenter: width", w);
  for (const [name, value] of Object.entries(movement)) {
    if (typeof value !== "number" || !(value >= 0 && value < Infinity)) {
      throw new RangeError(`augmenter: ${name} must be a number >= 0, got ${value}`);
    }
  }
  if (movement.scale >= 100) throw new RangeError(`augmenter: scale must be below 100 per cent, got ${movement.scale}`);
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

/**
 * Moves images of one size as they are told. The engine does the same in simd/augment.ts.
 *
 *   out[i, j, k] is the image at (y + i · across - j · down, x + i · down + j · across), to 1/256 pixel
 *
 * All positions below (y, x, sy, sx) and steps (across, down) are in 1/65536 pixel; fy and fx are in 1/256 pixel.
 */
export function imageMover(imageShape: ImageShape): (image: Uint8Array, move: Move, out?: Uint8Array) => Uint8Array {
  const [h, w, c = 1] = imageShape;
  const row = w * c;
  const width = row + 2 * c;
  // The image in a frame of background one pixel wide, so that pixels at its edge have four neighbours like the others.
  const frame = new Uint8Array((h + 2) * width);
  return (image, [y, x, across, down, background], out = new Uint8Array(h * row)) => {
    frame.fill(background);
    for (let i = 0; i < h; i++) {
      frame.set(image.subarray(i * row, i * row + row), (i + 1) * width + c);
    }
    for (let i = 0; i < h; i++) {
      let sy = y + i * across;
      let sx = x + i * down;
      for (let j = 0; j < w; j++) {
        const top = (sy >> 16) + 1;
        const left = (sx >> 16) + 1;
        const inside = top >= 0 && top <= h && left >= 0 && left <= w;
        const fy = (sy >> 8) & 255;
        const fx = (sx >> 8) & 255;
        for (let k = 0; k < c; k++) {
          let level = background;
          if (inside) {
            const corner = top * width + left * c + k;
            const above = frame[corner] * (256 - fx) + frame[corner + c] * fx;
            const below = frame[corner + width] * (256 - fx) + frame[corner + width + c] * fx;
            level = (above * (256 - fy) + below * fy + 32768) >> 16;
          }
          out[i * row + j * c + k] = level; // out[i, j, k]
        }
        sy -= down;
        sx += across;
      }
    }
    return out;
  };
}
