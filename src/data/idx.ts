import { FormatError } from "../errors";
import { foreignFile } from "../foreign-file";
import { formatShape, sizeOf } from "../tensor";
import { readIdxBytes } from "./idx-bytes";

/** The contents of a file, in the array type of its elements. */
export type IdxValues = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** The contents of an IDX file: an array of numbers of any shape, row-major. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: IdxValues;
}

/** One of the format's element types. */
interface ElementType {
  /** How names of its files end: train-images-idx3-ubyte. */
  readonly ending: string;
  readonly bytes: number;
  readonly read: (view: DataView, count: number) => IdxValues;
}

/** The format's element types by their code; all but the single bytes are stored big-endian. */
const elementTypes: Readonly<Record<number, ElementType>> = {
  8: { ending: "ubyte", bytes: 1, read: (view, n) => new Uint8Array(view.buffer, view.byteOffset, n) },
  9: { ending: "byte", bytes: 1, read: (view, n) => new Int8Array(view.buffer, view.byteOffset, n) },
  11: { ending: "short", bytes: 2, read: (view, n) => Int16Array.from({ length: n }, (_, k) => view.getInt16(2 * k)) },
  12: { ending: "int", bytes: 4, read: (view, n) => Int32Array.from({ length: n }, (_, k) => view.getInt32(4 * k)) },
  13: {
    ending: "float",
    bytes: 4,
    read: (view, n) => Float32Array.from({ length: n }, (_, k) => view.getFloat32(4 * k)),
  },
  14: {
    ending: "double",
    bytes: 8,
    read: (view, n) => Float64Array.from({ length: n }, (_, k) => view.getFloat64(8 * k)),
  },
};

/** The endings of all element types. */
export const elementTypeEndings: readonly string[] = Object.values(elementTypes).map(({ ending }) => ending);

/** "8, 9, 11, 12, 13 or 14" */
const typeCodes = Object.keys(elementTypes)
  .join(", ")
  .replace(/, (\d+)$/, " or $1");

/**
 * Reads an IDX file, plain or gzipped (told by its first bytes, not its name). Bytes are not copied.
 *
 *   0, 0, type, dimensions    one byte each
 *   sizes                     dimensions · 4 bytes, big-endian
 *   values                    row-major
 *
 * @throws {RangeError} if it is larger than the memory
 * @throws {FormatError} if the file is missing, or does not have the length or the first bytes of an IDX file
 * @see the description of the format at the MNIST database (LeCun, Cortes, Burges)
 */
export function readIdx(file: string): IdxArray {
  return parseIdx(readIdxBytes(file, idxLength), file);
}

/**
 * @returns how many bytes a file with this beginning has by its own account; undefined if it is not the beginning of an
 *         IDX file
 */
function idxLength(start: Uint8Array): number | undefined {
  const type = elementTypes[start[2]];
  if (start[0] !== 0 || start[1] !== 0 || type === undefined || start.length < 4 + 4 * start[3]) return undefined;
  return 4 + 4 * start[3] + sizeOf(sizesIn(start)) * type.bytes;
}

function sizesIn(bytes: Uint8Array, littleEndian = false): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes[3] }, (_, axis) => view.getUint32(4 + 4 * axis, littleEndian));
}

/** @param name  what to call the bytes in an error */
export function parseIdx(bytes: Uint8Array, name: string): IdxArray {
  const fail = (expected: string, found: string): never => {
    throw new FormatError(`${name}: expected ${expected}, found ${found}`);
  };
  if (bytes.length < 4) fail("an IDX header of at least 4 bytes", `${bytes.length} bytes`);
  const type = elementTypes[bytes[2]];
  if (bytes[0] !== 0 || bytes[1] !== 0 || type === undefined) {
    fail(`an IDX file, first bytes 0 0 and a type of ${typeCodes}`, firstBytes(bytes));
  }
  const start = 4 + 4 * bytes[3];
  if (bytes.length < start) fail(`a header of ${start} bytes for ${bytes[3]} dimensions`, `${bytes.length} bytes`);
  const shape = sizesIn(bytes);
  const length = start + sizeOf(shape) * type.bytes;
  if (bytes.length !== length) {
    const swapped = sizesIn(bytes, true);
    if (bytes.length === start + sizeOf(swapped) * type.bytes) {
      fail("sizes in big-endian order", `the shape ${formatShape(swapped)} in little-endian order: swap the bytes`);
    }
    fail(
      `${length} bytes for the shape ${formatShape(shape)}`,
      `${bytes.length} bytes (${bytes.length < length ? "truncated" : "too long"})`,
    );
  }
  return { shape, data: type.read(new DataView(bytes.buffer, bytes.byteOffset + start), sizeOf(shape)) };
}

function firstBytes(bytes: Uint8Array): string {
  const foreign = foreignFile(bytes);
  if (foreign) return foreign;
  const swapped = bytes[2] === 0 && bytes[3] === 0 && bytes[1] in elementTypes;
  const numbers = Array.from(bytes.subarray(0, 3)).join(" ");
  return swapped ? `${numbers} 0, a header in little-endian order: swap the bytes` : numbers;
}
