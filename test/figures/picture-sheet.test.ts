import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { pictureSheet } from "../../src/figures/picture-sheet";
import { pngAddress } from "../../src/figures/png";
import { requireWellFormed } from "../helpers/figure-checks";

const levels = (count: number) => Uint8Array.from({ length: count }, (_, k) => (k * 7) % 256);

/** The chunks of a PNG, by name. */
function chunksOf(address: string): Record<string, Buffer> {
  const bytes = Buffer.from(address.slice(address.indexOf(",") + 1), "base64");
  const chunks: Record<string, Buffer> = {};
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    chunks[bytes.toString("latin1", at + 4, at + 8)] = bytes.subarray(at + 8, at + 12 + length);
    at += length + 12;
  }
  return chunks;
}

describe("a PNG", () => {
  test("has every pixel, grey and in colours, also where it is longer than a block of its stream", () => {
    for (const [width, height, channels] of [
      [3, 2, 1],
      [3, 2, 3],
      [1, 1, 1],
      [300, 250, 3],
    ] as const) {
      const pixels = levels(width * height * channels);
      const { IHDR, IDAT } = chunksOf(pngAddress({ width, height, levels: pixels }));
      expect([...IHDR.subarray(0, 13)].slice(8)).toEqual([8, channels === 3 ? 2 : 0, 0, 0, 0]);
      expect([IHDR.readUInt32BE(0), IHDR.readUInt32BE(4)]).toEqual([width, height]);
      // It checks the stream's own sum.
      const rows = inflateSync(IDAT.subarray(0, -4));
      const row = width * channels;
      expect(rows).toHaveLength(height * (row + 1));
      for (let i = 0; i < height; i++) {
        expect(rows[i * (row + 1)]).toBe(0);
        expect([...rows.subarray(i * (row + 1) + 1, (i + 1) * (row + 1))]).toEqual([
          ...pixels.subarray(i * row, i * row + row),
        ]);
      }
    }
  });

  test("ends each chunk with its check code: of an empty IEND, AE426082", () => {
    const { IEND } = chunksOf(pngAddress({ width: 1, height: 1, levels: levels(1) }));
    expect(IEND.toString("hex")).toBe("ae426082");
  });
});

describe("a sheet of pictures", () => {
  const pixels = { width: 28, height: 28, levels: levels(784) };
  const options = { description: "Three & more", columns: 2, longest: 72 };
  const sizeOf = (svg: string) => /width="(\d+)" height="(\d+)"/.exec(svg)?.slice(1).map(Number);

  test("is one image with a description, whose pixels stay squares", () => {
    const svg = pictureSheet([{ pixels, caption: "a <b>" }, { pixels }, { pixels }], options);
    requireWellFormed(svg);
    expect(svg).toContain('aria-label="Three &amp; more"');
    expect(svg.match(/image-rendering: pixelated/g)).toHaveLength(3);
    expect(svg.match(/<image [^>]*width="56" height="56"/g)).toHaveLength(3);
    expect(sizeOf(svg)).toEqual([136, 161]);
  });

  test("gives narrow pictures as much room as their captions need, up to the longest side", () => {
    const narrow = { width: 10, height: 28, levels: levels(280) };
    const widthWith = (caption: string) => sizeOf(pictureSheet([{ pixels: narrow, caption }], options))?.[0];
    expect([widthWith("a"), widthWith("abcdef"), widthWith("a".repeat(40))]).toEqual([32, 57, 84]);
  });

  test("makes large pictures smaller, keeps their form, and has room for its legend", () => {
    const wide = { width: 200, height: 50, levels: levels(10_000) };
    const svg = pictureSheet([{ pixels: wide }], { ...options, longest: 100, legend: "a legend that is longer" });
    expect(svg).toMatch(/<image [^>]*width="100" height="25"/);
    expect(sizeOf(svg)?.[0]).toBeGreaterThan(23 * 7);
  });
});
