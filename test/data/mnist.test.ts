import { copyFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset";
import { loadMnist } from "../../src/data/mnist";
import { FormatError } from "../../src/errors";
import { temporaryFolder } from "../helpers/temporary-folder";

let train: Dataset;
let testSet: Dataset;
beforeAll(() => {
  ({ train, test: testSet } = loadMnist());
});

const labels = (set: Dataset) => Array.from({ length: set.length }, (_, i) => set.label(i));

describe("MNIST", () => {
  test("has 60,000 and 10,000 images of 28 x 28; the first digits are 5 0 4 1 9 and 7 2 1 0 4", () => {
    expect([train.length, testSet.length]).toEqual([60000, 10000]);
    expect(train.imageShape).toEqual([28, 28]);
    expect(labels(train.take(5))).toEqual([5, 0, 4, 1, 9]);
    expect(labels(testSet.take(5))).toEqual([7, 2, 1, 0, 4]);
  });

  test("has every digit between 5,421 and 6,742 times in the training set", () => {
    const counts = new Array<number>(10).fill(0);
    for (const label of labels(train)) counts[label]++;
    expect(counts).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
  });

  test("pixels are grey levels 0 to 255 and image is the article's pixels / 255 - 0.5", () => {
    const pixels = train.pixels(0);
    const image = train.image(0);
    expect(pixels).toHaveLength(784);
    expect([Math.min(...pixels), Math.max(...pixels)]).toEqual([0, 255]);
    expect(image.shape).toEqual([28, 28]);
    expect(Array.from(image.data)).toEqual(Array.from(pixels, (grey) => grey / 255 - 0.5));
  });

  test("take and slice select without copying", () => {
    const three = train.slice(10, 13);
    expect(labels(three)).toEqual([train.label(10), train.label(11), train.label(12)]);
    expect(three.bytes).toBe(train.bytes);
    expect(train.take(0).length).toBe(0);
  });

  test("shuffle gives the same order for the same seed, another for another, and loses no image", () => {
    const few = train.take(1000);
    expect(few.shuffle(1).order).toEqual(few.shuffle(1).order);
    expect(few.shuffle(1).order).not.toEqual(few.shuffle(2).order);
    expect(Array.from(few.shuffle(1).order).sort((a, b) => a - b)).toEqual(Array.from(few.order));
    expect(few.shuffle(1).order).not.toEqual(few.order);
  });

  test.each([-1, 60000, 1.5, Number.NaN])("refuses to give image %s", (i) => {
    const message = `Dataset: image must be a whole number from 0 to 59999, got ${i}`;
    expect(() => train.image(i)).toThrow(new RangeError(message));
    expect(() => train.label(i)).toThrow(RangeError);
  });

  test("refuses to take more images than there are, or part of one", () => {
    expect(() => testSet.take(10001)).toThrow(
      new RangeError("Dataset: expected at most 10000 images, asked for 10001"),
    );
    expect(() => testSet.take(1.5)).toThrow(RangeError);
    expect(() => testSet.slice(5, 4)).toThrow(RangeError);
  });

  test("is also read gzipped, and refuses labels of another number than images, by the files' names", () => {
    const folder = temporaryFolder();
    cpSync("data/mnist", folder, {
      recursive: true,
      filter: (path) => !path.includes("train-images"),
    });
    const small = readFileSync("data/mnist/t10k-images-idx3-ubyte");
    const images = join(folder, "train-images-idx3-ubyte.gz");
    writeFileSync(images, gzipSync(small, { level: 1 }));
    const trainLabels = join(folder, "train-labels-idx1-ubyte");
    expect(() => loadMnist(folder)).toThrow(
      new FormatError(`${trainLabels}: expected 10000 labels, one for each image of ${images}, found 60000`),
    );
    copyFileSync("data/mnist/t10k-labels-idx1-ubyte", trainLabels);
    expect(loadMnist(folder).train.image(3)).toEqual(testSet.image(3));
  });

  test("refuses images where labels belong, and an empty folder", () => {
    const folder = temporaryFolder();
    cpSync("data/mnist", folder, { recursive: true });
    const trainLabels = join(folder, "train-labels-idx1-ubyte");
    copyFileSync("data/mnist/t10k-images-idx3-ubyte", trainLabels);
    expect(() => loadMnist(folder)).toThrow(
      new FormatError(
        `${trainLabels}: expected labels (n) of bytes or of whole numbers of 16 or 32 bits, found Uint8Array (10000, 28, 28)`,
      ),
    );
    expect(() => loadMnist(join(folder, "nothing"))).toThrow(FormatError);
  });
});
