import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { parseIdx, readIdx } from "../../src/data/idx";
import { requireRoom } from "../../src/data/idx-bytes";
import { FormatError } from "../../src/errors";
import { temporaryFolder } from "../helpers/temporary-folder";

/** An IDX file's bytes. */
function idx(type: number, shape: number[], values: number[]): Buffer {
  const sizes = shape.flatMap((size) => [0, 0, size >> 8, size & 255]);
  return Buffer.from([0, 0, type, shape.length, ...sizes, ...values]);
}

const matrix = idx(8, [2, 3], [1, 2, 3, 4, 5, 255]);

function refusal(bytes: Uint8Array): string {
  try {
    parseIdx(bytes, "some.idx");
  } catch (error) {
    if (error instanceof FormatError) return error.message;
  }
  return "";
}

describe("an IDX file", () => {
  test("of bytes is a view of shape and values", () => {
    const { shape, data } = parseIdx(matrix, "some.idx");
    expect(shape).toEqual([2, 3]);
    expect(data).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 255));
    expect(data.buffer).toBe(matrix.buffer);
  });

  test.each([
    ["signed bytes", 9, [254], Int8Array.of(-2)],
    ["16-bit integers", 11, [255, 254], Int16Array.of(-2)],
    ["32-bit integers", 12, [0, 1, 0, 2], Int32Array.of(65538)],
    ["32-bit floats", 13, [0x3f, 0xc0, 0, 0], Float32Array.of(1.5)],
    ["64-bit floats", 14, [0x3f, 0xf8, 0, 0, 0, 0, 0, 0], Float64Array.of(1.5)],
  ])("of %s is read big-endian", (_, type, bytes, expected) => {
    expect(parseIdx(idx(type, [1], bytes), "some.idx").data).toEqual(expected);
  });

  test("may have any number of dimensions, none of them a single number", () => {
    expect(parseIdx(idx(8, [], [7]), "some.idx")).toEqual({ shape: [], data: Uint8Array.of(7) });
    expect(parseIdx(idx(8, [1, 2, 1, 2], [1, 2, 3, 4]), "some.idx").shape).toEqual([1, 2, 1, 2]);
    expect(parseIdx(idx(8, [0, 28, 28], []), "some.idx").data).toHaveLength(0);
  });

  test("is read gzipped whatever its name", () => {
    const file = join(temporaryFolder(), "images");
    writeFileSync(file, gzipSync(matrix));
    expect(readIdx(file).shape).toEqual([2, 3]);
  });

  test("that is not whole, or has a byte too many, is refused with both lengths", () => {
    expect(refusal(matrix.subarray(0, -1))).toBe(
      "some.idx: expected 18 bytes for the shape (2, 3), found 17 bytes (truncated)",
    );
    expect(refusal(Buffer.concat([matrix, Buffer.of(0)]))).toBe(
      "some.idx: expected 18 bytes for the shape (2, 3), found 19 bytes (too long)",
    );
    expect(refusal(matrix.subarray(0, 9))).toBe(
      "some.idx: expected a header of 12 bytes for 2 dimensions, found 9 bytes",
    );
    expect(refusal(Buffer.of(0, 0))).toBe("some.idx: expected an IDX header of at least 4 bytes, found 2 bytes");
  });

  test("that claims more values than exist anywhere is refused, not allocated", () => {
    const huge = Buffer.from([0, 0, 14, 3, ...new Array(12).fill(255)]);
    expect(refusal(huge)).toContain("(truncated)");
  });

  test.each([
    ["a wrong magic", [1, 0, 8, 1, 0, 0, 0, 0], "1 0 8"],
    ["an element type that does not exist", [0, 0, 10, 1, 0, 0, 0, 0], "0 0 10"],
    ["a picture's bytes", [0x89, 0x50, 0x4e, 0x47], "137 80 78"],
  ])("with %s is refused", (_, bytes, found) => {
    expect(refusal(Buffer.from(bytes))).toBe(
      `some.idx: expected an IDX file, first bytes 0 0 and a type of 8, 9, 11, 12, 13 or 14, found ${found}`,
    );
  });

  test("that is missing, or a gzip cut short, is refused by name", () => {
    const folder = temporaryFolder();
    const missing = join(folder, "nothing");
    expect(() => readIdx(missing)).toThrow(
      new FormatError(`${missing}: expected an IDX file, found none; data/README.md says how data sets are placed`),
    );
    const cut = join(folder, "cut.gz");
    writeFileSync(cut, gzipSync(matrix).subarray(0, -6));
    expect(() => readIdx(cut)).toThrow(FormatError);
    expect(() => readIdx(cut)).toThrow(`${cut}: expected a whole gzip file`);
    expect(() => readIdx(folder)).toThrow(FormatError);
  });
});

test("a file larger than the memory is refused with its number of bytes", () => {
  expect(() => requireRoom(8000, "huge-images-idx3-ubyte", 7999)).toThrow(
    new RangeError(
      "huge-images-idx3-ubyte: expected a file of at most 7999 bytes, which is what can be held in memory, found 8000 bytes",
    ),
  );
  expect(() => requireRoom(7999, "images", 7999)).not.toThrow();
});

describe("a file that is not what its name says is told in the reader's terms:", () => {
  const big = (sizes: number[], bytes = 0) => {
    const header = Buffer.alloc(4 + 4 * sizes.length + bytes);
    header.set([0, 0, 8, sizes.length]);
    sizes.forEach((size, k) => {
      header.writeUInt32LE(size, 4 + 4 * k);
    });
    return header;
  };
  test.each<[string, Uint8Array, string]>([
    [
      "an HTML page",
      Buffer.from("\n<!DOCTYPE html><p>Not Found"),
      "an HTML page, as a server sends it in place of a file",
    ],
    [
      "a Git LFS pointer",
      Buffer.from("version https://git-lfs.github.com/spec/v1\noid"),
      "a Git LFS pointer: `git lfs pull` fetches the file itself",
    ],
    ["a ZIP archive", Buffer.from("PK\x03\x04 etc."), "a ZIP archive: unpack it first"],
    ["swapped sizes", big([3, 2], 6), "the shape (3, 2) in little-endian order: swap the bytes"],
    [
      "a swapped header",
      Buffer.from([3, 8, 0, 0, 3, 0, 0, 0]),
      "3 8 0 0, a header in little-endian order: swap the bytes",
    ],
  ])("%s", (_, bytes, found) => {
    expect(refusal(bytes)).toMatch(/^some\.idx: expected /);
    expect(refusal(bytes).endsWith(`, found ${found}`)).toBe(true);
    const zipped = join(temporaryFolder(), "zipped");
    writeFileSync(zipped, gzipSync(bytes));
    expect(() => readIdx(zipped)).toThrow(found);
  });
});

test("a gzip file that holds far more than its header says is not unzipped: 200 MB behind a header of 10 x 28 x 28", () => {
  const file = join(temporaryFolder(), "bomb");
  const header = idx(8, [10, 28, 28], []);
  writeFileSync(file, gzipSync(Buffer.concat([header, Buffer.alloc(200e6)])));
  const before = process.memoryUsage.rss();
  expect(() => readIdx(file)).toThrow(
    new FormatError(`${file}: expected as many bytes as its header says, found more (too long)`),
  );
  expect(process.memoryUsage.rss() - before).toBeLessThan(100e6);
});
