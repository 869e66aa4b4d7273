import { ShapeError } from "../errors";
import { formatShape, type Tensor, tensor } from "../tensor";

/**
 * Images in [-0.5, 0.5] as one text: a byte for each pixel, 0-255, in base64. A tenth of their size as JSON numbers.
 *
 * @throws {ShapeError} if they are not all of the same (h, w)
 * @throws {RangeError} if a value is beyond [-0.5, 0.5] or not a number
 */
export function packImages(place: string, images: readonly Tensor[]): { shape: readonly number[]; pixels: string } {
  if (images.length === 0) throw new RangeError(`${place}: expected at least one image, got none`);
  const [{ shape }] = images;
  const bytes = new Uint8Array(images.length * shape[0] * shape[1]);
  for (const [k, image] of images.entries()) {
    if (image.shape.length !== 2 || formatShape(image.shape) !== formatShape(shape)) {
      throw new ShapeError(`${place}: images must all be (h, w) of one size, got ${formatShape(image.shape)}`);
    }
    const wrong = image.data.find((value) => !(value >= -0.5 && value <= 0.5));
    if (wrong !== undefined) throw new RangeError(`${place}: image values must be from -0.5 to 0.5, got ${wrong}`);
    bytes.set(
      image.data.map((value) => Math.round((value + 0.5) * 255)),
      k * image.data.length,
    );
  }
  return { shape, pixels: textOf(bytes) };
}

/** What `packImages` packed. @throws {RangeError} if the text is not as long as images of that shape make it */
export function unpackImages(pixels: string, shape: readonly number[]): Tensor[] {
  const [h, w] = shape;
  const bytes = bytesOf(pixels);
  const size = h * w;
  if (bytes.length === 0 || bytes.length % size !== 0) {
    throw new RangeError(`expected pixels of images ${formatShape(shape)}, got ${bytes.length} bytes`);
  }
  return Array.from({ length: bytes.length / size }, (_, k) =>
    tensor(
      shape,
      Float64Array.from(bytes.subarray(k * size, (k + 1) * size), (level) => level / 255 - 0.5),
    ),
  );
}

/** Numbers as 32-bit floats in base64: what a network's weights are on the engine anyway. */
export function packNumbers(values: Float64Array): string {
  return textOf(new Uint8Array(Float32Array.from(values).buffer));
}

/** What `packNumbers` packed. @throws {RangeError} if the text holds another count of numbers */
export function unpackNumbers(text: string, count: number): Float64Array {
  const bytes = bytesOf(text);
  if (bytes.length !== 4 * count) throw new RangeError(`expected ${count} packed numbers, got ${bytes.length / 4}`);
  return Float64Array.from(new Float32Array(bytes.buffer));
}

// atob and btoa are in Node as in browsers.
/** Bytes in base64. */
export function textOf(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** What `textOf` packed. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
