import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import type { Dataset } from "../../src/data/dataset";
import { idxFilesIn } from "../../src/data/idx-files";
import { datasetNames, loadDataset } from "../../src/data/load-dataset";
import { loadMnist } from "../../src/data/mnist";
import { FormatError } from "../../src/errors";
import { describeWith } from "../helpers/require-all";
import { temporaryFolder } from "../helpers/temporary-folder";

/** An IDX file of bytes. */
function idx(shape: number[], values: number[]): Uint8Array {
  const sizes = shape.flatMap((size) => [0, 0, size >> 8, size & 255]);
  return Uint8Array.from([0, 0, 8, shape.length, ...sizes, ...values]);
}

/** A folder of data sets with one named "dots": images of 1 x 2 pixels, labels 0 and 2. */
function folderWithDots(classes?: unknown): string {
  const root = temporaryFolder();
  const dots = join(root, "dots");
  mkdirSync(dots);
  writeFileSync(join(dots, "train-images-idx3-ubyte"), idx([3, 1, 2], [1, 2, 3, 4, 5, 6]));
  writeFileSync(join(dots, "train-labels-idx1-ubyte.gz"), gzipSync(idx([3], [0, 2, 0])));
  writeFileSync(join(dots, "t10k-images-idx3-ubyte.gz"), gzipSync(idx([1, 1, 2], [7, 8])));
  writeFileSync(join(dots, "t10k-labels-idx1-ubyte"), idx([1], [2]));
  if (classes !== undefined) {
    const text = typeof classes === "string" ? classes : JSON.stringify(classes);
    writeFileSync(join(dots, "classes.json"), text);
  }
  return root;
}

const labels = (set: Dataset) => Array.from({ length: set.length }, (_, i) => set.label(i));

