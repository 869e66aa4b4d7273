import { createHash } from "node:crypto";
import type { Dataset } from "../data/dataset";
import { loadDataset } from "../data/load-dataset";
import type { Trial } from "./trial";

/** A data set's images to train on, read once a process. */
interface Known {
  readonly sha256: string;
  readonly train: Dataset;
}

const known = new Map<string, Known>();

/**
 * The checksum of a data set's images, labels and classes, in the order of its files. A file that is gzipped on one
 * machine and plain on another gives the same.
 */
export function datasetSha256({ bytes, labels, imageShape, classNames }: Dataset): string {
  const form = JSON.stringify([imageShape, labels.length, classNames.length]);
  return createHash("sha256").update(form).update(bytes).update(Int32Array.from(labels)).digest("hex");
}

/**
 * The images to train on of a folder below `data`, and their checksum.
 *
 * @throws {FormatError} if there is no such data set, or one of its files is not what it should be
 */
export function trainingImages(name: string): Known {
  let found = known.get(name);
  if (!found) {
    const { train } = loadDataset(name);
    found = { sha256: datasetSha256(train), train };
    known.set(name, found);
  }
  return found;
}

/**
 * What a trial learns from, and what it is judged by.
 *
 * @throws {FormatError} if the data set is not here
 * @throws {RangeError} if it is not the one that the trial was made for, or has too few images
 */
export function splitFor(data: Trial["data"]): { train: Dataset; validation: Dataset } {
  const { sha256, train } = trainingImages(data.name);
  if (sha256 !== data.sha256) {
    const [made, here] = [data.sha256, sha256].map((sum) => `${sum.slice(0, 12)}…`);
    throw new RangeError(
      `trial: data set ${JSON.stringify(data.name)} must have the images that the trial was made for, with SHA-256 ` +
        `${made}, got ${here} in data/${data.name}: copy that folder from the machine of the sweep`,
    );
  }
  const split = train.split(data.validation, { seed: data.seed });
  return { train: data.take ? split.train.take(data.take) : split.train, validation: split.validation };
}
