// How large the site is.
import * as fs from "node:fs";
import { join } from "node:path";

/** @param {string} folder @returns {{ files: number, bytes: number }} of all files below it */
export function sizeOf(folder) {
  const names = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
  const stats = names.map((name) => fs.statSync(join(folder, name))).filter((one) => one.isFile());
  return { files: stats.length, bytes: stats.reduce((sum, { size }) => sum + size, 0) };
}

/** @param {string} folder @returns {string} in words */
export function sizesOf(folder) {
  const { files, bytes } = sizeOf(folder);
  return `${files} files, ${(bytes / 1e6).toFixed(1)} MB`;
}
