// Folders that a copy of the project has from another one by links. Nothing is ever written through such a link.
import * as fs from "node:fs";
import { dirname } from "node:path";
import { inProject } from "../project.mjs";

/** @param {string} folder of the project */
export const isLink = (folder) => fs.lstatSync(inProject(folder), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;

/**
 * Links a folder to another project's. A folder that is this project's own stays.
 *
 * @param {string} folder
 * @param {string} target
 */
export function linkFolder(folder, target) {
  const place = inProject(folder);
  if (isLink(folder)) {
    if (fs.readlinkSync(place) === target) return;
    fs.unlinkSync(place);
  }
  if (fs.existsSync(place)) return;
  fs.mkdirSync(dirname(place), { recursive: true });
  fs.symlinkSync(target, place);
}

/**
 * Makes a folder that was linked this project's own, before a step of set-up writes there. Of what is built, small and
 * by several steps, a copy is taken along; packages and data are begun anew.
 *
 * @param {string} folder
 */
export function haveOwn(folder) {
  if (!isLink(folder)) return;
  const place = inProject(folder);
  const shared = fs.existsSync(place) ? fs.realpathSync(place) : undefined;
  fs.unlinkSync(place);
  if (folder === ".local/assets" && shared !== undefined) fs.cpSync(shared, place, { recursive: true });
}
