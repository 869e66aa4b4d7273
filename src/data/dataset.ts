import { FormatError, onlyOptions, wholeNumber } from "../errors";
import { seededRandom, shuffleInPlace } from "../random";
import { formatShape, requireShape, sizeOf, type Tensor, tensor } from "../tensor";
import type { IdxArray } from "./idx-array";

/** Grey level -> network input, the article's `(image / 255) - 0.5`, once for each of the 256 levels. */
const scaled = Float64Array.from({ length: 256 }, (_, level) => level / 255 - 0.5);

/** (h, w) for grey images, (h, w, c) for images with c channels. */
export type ImageShape = readonly [h: number, w: number] | readonly [h: number, w: number, c: number];

/** Bytes of an image: a value for each of its pixels' channels. */
export function imageBytes(shape: ImageShape): number {
  return sizeOf(shape);
}

const mostClasses = 1024;

/**
 * Labelled images: views of the bytes as they were read, in an order of their own.
 * Selecting and shuffling make a new order over the same bytes; nothing is copied.
 */
export class Dataset {
  /**
   * @param bytes   all images one after the other, levels 0-255
   * @param labels  one class for each image
   * @param order   which images this set has, in which order
   * @param imageShape  of every image
   * @param classNames  what the classes are called, by class; "0", "1", … where nobody said
   */
  private constructor(
    readonly bytes: Uint8Array,
    readonly labels: Uint8Array | Int16Array | Int32Array,
    readonly order: Uint32Array,
    readonly imageShape: ImageShape,
    readonly classNames: readonly string[],
  ) {}

  /**
   * @param images  (n, h, w) or (n, h, w, c), bytes
   * @param labels  (n), bytes or whole numbers of 16 or 32 bits, each below 1,024
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
    requireImages(images, name.images);
    const classes = requireLabels(labels, name.labels);
    const [count, ...imageShape] = images.shape;
    if (labels.shape[0] !== count) {
      throw new FormatError(
        `${name.labels}: expected ${count} labels, one for each image of ${name.images}, found ${labels.shape[0]}`,
      );
    }
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    const names = classNames ?? numberedClasses(classes);
    const unnamed = classes.find((label) => label >= names.length);
    if (unnamed !== undefined) {
      throw new FormatError(
        `${name.labels}: expected labels of the ${names.length} classes that have a name, found ${unnamed}`,
      );
    }
    const bytes = images.data as Uint8Array;
    return new Dataset(bytes, classes, order, imageShape as unknown as ImageShape, names);
  }

  get length(): number {
    return this.order.length;
  }

  /** The levels, 0-255, of image i: h · w (· c) bytes, row-major. A view: writing to it changes the data set. */
  pixels(i: number): Uint8Array {
    const size = imageBytes(this.imageShape);
    const start = this.position(i) * size;
    return this.bytes.subarray(start, start + size);
  }

  /** Image i as the network takes it: (h, w) or (h, w, c), levels scaled to [-0.5, 0.5]. */
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
   * @param count    how many: the last ones, of a random order if there is a seed
   * @param options  seed: of that order
   * @throws {RangeError} if count is not a whole number >= 1, or leaves no image to train on, or an option has another
   *                      name
   */
  split(count: number, options: { seed?: number } = {}): { train: Dataset; validation: Dataset } {
    onlyOptions("Dataset.split", options, { seed: true });
    const { seed } = options;
    if (wholeNumber("Dataset: validation images", count) >= this.length) {
      throw new RangeError(`Dataset: expected fewer than ${this.length} validation images, asked for ${count}`);
    }
    const all = seed === undefined ? this : this.shuffle(seed);
    const train = all.slice(0, this.length - count);
    return { train, validation: all.slice(this.length - count) };
  }

  /**
   * The same labels with changed images, each made once: `mnist.test.map((image) => shifted(image, 2))`.
   *
   * @param change  takes image i as the network does; gives one of the same shape, which is rounded to 256 levels and kept within [-0.5, 0.5]
   * @throws {ShapeError} if it gives another shape
   */
  map(change: (image: Tensor, i: number) => Tensor): Dataset {
    const size = imageBytes(this.imageShape);
    const bytes = new Uint8ClampedArray(this.length * size);
    for (let i = 0; i < this.length; i++) {
      const changed = change(this.image(i), i);
      requireShape("Dataset.map: image", changed, this.imageShape);
      for (let k = 0; k < size; k++) bytes[i * size + k] = (changed.data[k] + 0.5) * 255;
    }
    const labels = Int32Array.from(this.order, (position) => this.labels[position]);
    const order = Uint32Array.from({ length: this.length }, (_, i) => i);
    return new Dataset(new Uint8Array(bytes.buffer), labels, order, this.imageShape, this.classNames);
  }

  private inOrder(order: Uint32Array): Dataset {
    return new Dataset(this.bytes, this.labels, order, this.imageShape, this.classNames);
  }

  private position(i: number): number {
    const position = this.order[i];
    if (position !== undefined) return position;
    throw new RangeError(`Dataset: image must be a whole number from 0 to ${this.length - 1}, got ${i}`);
  }
}

/** Levels as a network takes them: each scaled to [-0.5, 0.5]. @param shape  (h, w) or (h, w, c) */
export function imageOf(pixels: Uint8Array, shape: readonly number[]): Tensor {
  const image = tensor(shape);
  for (let k = 0; k < pixels.length; k++) image.data[k] = scaled[pixels[k]];
  return image;
}

/** "0", "1", … up to the largest label of all: one part of a data set may lack a class that another has. */
export function numberedClasses(...parts: readonly ArrayLike<number>[]): string[] {
  let largest = -1;
  for (const labels of parts) for (let i = 0; i < labels.length; i++) largest = Math.max(largest, labels[i]);
  return Array.from({ length: Math.min(largest + 1, mostClasses) }, (_, c) => `${c}`);
}

function requireImages({ shape, data }: IdxArray, name: string): void {
  const images = shape.length === 3 || shape.length === 4;
  if (images && data instanceof Uint8Array) return;
  throw new FormatError(
    `${name}: expected images (n, h, w) or (n, h, w, c) of bytes, found ${data.constructor.name} ${formatShape(shape)}`,
  );
}

function requireLabels({ shape, data }: IdxArray, name: string): Dataset["labels"] {
  const whole = data instanceof Uint8Array || data instanceof Int16Array || data instanceof Int32Array;
  if (shape.length !== 1 || !whole) {
    throw new FormatError(
      `${name}: expected labels (n) of bytes or of whole numbers of 16 or 32 bits, found ${data.constructor.name} ${formatShape(shape)}`,
    );
  }
  for (const label of data) {
    if (label >= 0 && label < mostClasses) continue;
    throw new FormatError(`${name}: expected labels from 0 to ${mostClasses - 1}, found ${label}`);
  }
  return data;
}
