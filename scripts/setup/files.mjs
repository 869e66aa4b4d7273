// Reading and writing the small files that set-up keeps.
import * as fs from "node:fs";
import { join } from "node:path";
import { inProject } from "../project.mjs";

/**
 * Writes a file under a temporary name and renames it: whole or not at all.
 *
 * @param {string} file
 * @param {Buffer | string} bytes
 */
export function writeWhole(file, bytes) {
  const partial = `${file}.partial`;
  fs.writeFileSync(partial, bytes);
  fs.renameSync(partial, file);
}

/** @param {string} file @returns {string} its text, "" if it cannot be read */
export function readIfThere(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** @param {string} folder @returns {string[]} */
export function filesBelow(folder) {
  const names = fs.readdirSync(inProject(folder), { recursive: true, encoding: "utf8" });
  const paths = names.map((name) => join(folder, name)).sort();
  return paths.filter((path) => fs.statSync(inProject(path)).isFile());
}
