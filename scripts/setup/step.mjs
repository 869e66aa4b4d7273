// A step of set-up leaves a stamp that says what its result was made from. It runs when the stamp differs or the result
// is gone.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { join } from "node:path";
import { withHeartbeat } from "../heartbeat.mjs";
import { inProject, root, SetupError } from "../project.mjs";
import { readIfThere, writeWhole } from "./files.mjs";
import { haveOwn } from "./shared-folders.mjs";

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {(place?: string) => string} key  a fingerprint of what the result is made from, and of the project's
 *   folder, whose path some results hold: this one, or another with the same files
 * @property {() => boolean} exists    whether the result of an earlier run is still there
 * @property {() => Promise<void> | void} make
 * @property {string} [folder]         where the result lies, if a copy of the project may have it from another by a link
 * @property {string} [remedy]         what may be wrong where `make` ended well and the result is not there
 */

const stampFile = (place = root) => join(place, ".local", "stamp.json");

/** @param {Step} step */
export const isStale = (step) => !step.exists() || readStamps()[step.name] !== step.key();

/** @param {Step} step */
export async function make(step) {
  const stamps = readStamps();
  delete stamps[step.name];
  writeStamps(stamps);
  const start = Date.now();
  console.log(`• ${step.name} …`);
  if (step.folder !== undefined) haveOwn(step.folder);
  await withHeartbeat(step.name, step.make);
  if (!step.exists()) throw new SetupError(`${step.name}: installed, and yet not there. ${step.remedy ?? ""}`.trim());
  writeStamps({ ...stamps, [step.name]: step.key() });
  console.log(`✓ ${step.name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
}

/**
 * @param {string[]} words
 * @param {string[]} files  of the project, which count with their content
 * @returns {string}
 */
export function fingerprint(words, files) {
  const hash = createHash("sha256").update(words.join("\n"));
  for (const file of files) hash.update(`\0${file}\0`).update(fs.readFileSync(inProject(file)));
  return hash.digest("hex");
}

/** @param {string} [place] a project @returns {Record<string, string>} by a step's name, its stamp */
export function readStamps(place) {
  try {
    return JSON.parse(readIfThere(stampFile(place)));
  } catch {
    return {};
  }
}

/** @param {Record<string, string>} stamps */
export function writeStamps(stamps) {
  writeWhole(stampFile(), JSON.stringify(stamps, null, 2));
}
