import { Dataset } from "../../data/dataset";
import { bytesOf } from "../packed";
import { fromBands, packedLength, unpackLevels } from "../three-levels";
import { type Data, numberIn, numbersIn, shapeIn, textIn } from "./read-data";

const mostImages = 5000;
const mostClasses = 100;

/** What of a training bench's data can be looked at before its digits are unpacked. */
export interface PackedDigits {
  readonly shape: readonly [h: number, w: number];
  readonly classes: number;
  readonly labels: readonly number[];
  readonly packed: string;
}

/** @throws {RangeError} if the data are not of that form */
export function packedDigitsIn(data: Data): PackedDigits {
  const classes = numberIn(data, "classes", [2, mostClasses]);
  const labels = numbersIn(data, "labels");
  const isLabel = (label: number) => Number.isInteger(label) && label >= 0 && label < classes;
  if (labels.length < 2 || labels.length > mostImages || !labels.every(isLabel)) {
    throw new RangeError(`expected 2 to ${mostImages} labels below ${classes}, got ${labels.length}`);
  }
  return { shape: shapeIn(data), classes, labels, packed: textIn(data, "pixels") };
}

/**
 * The digits that `trainingBench` compressed.
 *
 * @throws {Error} if they are not as many as there are labels, or the browser cannot do it
 */
export async function unpackDigits({ shape, classes, labels, packed }: PackedDigits): Promise<Dataset> {
  const [h, w] = shape;
  const count = labels.length * h * w;
  const bands = unpackLevels(await inflated(bytesOf(packed), packedLength(count)), count);
  const bytes = fromBands(bands, shape);
  return Dataset.from(
    { shape: [labels.length, h, w], data: bytes },
    { shape: [labels.length], data: Uint8Array.from(labels) },
    { images: "pixels", labels: "labels" },
    Array.from({ length: classes }, (_, c) => String(c)),
  );
}

/** @param size  how many bytes there must be: unpacking ends where there are more, for a few bytes can hold gigabytes */
async function inflated(packed: Uint8Array, size: number): Promise<Uint8Array> {
  if (typeof DecompressionStream === "undefined") {
    throw new Error("this browser has no DecompressionStream, with which its images are unpacked");
  }
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream("gzip"));
  const reader = stream.getReader();
  const bytes = new Uint8Array(size);
  let filled = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (filled + value.length > size) {
      void reader.cancel();
      throw new RangeError(`expected ${size} bytes of images, got more`);
    }
    bytes.set(value, filled);
    filled += value.length;
  }
  if (filled !== size) throw new RangeError(`expected ${size} bytes of images, got ${filled}`);
  return bytes;
}
