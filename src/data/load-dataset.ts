import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { FormatError, onlyOptions } from "../errors";
import { Dataset, numberedClasses } from "./dataset";
import type { IdxArray } from "./idx-array";
import { idxFilesIn, readFirst } from "./idx-files";

/** Images to train on, and others to test with. */
export interface TrainAndTest {
  readonly train: Dataset;
  readonly test: Dataset;
}

/**
 * A data set by name: the four IDX files in data/<name>/, and what its classes are called from a classes.json beside
 * them.
 *
 *   const { train, test } = loadDataset("fashion-mnist");
 *
 * @param options  root: the folder of data sets, default "data"
 * @throws {RangeError} if an option has another name
 * @throws {FormatError} if there is no such data set (tells which there are), or one of its files is not what it should
 *                       be
 */
export function loadDataset(name: string, options: { root?: string } = {}): TrainAndTest {
  onlyOptions("loadDataset", options, { root: true });
  const { root = "data" } = options;
  const known = datasetNames(root);
  if (!known.includes(name)) {
    throw new FormatError(
      `loadDataset: expected a data set in ${root}, found none named ${JSON.stringify(name)}; there are: ${
        known.join(", ") || "none"
      }. data/README.md says how to add one`,
    );
  }
  return loadIdxFolder(join(root, name));
}

/**
 * The names that loadDataset takes: the folders in which images to train on lie.
 *
 * @throws {FormatError} if root is a file
 */
export function datasetNames(root = "data"): string[] {
  if (!existsSync(root)) return [];
  if (!statSync(root).isDirectory()) {
    throw new FormatError(`loadDataset: expected root as a folder of data sets, found the file ${root}`);
  }
  return readdirSync(root)
    .filter((name) => hasTrainingImages(join(root, name)))
    .sort();
}

/** A folder with images of several data sets counts: loading it tells what is wrong. */
function hasTrainingImages(folder: string): boolean {
  try {
    return idxFilesIn(folder, "train", "images").length > 0;
  } catch {
    return true;
  }
}

/**
 * The four files of a folder, named as MNIST's or as other sets come, plain or `.gz`; images with channels, (n, h, w,
 * c), end in `idx4-ubyte`.
 *
 * @throws {FormatError} if one is missing, truncated, too long, of another form, or does not belong to the others
 */
export function loadIdxFolder(folder: string): TrainAndTest {
  const [train, test] = [readSplit(folder, "train"), readSplit(folder, "t10k")];
  const names = readClassNames(join(folder, "classes.json")) ?? numberedClasses(train.labels.data, test.labels.data);
  const sets = [train, test].map(({ images, labels, name }) => Dataset.from(images, labels, name, names));
  const [trainShape, testShape] = sets.map(({ imageShape }) => imageShape.join(" x "));
  if (trainShape === testShape) return { train: sets[0], test: sets[1] };
  throw new FormatError(`${folder}: expected images to test with of ${trainShape}, found ${testShape}`);
}

function readSplit(folder: string, split: "train" | "t10k") {
  const images = readFirst(filesOf(folder, split, "images", "idx3-ubyte"));
  const labels = readFirst(filesOf(folder, split, "labels", "idx1-ubyte"));
  const name = { images: images.file, labels: labels.file };
  return { images: images.array, labels: classesOf(labels.array), name };
}

/** The files that are there. If there are none, the name that MNIST would have, so that the error tells it. */
function filesOf(folder: string, split: "train" | "t10k", what: "images" | "labels", ending: string) {
  const found = idxFilesIn(folder, split, what);
  return found.length > 0 ? found : [join(folder, `${split}-${what}-${ending}`)];
}

/**
 * QMNIST's labels are rows of eight 32-bit numbers, of which the first is the class and the others tell where a digit
 * comes from.
 */
function classesOf(labels: IdxArray): IdxArray {
  const { shape, data } = labels;
  if (!(data instanceof Int32Array) || shape.length !== 2 || shape[1] !== 8) return labels;
  return { shape: [shape[0]], data: data.filter((_, k) => k % 8 === 0) };
}

/** ["T-shirt/top", "Trouser", …], or undefined without the file. */
function readClassNames(file: string): string[] | undefined {
  if (!existsSync(file)) return undefined;
  const fail = (found: string): never => {
    throw new FormatError(`${file}: expected a JSON list of class names, found ${found}`);
  };
  let names: unknown;
  try {
    names = JSON.parse(readFileSync(file, "utf8").replace(/^\ufeff/, "")); // Windows' editors begin a file with the mark
  } catch (error) {
    return fail((error as Error).message);
  }
  if (!Array.isArray(names)) return fail(names === null ? "null" : `${typeof names}`);
  if (names.length === 0) return fail("an empty one");
  const wrong = names.findIndex((name) => typeof name !== "string" || name.trim() === "");
  if (wrong >= 0) return fail(`${JSON.stringify(names[wrong])} at position ${wrong}`);
  return names;
}
