import { describe, expect, test } from "vitest";
import { FormatError } from "../../src/errors";
import { formatSafetensors, parseSafetensors } from "../../src/model-files/safetensors";
import { tensor } from "../../src/tensor";

const example = {
  tensors: new Map([
    ["a", tensor([2, 2], [1, -2, Math.PI, Number.MIN_VALUE])],
    ["ä.b", tensor([0])],
    ["c", tensor([], [Infinity])],
  ]),
  metadata: new Map([["what", 'an "example"']]),
};

/** A file of this header and so many bytes of values. */
function file(header: unknown, values = 0): Uint8Array {
  const json = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = Buffer.alloc(8 + json.length + values);
  bytes.writeBigUInt64LE(BigInt(json.length));
  json.copy(bytes, 8);
  return bytes;
}

const entry = (begin: number, end: number, more: object = {}) => ({
  dtype: "F64",
  shape: [(end - begin) / 8],
  data_offsets: [begin, end],
  ...more,
});

describe("a safetensors file", () => {
  test("gives back every bit of every number, names and metadata included", () => {
    expect(parseSafetensors(formatSafetensors(example), "x")).toEqual(example);
  });

  test("in F32 keeps what 32 bits hold", () => {
    const { tensors } = parseSafetensors(formatSafetensors(example, "F32"), "x");
    expect(Array.from(tensors.get("a")?.data ?? [])).toEqual([1, -2, Math.fround(Math.PI), 0]);
    expect(tensors.get("c")?.data[0]).toBe(Infinity);
  });

  test("begins with the header's length and {, and its values at a multiple of 8", () => {
    const bytes = formatSafetensors(example);
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(bytes[8]).toBe("{".charCodeAt(0));
    expect((8 + length) % 8).toBe(0);
    expect(bytes).toHaveLength(8 + length + 5 * 8);
  });

  test("may have a header of 10 MB of escapes", () => {
    const note = "\n".repeat(5e6);
    const { metadata } = parseSafetensors(file({ __metadata__: { note } }), "x");
    expect(metadata.get("note")).toBe(note);
  });

  test.each<[string, number[], number[]]>([
    ["F16", [0x3c00, 0xc000, 0x7bff, 0x0001, 0x3555, 0x8000], [1, -2, 65504, 2 ** -24, 0.333251953125, -0]],
    ["F16", [0x7c00, 0xfc00, 0x7e00], [Infinity, -Infinity, Number.NaN]],
    ["BF16", [0x3f80, 0xc049, 0x7f80, 0x0001], [1, -3.140625, Infinity, 2 ** -133]],
    ["I16", [0xffff, 0x7fff], [-1, 32767]],
    ["U16", [0xff01], [0xff01]],
  ])("is read in %s: %#", (dtype, words, values) => {
    const bytes = file({ a: { dtype, shape: [words.length], data_offsets: [0, 2 * words.length] } }, 2 * words.length);
    words.forEach((word, k) => {
      new DataView(bytes.buffer, bytes.byteOffset).setUint16(bytes.length - 2 * words.length + 2 * k, word, true);
    });
    expect(Array.from(parseSafetensors(bytes, "x").tensors.get("a")?.data ?? [])).toEqual(values);
  });

  test.each<[string, number[], number]>([
    ["I64", [0xfe, 255, 255, 255, 255, 255, 255, 255], -2],
    ["U64", [1, 0, 0, 0, 0, 1, 0, 0], 2 ** 40 + 1],
    ["I32", [0xfd, 255, 255, 255], -3],
    ["U32", [0xfd, 255, 255, 255], 2 ** 32 - 3],
    ["I8", [0xfc], -4],
    ["U8", [0xfc], 252],
    ["BOOL", [1], 1],
  ])("is read in %s, little-endian", (dtype, stored, value) => {
    const bytes = file({ a: { dtype, shape: [], data_offsets: [0, stored.length] } }, stored.length);
    bytes.set(stored, bytes.length - stored.length);
    expect(parseSafetensors(bytes, "x").tensors.get("a")?.data[0]).toBe(value);
  });

  test("is read in any order of its tensors, and without metadata", () => {
    const { tensors, metadata } = parseSafetensors(file({ b: entry(8, 16), a: entry(0, 8) }, 16), "x");
    expect([...tensors.keys()]).toEqual(["b", "a"]);
    expect(metadata.size).toBe(0);
  });
});

