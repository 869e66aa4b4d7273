import { readdirSync } from "node:fs";
import { join } from "node:path";
import { FormatError } from "../errors";
import { elementTypeEndings, type IdxArray, readIdx } from "./idx";

/**
 * The names that data sets come with, of which MNIST's are the first of each row, plain or with `.gz`:
 *
 *   train-images-idx3-ubyte         emnist-letters-train-images-idx3-ubyte    train-images.idx3-ubyte
 *   t10k-labels-idx1-ubyte          qmnist-test-labels-idx2-int               t10k-labels.idx1-ubyte
 *
 * Images end in idx3-ubyte, with channels in idx4-ubyte; labels in idx1- and ubyte, short or int.
 */
const form = new RegExp(
  String.raw`^(.*[-_.])?(train|t10k|test)[-_.](images|labels)[-_.]idx\d[-_.](?:${elementTypeEndings.join("|")})(?:\.gz)?$`,
);

/**
 * @param split  "t10k" is also called "test"
 * @returns      full names, plain ones before gzipped ones
 * @throws {FormatError} if the folder has files of several data sets
 */
export function idxFilesIn(folder: string, split: "train" | "t10k", what: "images" | "labels"): string[] {
  const found = listed(folder).flatMap((name) => {
    const [, prefix = "", part, kind] = form.exec(name) ?? [];
    const half = part === "test" ? "t10k" : part;
    return half === split && kind === what ? [{ name, set: prefix + part }] : [];
  });
  const sets = [...new Set(found.map(({ set }) => set))].sort();
  const exact = sets.includes(split) ? split : sets[0];
  if (sets.length > 1 && exact !== split) {
    throw new FormatError(
      `${folder}: expected the files of one data set, found ${sets.join(", ")}: put each into a folder of its own`,
    );
  }
  return found
    .filter(({ set }) => set === exact)
    .map(({ name }) => join(folder, name))
    .sort((a, b) => Number(a.endsWith(".gz")) - Number(b.endsWith(".gz")));
}

/** Reads the first of the files that is whole. Where that is not the first, a line says so. */
export function readFirst(files: readonly string[]): { array: IdxArray; file: string } {
  for (const [k, file] of files.entries()) {
    try {
      return { array: readIdx(file), file };
    } catch (error) {
      if (!(error instanceof FormatError) || k === files.length - 1) throw error;
      console.log(`${error.message}; reading ${files[k + 1]} in its place`);
    }
  }
  throw new RangeError("readFirst: expected a file, got none");
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
