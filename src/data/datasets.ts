import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FormatError } from "../errors";
import { Dataset } from "./dataset";
import { readIdx } from "./idx";

/** Images to train on, and others to test with. */
export interface TrainAndTest {
  readonly train: Dataset;
  readonly test: Dataset;
}

/**
 * A data set by name: the four IDX files in data/<name>/, and what its classes are called from a classes.json beside them.
 *
 *   const { train, test } = loadDataset("fashion-mnist");
 *
 * @param root  the folder of data sets
 * @throws {FormatError} if there is no such data set (tells which there are), or one of its files is not what it should be
 */
export function loadDataset(name: string, { root = "data" }: { root?: string } = {}): TrainAndTest {
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

/** The names that loadDataset takes: the folders in which images to train on lie. */
export function datasetNames(root = "data"): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => existsSync(idxFile(join(root, name, "train-images-idx3-ubyte"))))
    .sort();
}

/**
 * The four files of a folder, named as MNIST's, plain or `.gz`.
 *
 * @throws {FormatError} if one is missing, truncated, too long, of another form, or does not belong to the others
 */
export function loadIdxFolder(folder: string): TrainAndTest {
  const classNames = readClassNames(join(folder, "classes.json"));
  const train = loadSplit(folder, "train", classNames);
  const test = loadSplit(folder, "t10k", classNames ?? train.classNames);
  if (train.imageShape.some((size, axis) => size !== test.imageShape[axis])) {
    throw new FormatError(
      `${folder}: expected images to test with of ${train.imageShape.join(" x ")}, found ${test.imageShape.join(" x ")}`,
    );
  }
  return { train, test };
}

function loadSplit(
  folder: string,
  split: "train" | "t10k",
  classNames: readonly string[] | undefined,
): Dataset {
  const images = idxFile(join(folder, `${split}-images-idx3-ubyte`));
  const labels = idxFile(join(folder, `${split}-labels-idx1-ubyte`));
  return Dataset.from(readIdx(images), readIdx(labels), { images, labels }, classNames);
}

function idxFile(plain: string): string {
  const zipped = `${plain}.gz`;
  return !existsSync(plain) && existsSync(zipped) ? zipped : plain;
}

/** ["T-shirt/top", "Trouser", …], or undefined without the file. */
function readClassNames(file: string): string[] | undefined {
  if (!existsSync(file)) return undefined;
  const fail = (found: string): never => {
    throw new FormatError(`${file}: expected a JSON list of class names, found ${found}`);
  };
  let names: unknown;
  try {
    names = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    return fail((error as Error).message);
  }
  if (!Array.isArray(names)) return fail(names === null ? "null" : `${typeof names}`);
  if (names.length === 0) return fail("an empty one");
  const wrong = names.findIndex((name) => typeof name !== "string" || name.trim() === "");
  if (wrong >= 0) return fail(`${JSON.stringify(names[wrong])} at position ${wrong}`);
  return names;
}
