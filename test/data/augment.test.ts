import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Augmentation, augmenter } from "../../src/data/augment";
import { loadMnist } from "../../src/data/mnist";
import { ShapeError } from "../../src/errors";
import { randomBits } from "../../src/random";

const none = { shift: 0, rotation: 0, scale: 0 };

/** A bright block of 8 x 8 in the middle of 28 x 28. */
const block = Uint8Array.from({ length: 784 }, (_, k) => {
  const inside = (x: number) => x >= 10 && x < 18;
  return inside(Math.floor(k / 28)) && inside(k % 28) ? 200 : 0;
});

/** The centre of an image's ink, and how much of it there is. */
function ink(image: Uint8Array): { row: number; column: number; total: number; tilt: number } {
  const total = image.reduce((sum, grey) => sum + grey, 0);
  const mean = (of: (i: number, j: number) => number) =>
    image.reduce((sum, grey, k) => sum + grey * of(Math.floor(k / 28), k % 28), 0) / total;
  const [row, column] = [mean((i) => i), mean((_, j) => j)];
  return { row, column, total, tilt: mean((i, j) => (i - row) * (j - column)) };
}

/** What becomes of the block for each of many seeds. */
const outcomes = (options: Augmentation, count = 400) => {
  const augment = augmenter([28, 28], options);
  return Array.from({ length: count }, (_, seed) => ink(augment(block, seed)));
};

const spread = (values: number[]) => [Math.min(...values), Math.max(...values)];

describe("an augmenter", () => {
  test("of no movement gives the image back, byte for byte", () => {
    const augment = augmenter([28, 28], none);
    const digit = loadMnist().test.pixels(0);
    expect(augment(digit, 1)).toEqual(new Uint8Array(digit));
  });

  test("shifts by up to 2 pixels in all directions, fractions included, and keeps the ink", () => {
    const moved = outcomes({ ...none, shift: 2 });
    for (const axis of ["row", "column"] as const) {
      const [least, most] = spread(moved.map((m) => m[axis] - 13.5));
      expect(least).toBeLessThan(-1.9);
      expect(least).toBeGreaterThanOrEqual(-2.01);
      expect(most).toBeGreaterThan(1.9);
      expect(most).toBeLessThanOrEqual(2.01);
    }
    const [least, most] = spread(moved.map(({ total }) => total / 12800));
    expect([least, most].every((ratio) => Math.abs(ratio - 1) < 0.01)).toBe(true);
  });

  test("enlarges and shrinks about the centre: by 10 per cent the ink varies from 0.81 to 1.21", () => {
    const scaled = outcomes({ ...none, scale: 10 });
    const [least, most] = spread(scaled.map(({ total }) => total / 12800));
    expect(least).toBeGreaterThan(0.8);
    expect(least).toBeLessThan(0.83);
    expect(most).toBeGreaterThan(1.19);
    expect(most).toBeLessThan(1.22);
    expect(scaled.every(({ row, column }) => Math.abs(row - 13.5) + Math.abs(column - 13.5) < 0.02)).toBe(true);
  });

  test("rotates about the centre: a bar turned by up to 10 degrees either way", () => {
    const augment = augmenter([28, 28], { ...none, rotation: 10 });
    const bar = Uint8Array.from({ length: 784 }, (_, k) => {
      const [i, j] = [Math.floor(k / 28), k % 28];
      return i >= 13 && i < 15 && j >= 4 && j < 24 ? 255 : 0;
    });
    const tilts = Array.from({ length: 400 }, (_, seed) => ink(augment(bar, seed)));
    // Of a bar turned by a, the mean of (row - mean) · (column - mean) is sin a · cos a · (20² - 2²) / 12.
    const degrees = tilts.map(({ tilt }) => (Math.asin((2 * tilt * 12) / 396) / 2 / Math.PI) * 180);
    const [least, most] = spread(degrees);
    expect(Math.abs(least + 10)).toBeLessThan(0.25);
    expect(Math.abs(most - 10)).toBeLessThan(0.25);
    expect(tilts.every(({ row, column }) => Math.abs(row - 13.5) + Math.abs(column - 13.5) < 0.02)).toBe(true);
  });

  test("moves one pixel by half a pixel into two halves", () => {
    // The seed whose shift of at most 2 is nearest to (0, 0.5).
    const shifts = Array.from({ length: 20000 }, (_, seed) => {
      const [down, right] = [2, 3].map((k) => (randomBits(seed, k) / 2 ** 31 - 1) * 2);
      return Math.abs(down) + Math.abs(right - 0.5);
    });
    const seed = shifts.indexOf(Math.min(...shifts));
    const dot = new Uint8Array(25);
    dot[12] = 100;
    const moved = augmenter([5, 5], { ...none, shift: 2 })(dot, seed);
    expect(Math.abs(moved[12] - 50)).toBeLessThanOrEqual(3);
    expect(Math.abs(moved[13] - 50)).toBeLessThanOrEqual(3);
    expect(moved[12] + moved[13]).toBeGreaterThan(95);
  });

  test("fills what moves in from outside with the background", () => {
    const white = new Uint8Array(784).fill(255);
    const shrunk = augmenter([28, 28], { shift: 8 })(white, 3);
    expect(Math.min(...shrunk)).toBe(0);
    const filled = augmenter([28, 28], { shift: 8, background: 255 })(white, 3);
    expect(filled.every((grey) => grey === 255)).toBe(true);
  });

  test("works on images that are not square, in place, and far beyond the edge", () => {
    const augment = augmenter([5, 9], { shift: 100, rotation: 180, scale: 99 });
    for (let seed = 0; seed < 200; seed++) {
      const image = Uint8Array.from({ length: 45 }, (_, k) => (k * 37) % 256);
      const apart = augment(image, seed);
      expect(augment(image, seed, image)).toBe(image);
      expect(image).toEqual(apart);
    }
  });

  test("gives the same bytes for the same seed, on every machine: 1,000 digits by their SHA-256", () => {
    const { test: digits } = loadMnist();
    const augment = augmenter([28, 28]);
    const hash = createHash("sha256");
    for (let i = 0; i < 1000; i++) hash.update(augment(digits.pixels(i), i));
    expect(hash.digest("hex")).toBe("890bf69ca6260c7ebd5f875b8b4dd02ef1fe080389e45b6f9ed5e2a2fe2acf9b");
    expect(augment(digits.pixels(0), 1)).not.toEqual(augment(digits.pixels(0), 2));
  });

  test.each<[Augmentation, string]>([
    [{ shift: -1 }, "augmenter: shift must be a number >= 0, got -1"],
    [{ rotation: Number.NaN }, "augmenter: rotation must be a number >= 0, got NaN"],
    [{ scale: Infinity }, "augmenter: scale must be a number >= 0, got Infinity"],
    [{ scale: 100 }, "augmenter: scale must be below 100 per cent, got 100"],
    [
      { shift: 40000, scale: 0 },
      "augmenter: an image of 28 x 28 moved so far must stay within 32768 pixels, got 80056",
    ],
    [{ background: 256 }, "augmenter: background must be a grey level, 0 to 255, got 256"],
    [{ background: 0.5 }, "augmenter: background must be a whole number >= 0, got 0.5"],
  ])("refuses %j", (options, message) => {
    expect(() => augmenter([28, 28], options)).toThrow(new RangeError(message));
  });

  test("refuses an image of another size", () => {
    expect(() => augmenter([2, 3])(new Uint8Array(5), 1)).toThrow(
      new ShapeError("augmenter: image and out must be 2 x 3 = 6 bytes, got 5 and 6"),
    );
  });
});