describe("loadDataset", () => {
  test("reads four IDX files by the folder's name, plain or gzipped; classes are called by their numbers", () => {
    const { train, test } = loadDataset("dots", { root: folderWithDots() });
    expect([train.length, test.length, train.imageShape]).toEqual([3, 1, [1, 2]]);
    expect([Array.from(train.pixels(1)), labels(train)]).toEqual([
      [3, 4],
      [0, 2, 0],
    ]);
    expect([train.classNames, test.classNames]).toEqual([
      ["0", "1", "2"],
      ["0", "1", "2"],
    ]);
  });

  test("or by the names in classes.json, which every selection keeps", () => {
    const names = ["none", "one", "two"];
    const { train, test } = loadDataset("dots", { root: folderWithDots(names) });
    const { train: rest, validation } = train.shuffle(1).split(1);
    for (const set of [train, test, train.take(1), rest, validation]) {
      expect(set.classNames).toEqual(names);
    }
    expect(train.classNames[train.label(1)]).toBe("two");
  });

  test.each(["ubyte", "byte", "short", "int", "float", "double"])("finds files that end in idx1-%s", (ending) => {
    const folder = temporaryFolder();
    for (const name of [`train-labels-idx1-${ending}`, `train-labels-idx1-${ending}s`]) {
      writeFileSync(join(folder, name), idx([1], [0]));
    }
    expect(idxFilesIn(folder, "train", "labels")).toEqual([join(folder, `train-labels-idx1-${ending}`)]);
  });

  test("reads images with channels from idx4 files, and labels beyond a byte from idx1-short", () => {
    const root = temporaryFolder();
    const colours = join(root, "colours");
    mkdirSync(colours);
    const levels = [0, 51, 255, 1, 2, 3];
    const short = Uint8Array.from([0, 0, 11, 1, 0, 0, 0, 1, 0x03, 0xff]);
    for (const split of ["train", "t10k"]) {
      writeFileSync(join(colours, `${split}-images-idx4-ubyte`), idx([1, 1, 2, 3], levels));
      writeFileSync(join(colours, `${split}-labels-idx1-short`), short);
    }
    const { train } = loadDataset("colours", { root });
    expect([train.imageShape, train.label(0), train.classNames.length]).toEqual([[1, 2, 3], 1023, 1024]);
    expect(Array.from(train.pixels(0))).toEqual(levels);
    expect(train.image(0).shape).toEqual([1, 2, 3]);
    expect(train.image(0).data[1]).toBe(51 / 255 - 0.5);

    writeFileSync(
      join(colours, "train-labels-idx1-short"),
      Uint8Array.from(short, (byte, k) => (k === 8 ? 4 : byte)),
    );
    expect(() => loadDataset("colours", { root })).toThrow(
      /train-labels-idx1-short: expected labels from 0 to 1023, found 1279$/,
    );
  });

  test.each([
    [
      "dots, as unpackers write them",
      "train-images.idx3-ubyte",
      "train-labels.idx1-ubyte",
      "t10k-images.idx3-ubyte",
      "t10k-labels.idx1-ubyte",
    ],
    [
      "EMNIST's own names",
      "emnist-letters-train-images-idx3-ubyte",
      "emnist-letters-train-labels-idx1-ubyte",
      "emnist-letters-test-images-idx3-ubyte",
      "emnist-letters-test-labels-idx1-ubyte",
    ],
    [
      "gzipped with dots",
      "train-images.idx3-ubyte.gz",
      "train-labels.idx1-ubyte.gz",
      "t10k-images.idx3-ubyte.gz",
      "t10k-labels.idx1-ubyte.gz",
    ],
  ])("finds files named with %s", (_, ...names) => {
    const root = temporaryFolder();
    mkdirSync(join(root, "set"));
    const contents = [idx([2, 1, 2], [1, 2, 3, 4]), idx([2], [0, 1]), idx([1, 1, 2], [5, 6]), idx([1], [1])];
    names.forEach((name, k) => {
      writeFileSync(join(root, "set", name), name.endsWith(".gz") ? gzipSync(contents[k]) : contents[k]);
    });
    const { train, test } = loadDataset("set", { root });
    expect([Array.from(train.pixels(1)), labels(train), labels(test)]).toEqual([[3, 4], [0, 1], [1]]);
  });

  test("reads QMNIST: labels of eight 32-bit numbers, the first of which is the class", () => {
    const root = temporaryFolder();
    mkdirSync(join(root, "qmnist"));
    const rows = [7, 1, 2, 3, 4, 5, 6, 7, 3, 9, 9, 9, 9, 9, 9, 9].flatMap((n) => [0, 0, 0, n]);
    const wide = Uint8Array.from([0, 0, 12, 2, 0, 0, 0, 2, 0, 0, 0, 8, ...rows]);
    for (const split of ["train", "test"]) {
      writeFileSync(join(root, "qmnist", `qmnist-${split}-images-idx3-ubyte`), idx([2, 1, 1], [8, 9]));
      writeFileSync(join(root, "qmnist", `qmnist-${split}-labels-idx2-int.gz`), gzipSync(wide));
    }
    const { train, test } = loadDataset("qmnist", { root });
    expect([labels(train), labels(test), train.classNames.length]).toEqual([[7, 3], [7, 3], 8]);
  });

  test("names the sets where a folder holds several, unless one has MNIST's names", () => {
    const root = folderWithDots();
    const dots = join(root, "dots");
    writeFileSync(join(dots, "emnist-letters-train-images-idx3-ubyte"), idx([1, 1, 1], [1]));
    expect(loadDataset("dots", { root }).train.length).toBe(3);
    mkdirSync(join(root, "emnist"));
    for (const set of ["letters", "digits"]) {
      writeFileSync(join(root, "emnist", `emnist-${set}-train-images-idx3-ubyte`), idx([1, 1, 1], [1]));
    }
    expect(() => loadDataset("emnist", { root })).toThrow(
      new FormatError(
        `${join(root, "emnist")}: expected the files of one data set, found emnist-digits-train, emnist-letters-train: put each into a folder of its own`,
      ),
    );
  });

  test("takes a class that only one half has, and no training images", () => {
    const root = folderWithDots();
    writeFileSync(join(root, "dots", "t10k-labels-idx1-ubyte"), idx([1], [5]));
    const { train, test } = loadDataset("dots", { root });
    expect([train.classNames.length, test.classNames.length, test.label(0)]).toEqual([6, 6, 5]);
    writeFileSync(join(root, "dots", "train-images-idx3-ubyte"), idx([0, 1, 2], []));
    writeFileSync(join(root, "dots", "train-labels-idx1-ubyte"), idx([0], []));
    expect(loadDataset("dots", { root }).train.length).toBe(0);
  });

  test("reads the gzipped file where the plain one beside it is cut short, and says so", () => {
    const root = folderWithDots();
    const file = join(root, "dots", "train-images-idx3-ubyte");
    writeFileSync(`${file}.gz`, gzipSync(idx([3, 1, 2], [1, 2, 3, 4, 5, 6])));
    writeFileSync(file, idx([3, 1, 2], [1, 2, 3]));
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    expect(loadDataset("dots", { root }).train.length).toBe(3);
    expect(log.mock.calls).toEqual([
      [
        `${file}: expected 22 bytes for the shape (3, 1, 2), found 19 bytes (truncated); reading ${file}.gz in its place`,
      ],
    ]);
    writeFileSync(`${file}.gz`, "");
    expect(() => loadDataset("dots", { root })).toThrow(`${file}.gz: expected an IDX header`);
    log.mockRestore();
  });

  test("reads class names after a byte order mark, and refuses a root that is a file", () => {
    const root = folderWithDots('\ufeff["a", "b", "c"]');
    expect(loadDataset("dots", { root }).train.classNames).toEqual(["a", "b", "c"]);
    const file = join(root, "dots", "classes.json");
    expect(() => loadDataset("dots", { root: file })).toThrow(
      new FormatError(`loadDataset: expected root as a folder of data sets, found the file ${file}`),
    );
  });

  test("loads MNIST like loadMnist", () => {
    const { train, test } = loadDataset("mnist");
    expect(Buffer.compare(train.bytes, loadMnist().train.bytes)).toBe(0);
    expect(test.classNames).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  });

  test("tells which data sets there are, and where it says how to add one", () => {
    const root = folderWithDots();
    mkdirSync(join(root, "empty"));
    expect(datasetNames(root)).toEqual(["dots"]);
    expect(() => loadDataset("fashion-mnsit", { root })).toThrow(
      new FormatError(
        `loadDataset: expected a data set in ${root}, found none named "fashion-mnsit"; there are: dots. data/README.md says how to add one`,
      ),
    );
    expect(() => loadDataset("../dots", { root })).toThrow(FormatError);
    expect(() => loadDataset("x", { root: join(root, "nowhere") })).toThrow("there are: none.");
  });

  test.each<[string, unknown, string]>([
    ["no JSON", "[", "expected a JSON list of class names, found "],
    ["an object", { 0: "none" }, "expected a JSON list of class names, found object"],
    ["null", "null", "expected a JSON list of class names, found null"],
    ["an empty list", [], "expected a JSON list of class names, found an empty one"],
    ["a number", ["none", 1, "two"], "expected a JSON list of class names, found 1 at position 1"],
    ["an empty name", ["none", "one", " "], 'found " " at position 2'],
    ["too few names", ["none", "one"], "expected labels of the 2 classes that have a name, found 2"],
  ])("refuses a classes.json with %s", (_, classes, message) => {
    const load = () => loadDataset("dots", { root: folderWithDots(classes) });
    expect(load).toThrow(FormatError);
    expect(load).toThrow(message);
  });

  test("refuses images to test with of another size, and a missing file by its name", () => {
    const root = folderWithDots();
    writeFileSync(join(root, "dots", "t10k-images-idx3-ubyte"), idx([1, 2, 2], [7, 8, 9, 9]));
    expect(() => loadDataset("dots", { root })).toThrow(
      new FormatError(`${join(root, "dots")}: expected images to test with of 1 x 2, found 2 x 2`),
    );
    mkdirSync(join(root, "half"));
    writeFileSync(join(root, "half", "train-images-idx3-ubyte"), idx([1, 1, 1], [7]));
    expect(() => loadDataset("half", { root })).toThrow("train-labels-idx1-ubyte: expected an IDX file, found none");
  });
});

