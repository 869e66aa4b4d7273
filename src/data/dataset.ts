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
   * @param classNames  what the classes are called, by class; "0", "1", … where nobody said
   */
  private constructor(
    readonly bytes: Uint8Array,
    readonly labels: Uint8Array,
    readonly order: Uint32Array,
    [h, w]: readonly number[],
    readonly classNames: readonly string[],
  ) {
    this.imageShape = [h, w];
  }

  /**
   * @param images  (n, h, w), bytes
   * @param labels  (n), bytes
   * @param name    what to call the two in an error
   * @param classNames  by class; left out, the classes are called by their numbers
   * @throws {FormatError} if the arrays are of another form or do not belong together, or a label has no class name
   */
  static from(
    images: IdxArray,
    labels: IdxArray,
    name: { images: string; labels: string },
    classNames?: readonly string[],
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
    const classes = labels.data as Uint8Array;
    const names = classNames ?? numbered(classes);
    const unnamed = classes.find((label) => label >= names.length);
    if (unnamed !== undefined) {
      throw new FormatError(
        `${name.labels}: expected labels of the ${names.length} classes that have a name, found ${unnamed}`,
      );
    }
    return new Dataset(images.data as Uint8Array, classes, order, [h, w], names);
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
    return imageOf(this.pixels(i), this.imageShape);
  }

  /** The class of image i. */
  label(i: number): number {
    return this.labels[this.position(i)];
  }

  /** The first n images. @throws {RangeError} if there are fewer */
  take(n: number): Dataset {
    return this.slice(0, wholeNumber("Dataset.take: n", n, 0));
  }

  /** The images from `start` up to, not including, `end`. @throws {RangeError} if they are not all there */
  slice(start: number, end: number = this.length): Dataset {
    wholeNumber("Dataset: start", start, 0);
    wholeNumber("Dataset: end", end, start);
    if (end > this.length) {
      throw new RangeError(`Dataset: expected at most ${this.length} images, asked for ${end}`);
    }
    return this.inOrder(this.order.subarray(start, end));
  }

  /** The same images in a random order; the same seed gives the same order. */
  shuffle(seed: number): Dataset {
    const order = this.order.slice();
    shuffleInPlace(order, seededRandom(seed));
    return this.inOrder(order);
  }

  /**
   * Keeps images back, to choose by: a choice made on the test set would make the test set look too good.
   *
   * @param count  how many: the last ones, of a random order if there is a seed
   * @throws {RangeError} if it is not a whole number >= 1, or leaves none to train on
   */
  split(count: number, { seed }: { seed?: number } = {}): { train: Dataset; validation: Dataset } {
    if (wholeNumber("Dataset: validation images", count) >= this.length) {
      throw new RangeError(
        `Dataset: expected fewer than ${this.length} validation images, asked for ${count}`,
      );
    }
    const all = seed === undefined ? this : this.shuffle(seed);
    const train = all.slice(0, this.length - count);
    return { train, validation: all.slice(this.length - count) };
  }

  private inOrder(order: Uint32Array): Dataset {
    return new Dataset(this.bytes, this.labels, order, this.imageShape, this.classNames);
  }

  private position(i: number): number {
    const position = this.order[i];
    if (position !== undefined) return position;
    throw new RangeError(
      `Dataset: image must be a whole number from 0 to ${this.length - 1}, got ${i}`,
    );
  }
}

/** Grey levels as a network takes them: each scaled to [-0.5, 0.5]. @param shape  (h, w) */
export function imageOf(pixels: Uint8Array, shape: readonly number[]): Tensor {
  const image = tensor(shape);
  for (let k = 0; k < pixels.length; k++) image.data[k] = scaled[pixels[k]];
  return image;
}

/** "0", "1", … up to the largest label. */
function numbered(labels: Uint8Array): string[] {
  const largest = labels.reduce((a, b) => Math.max(a, b), -1);
  return Array.from({ length: largest + 1 }, (_, c) => `${c}`);
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
