import { FormatError, wholeNumber } from "../errors";
import { seededRandom, shuffleInPlace } from "../random";
import { formatShape, type Tensor, tensor } from "../tensor";
import type { IdxArray } from "./idx";

/** Grey level -> network input, the article's `(image / 255) - 0.5`, once for each of the 256 levels. */
const scaled = Float64Array.from({ length: 256 }, (_, level) => level / 255 - 0.5);

/**
 * Labelled images: views on the bytes as they were read, in an order of their own.
 * Selecting and shuffling make a new order over the same bytes; nothing is copied.
 */
export class Dataset {
  /** (h, w) of every image. */
  readonly imageShape: readonly [number, number];

  /**
   * @param bytes   all images one after the other, grey levels 0-255
   * @param labels  one class for each image
   * @param order   which images this set has, in which order
   */
  private constructor(
    readonly bytes: Uint8Array,
    readonly labels: Uint8Array,
    readonly order: Uint32Array,
    [h, w]: readonly number[],
  ) {
    this.imageShape = [h, w];
  }

  /**
   * @param images  (n, h, w), bytes
   * @param labels  (n), bytes
   * @param name    what to call the two in an error
   * @throws {FormatError} if the arrays are of another form or do not belong together
   */
  static from(
    images: IdxArray,
    labels: IdxArray,
    name: { images: string; labels: string },
  ): Dataset {
    requireBytes(images, 3, name.images, "images (n, h, w)");
    requireBytes(labels, 1, name.labels, "labels (n)");
    const [count, h, w] = images.shape;
    if (labels.shape[0] !== count) {
      throw new FormatError(
        `${name.labels}: expected ${count} labels, one for each image of ${name.images}, found ${labels.shape[0]}`,
      );
    }
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    return new Dataset(images.data as Uint8Array, labels.data as Uint8Array, order, [h, w]);
  }

  get length(): number {
    return this.order.length;
  }

  /** The grey levels, 0-255, of image i: h · w bytes, row-major. A view: writing to it changes the data set. */
  pixels(i: number): Uint8Array {
    const size = this.imageShape[0] * this.imageShape[1];
    const start = this.position(i) * size;
    return this.bytes.subarray(start, start + size);
  }

  /** Image i as the network takes it: (h, w), grey levels scaled to [-0.5, 0.5]. */
  image(i: number): Tensor {
    const pixels = this.pixels(i);
    const image = tensor(this.imageShape);
    for (let k = 0; k < pixels.length; k++) image.data[k] = scaled[pixels[k]];
    return image;
  }

  /** The class of image i. */
  label(i: number): number {
    return this.labels[this.position(i)];
  }

  /** The first n images. @throws {RangeError} if there are fewer */
  take(n: number): Dataset {
    return this.slice(0, n);
  }

  /** The images from `start` up to, not including, `end`. @throws {RangeError} if they are not all there */
  slice(start: number, end: number = this.length): Dataset {
    wholeNumber("Dataset: start", start, 0);
    wholeNumber("Dataset: end", end, start);
    if (end > this.length) {
      throw new RangeError(`Dataset: expected at most ${this.length} images, asked for ${end}`);
    }
    return new Dataset(this.bytes, this.labels, this.order.subarray(start, end), this.imageShape);
  }

  /** The same images in a random order; the same seed gives the same order. */
  shuffle(seed: number): Dataset {
    const order = this.order.slice();
    shuffleInPlace(order, seededRandom(seed));
    return new Dataset(this.bytes, this.labels, order, this.imageShape);
  }

  private position(i: number): number {
    const position = this.order[i];
    if (position !== undefined) return position;
    throw new RangeError(
      `Dataset: image must be a whole number from 0 to ${this.length - 1}, got ${i}`,
    );
  }
}

function requireBytes(
  { shape, data }: IdxArray,
  dimensions: number,
  name: string,
  expected: string,
): void {
  if (shape.length === dimensions && data instanceof Uint8Array) return;
  throw new FormatError(
    `${name}: expected ${expected} of bytes, found ${data.constructor.name} ${formatShape(shape)}`,
  );
}