describe("a validation split", () => {
  const { train } = loadMnist();

  test("keeps the last images back, each image on one side", () => {
    const { train: rest, validation } = train.split(5000);
    expect([rest.length, validation.length]).toEqual([55000, 5000]);
    expect(validation.order).toEqual(train.order.slice(55000));
    expect(rest.bytes).toBe(train.bytes);
  });

  test("with a seed keeps back random ones, the same for the same seed", () => {
    const few = train.take(1000);
    const { train: rest, validation } = few.split(100, { seed: 1 });
    expect(few.split(100, { seed: 1 }).validation.order).toEqual(validation.order);
    expect(few.split(100, { seed: 2 }).validation.order).not.toEqual(validation.order);
    const all = [...rest.order, ...validation.order].sort((a, b) => a - b);
    expect(all).toEqual(Array.from(few.order));
  });

  test.each([0, -1, 10, 11, 0.5, Number.NaN])("of %s of 10 images is refused", (count) => {
    expect(() => train.take(10).split(count)).toThrow(RangeError);
  });
});

const fashion = "/usr/share/datasets/fashion-mnist";
const noFashion = existsSync(join(fashion, "train-images-idx3-ubyte.gz"))
  ? undefined
  : `Fashion-MNIST is not in ${fashion}: apt-get install dataset-fashion-mnist`;

describeWith(noFashion, "Fashion-MNIST, where Debian installs it", () => {
  const names = [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
  ];

  test("loads by name: 60,000 and 10,000 images of ten kinds of clothing, 6,000 of each to train on", () => {
    const root = temporaryFolder();
    mkdirSync(join(root, "fashion-mnist"));
    for (const split of ["train", "t10k"]) {
      for (const part of ["images-idx3", "labels-idx1"]) {
        const file = `${split}-${part}-ubyte.gz`;
        symlinkSync(join(fashion, file), join(root, "fashion-mnist", file));
      }
    }
    writeFileSync(join(root, "fashion-mnist", "classes.json"), JSON.stringify(names));
    const { train, test } = loadDataset("fashion-mnist", { root });
    expect([train.length, test.length, train.imageShape]).toEqual([60000, 10000, [28, 28]]);
    const counts = new Array<number>(10).fill(0);
    for (const label of labels(train)) counts[label]++;
    expect(counts).toEqual(new Array(10).fill(6000));
    const first = [0, 1, 2].map((i) => train.classNames[train.label(i)]);
    expect(first).toEqual(["Ankle boot", "T-shirt/top", "T-shirt/top"]);
    expect(test.classNames[test.label(0)]).toBe("Ankle boot");
  });
});
