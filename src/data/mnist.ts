import { existsSync } from "node:fs";
import { join } from "node:path";
import { Dataset } from "./dataset";
import { readIdx } from "./idx";

/**
 * MNIST: 60,000 digits to train on and 10,000 to test with, 28 x 28, grey levels 0 (background) to 255.
 *
 * @param folder  where the four IDX files are, plain or `.gz`; set-up places them in data/mnist
 * @throws {FormatError} if a file is missing, truncated, too long, of another form, or labels and images do not match
 * @see LeCun, Cortes, Burges, "The MNIST database of handwritten digits"
 */
export function loadMnist(folder = "data/mnist"): { train: Dataset; test: Dataset } {
  return { train: loadSplit(folder, "train"), test: loadSplit(folder, "t10k") };
}

function loadSplit(folder: string, split: "train" | "t10k"): Dataset {
  const images = idxFile(join(folder, `${split}-images-idx3-ubyte`));
  const labels = idxFile(join(folder, `${split}-labels-idx1-ubyte`));
  return Dataset.from(readIdx(images), readIdx(labels), { images, labels });
}

function idxFile(plain: string): string {
  const zipped = `${plain}.gz`;
  return !existsSync(plain) && existsSync(zipped) ? zipped : plain;
}
