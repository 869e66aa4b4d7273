// Which exercises a notebook has: those of the project's notebook that it comes from, whatever became of its cells.
import * as fs from "node:fs";
import { inProject } from "../project.mjs";

/**
 * @param {string} text of a notebook
 * @returns {string[]} the names that its cells call `check` with
 */
export function namesIn(text) {
  try {
    const { cells } = JSON.parse(text.replace(/^\uFEFF/, ""));
    const sources = cells.map((/** @type {any} */ { cell_type, source }) =>
      cell_type === "code" ? [source].flat().join("") : "",
    );
    return [
      ...new Set(
        [...sources.join("\n").matchAll(/\bcheck\(\s*["']([^"'\n]{1,40})["']/g)].map(([, name]) => String(name)),
      ),
    ];
  } catch {
    return [];
  }
}

/** @returns {string[][]} the exercises of each of the project's notebooks */
export function exercisesOfProject() {
  const folder = inProject("notebooks");
  const names = fs.readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
  return names
    .map((name) => namesIn(fs.readFileSync(inProject("notebooks", name), "utf8")))
    .filter(({ length }) => length > 0);
}

/**
 * @param {string[]} names  that a student's notebook checks
 * @param {string[][]} known  the project's
 * @returns {string[]} the exercises of the notebook that has most of these names; none where none has any
 */
export function expectedOf(names, known) {
  const common = (/** @type {string[]} */ exercises) => exercises.filter((name) => names.includes(name)).length;
  const [best = []] = [...known].sort((a, b) => common(b) - common(a));
  return common(best) > 0 ? best : [];
}
