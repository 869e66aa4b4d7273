// The students' notebooks in a folder, one file or one folder a student. Links are not followed: a link that a student
// hands in may lead anywhere.
import * as fs from "node:fs";
import { basename, join } from "node:path";
import { SetupError } from "../project.mjs";

/** Bytes; a notebook with its outputs has some. */
const largest = 50_000_000;

/**
 * @typedef {object} Answer
 * @property {string} student   the name of the file, or of the folder
 * @property {string} notebook  the file's path in the student's folder, or its name
 * @property {string} file      where it lies
 * @property {string} [problem] why it is not run
 */

/** @param {string} folder @returns {Answer[]} by student, then notebook */
export function answersIn(folder) {
  if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new SetupError(`${folder}: expected a folder with students' notebooks, found none.`);
  }
  const answers = entries(folder).flatMap((entry) => {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) return inFolder(entry.name, file);
    return isNotebook(entry.name) ? [answer(basename(entry.name, ".ipynb"), entry.name, file)] : [];
  });
  if (answers.length === 0)
    throw new SetupError(`${folder}: expected notebooks (.ipynb) or folders with them, found none.`);
  return answers;
}

/**
 * @param {string} student
 * @param {string} folder
 * @returns {Answer[]}
 */
function inFolder(student, folder) {
  const found = notebooksBelow(folder).map((path) => answer(student, path, join(folder, path)));
  return found.length > 0 ? found : [{ student, notebook: "", file: folder, problem: "no notebook in this folder" }];
}

/** @param {string} folder @param {string} [below] @returns {string[]} paths from the folder */
function notebooksBelow(folder, below = "") {
  return entries(join(folder, below)).flatMap((entry) => {
    const path = join(below, entry.name);
    if (entry.isDirectory()) return path.split("/").length < 5 ? notebooksBelow(folder, path) : [];
    return isNotebook(entry.name) ? [path] : [];
  });
}

/** What is hidden is the editors' and the system's, not the student's. @param {string} folder */
const entries = (folder) =>
  fs
    .readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith("."))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/** @param {string} name */
const isNotebook = (name) => name.toLowerCase().endsWith(".ipynb");

/**
 * @param {string} student
 * @param {string} notebook
 * @param {string} file
 * @returns {Answer}
 */
function answer(student, notebook, file) {
  const stat = fs.lstatSync(file);
  const kind = stat.isSymbolicLink() ? "a link: not followed" : stat.isFile() ? "" : "no file";
  const size = stat.size === 0 ? "an empty file" : stat.size > largest ? `more than ${largest / 1e6} MB` : "";
  const problem = kind || size;
  return { student, notebook, file, ...(problem && { problem }) };
}