describe("refuses, by name, what was expected and what was found:", () => {
  const whole = formatSafetensors(example);
  const changed = (change: (view: DataView) => void) => {
    const bytes = whole.slice();
    change(new DataView(bytes.buffer));
    return bytes;
  };

  test.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(0), "expected a safetensors file of at least 8 bytes, found 0"],
    ["a cut-off end", whole.slice(0, -1), "expected 40 bytes of values, found 39 (truncated)"],
    ["more after the end", Buffer.concat([whole, Buffer.alloc(3)]), "found 43 (too long)"],
    ["a cut-off header", whole.slice(0, 50), "expected a header of at most 42 bytes, found "],
    [
      "a header of 2^64 - 1 bytes",
      changed((view) => view.setBigUint64(0, 2n ** 64n - 1n, true)),
      "found 18446744073709551615",
    ],
    ["no JSON", file("{not json}"), "expected a header in JSON, found "],
    ["no UTF-8", changed((view) => view.setUint8(12, 0xff)), "expected a header in JSON, found "],
    ["a list", file([]), "expected a header { name: tensor, … }, found object"],
    ["null", file("null"), "expected a header { name: tensor, … }, found object"],
    ["an HTML page", Buffer.from("<!doctype html>Not found"), ", found an HTML page, as a server sends it"],
    ["a Git LFS pointer", Buffer.from("version https://git-lfs.github.com/spec/v1"), "found a Git LFS pointer"],
    ["deep nesting", file("[".repeat(200000)), "expected at most 3 brackets inside each other, found more"],
    ["deep nesting of whole JSON", file(`{"a":${"[".repeat(1e4)}${"]".repeat(1e4)}}`), "expected at most 3 brackets"],
    ["metadata that are a text", file({ __metadata__: "x" }), 'expected __metadata__ of strings by name, found "x"'],
    ["a byte order mark", file(`\ufeff${JSON.stringify({ a: entry(0, 8) })}`, 8), "expected a header in JSON, found "],
    ["a tensor of null", file({ a: null }), 'expected tensor "a" as { dtype, shape, data_offsets }, found null'],
    [
      "another dtype",
      file({ a: entry(0, 8, { dtype: "F8_E4M3" }) }, 8),
      'expected tensor "a" of dtype F64, F32, F16, BF16, I64, U64, I32, U32, I16, U16, I8, U8, BOOL, found "F8_E4M3"',
    ],
    ["no dtype", file({ a: entry(0, 8, { dtype: undefined }) }, 8), "found nothing"],
    ["a dtype named like a method", file({ a: entry(0, 8, { dtype: "toString" }) }, 8), 'found "toString"'],
    [
      "a negative size",
      file({ a: entry(0, 8, { shape: [-1, -1] }) }, 8),
      "with a shape of whole numbers >= 0, found [-1,-1]",
    ],
    ["half a size", file({ a: entry(0, 8, { shape: [0.5, 2] }) }, 8), "found [0.5,2]"],
    ["a size of text", file({ a: entry(0, 8, { shape: ["1"] }) }, 8), 'found ["1"]'],
    [
      "sizes beyond all numbers",
      file({ a: entry(0, 8, { shape: [2 ** 40, 2 ** 40] }) }, 8),
      "found [1099511627776,1099511627776]",
    ],
    [
      "a huge shape of few bytes",
      file({ a: entry(0, 8, { shape: [2 ** 40] }) }, 8),
      'expected tensor "a" of 8796093022208 bytes for F64 (1099511627776), found 8',
    ],
    ["a shape of another size", file({ a: entry(0, 16, { shape: [3] }) }, 16), "of 24 bytes for F64 (3), found 16"],
    ["an end before the beginning", file({ a: entry(8, 0, { shape: [1] }) }, 8), "found -8"],
    ["a negative beginning", file({ a: entry(-8, 0) }, 8), "with data_offsets [begin, end], found [-8,0]"],
    ["three offsets", file({ a: entry(0, 8, { data_offsets: [0, 8, 8] }) }, 8), "found [0,8,8]"],
    [
      "overlapping tensors",
      file({ a: entry(0, 16), b: entry(8, 24) }, 24),
      'expected tensor "b" to begin at byte 16, found 8',
    ],
    [
      "one place for two tensors",
      file({ a: entry(0, 8), b: entry(0, 8) }, 8),
      'expected tensor "b" to begin at byte 8, found 0',
    ],
    ["a gap", file({ a: entry(0, 8), b: entry(16, 24) }, 24), 'expected tensor "b" to begin at byte 8, found 16'],
    ["a gap before the first", file({ a: entry(8, 16) }, 16), 'expected tensor "a" to begin at byte 0, found 8'],
    ["offsets beyond the file", file({ a: entry(0, 80) }, 8), "expected 80 bytes of values, found 8 (truncated)"],
    [
      "the name __proto__",
      file(`{"__proto__": ${JSON.stringify(entry(0, 8))}}`, 8),
      'expected names of tensors, found "__proto__"',
    ],
    [
      "a name twice",
      file(`{"a": ${JSON.stringify(entry(0, 8))}, "\\u0061": ${JSON.stringify(entry(0, 8))}}`, 8),
      'expected each name once, found "a" twice',
    ],
    [
      "a shape twice",
      file('{"a": {"dtype": "F64", "shape": [1], "shape": [1, 1], "data_offsets": [0, 8]}}', 8),
      'found "shape" twice',
    ],
    ["metadata of numbers", file({ __metadata__: { a: 1 } }), "expected __metadata__ of strings by name, found 1"],
    ["metadata of null", file({ __metadata__: null }), "expected __metadata__ of strings by name, found null"],
    ["metadata of a list", file({ __metadata__: ["a"] }), 'found ["a"]'],
  ])("%s", (_, bytes, message) => {
    const parse = () => parseSafetensors(bytes, "model.safetensors");
    expect(parse).toThrow(FormatError);
    expect(parse).toThrow("model.safetensors: expected ");
    expect(parse).toThrow(message);
  });

  test("every file cut off anywhere", () => {
    for (let length = 0; length < whole.length; length++) {
      expect(() => parseSafetensors(whole.subarray(0, length), "x")).toThrow(FormatError);
    }
  });

  test("any byte of the header changed, or reads something of the same form, but never throws anything else", () => {
    const length = Number(new DataView(whole.buffer).getBigUint64(0, true));
    for (let at = 0; at < 8 + length; at++) {
      for (const byte of [0, 0x22, 0x30, 0x39, 0x5d, 0x7b, 0xff]) {
        try {
          parseSafetensors(
            changed((view) => view.setUint8(at, byte)),
            "x",
          );
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }
    }
  });

  test("a name of 20 million letters, without running out of stack", () => {
    const name = "x".repeat(20e6);
    expect(parseSafetensors(file({ [name]: entry(0, 8) }, 8), "x").tensors.size).toBe(1);
  });

  test("does not touch the prototype of any object", () => {
    expect(() => parseSafetensors(file('{"__proto__": {"polluted": 1}}'), "x")).toThrow(FormatError);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
