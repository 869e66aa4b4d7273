import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { FormatError } from "../errors";
import { formatShape, sizeOf } from "../tensor";

export type IdxValues =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** The contents of an IDX file: an array of numbers of any shape, row-major. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: IdxValues;
}

/** The format's element types by their code; all but the single bytes are stored big-endian. */
const elementTypes: Readonly<
  Record<number, { bytes: number; read: (view: DataView, count: number) => IdxValues }>
> = {
  8: { bytes: 1, read: (view, n) => new Uint8Array(view.buffer, view.byteOffset, n) },
  9: { bytes: 1, read: (view, n) => new Int8Array(view.buffer, view.byteOffset, n) },
  11: {
    bytes: 2,
    read: (view, n) => Int16Array.from({ length: n }, (_, k) => view.getInt16(2 * k)),
  },
  12: {
    bytes: 4,
    read: (view, n) => Int32Array.from({ length: n }, (_, k) => view.getInt32(4 * k)),
  },
  13: {
    bytes: 4,
    read: (view, n) => Float32Array.from({ length: n }, (_, k) => view.getFloat32(4 * k)),
  },
  14: {
    bytes: 8,
    read: (view, n) => Float64Array.from({ length: n }, (_, k) => view.getFloat64(8 * k)),
  },
};

/**
 * Reads an IDX file, plain or gzipped (told by its first bytes, not its name). Bytes are not copied.
 *
 *   0, 0, type, dimensions    one byte each
 *   sizes                     dimensions · 4 bytes, big-endian
 *   values                    row-major
 *
 * @throws {FormatError} if the file is missing, or its length or first bytes are not those of an IDX file
 * @see the description of the format at the MNIST database (LeCun, Cortes, Burges)
 */
export function readIdx(file: string): IdxArray {
  return parseIdx(unzipped(readBytes(file), file), file);
}

/** @param name  what to call the bytes in an error */
export function parseIdx(bytes: Uint8Array, name: string): IdxArray {
  const fail = (expected: string, found: string): never => {
    throw new FormatError(`${name}: expected ${expected}, found ${found}`);
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4) fail("an IDX header of at least 4 bytes", `${bytes.length} bytes`);
  const type = elementTypes[bytes[2]];
  if (bytes[0] !== 0 || bytes[1] !== 0 || type === undefined) {
    fail(
      "an IDX file, first bytes 0 0 and a type of 8, 9, 11, 12, 13 or 14",
      Array.from(bytes.subarray(0, 3)).join(" "),
    );
  }
  const start = 4 + 4 * bytes[3];
  if (bytes.length < start)
    fail(`a header of ${start} bytes for ${bytes[3]} dimensions`, `${bytes.length} bytes`);
  const shape = Array.from({ length: bytes[3] }, (_, axis) => view.getUint32(4 + 4 * axis));
  const count = sizeOf(shape);
  const length = start + count * type.bytes;
  if (bytes.length !== length) {
    fail(
      `${length} bytes for the shape ${formatShape(shape)}`,
      `${bytes.length} bytes (${bytes.length < length ? "truncated" : "too long"})`,
    );
  }
  return { shape, data: type.read(new DataView(bytes.buffer, bytes.byteOffset + start), count) };
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === "ENOENT" ? "none" : (error as Error).message;
    throw new FormatError(
      `${file}: expected an IDX file, found ${reason}; data/README.md says how data sets are placed`,
    );
  }
}

function unzipped(bytes: Uint8Array, file: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw new FormatError(
      `${file}: expected a whole gzip file, found: ${(error as Error).message}`,
    );
  }
}
