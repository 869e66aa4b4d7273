// npm run clean-notebooks: removes from the notebooks what running them leaves: they are stored as they are read.
import * as fs from "node:fs";
import { join } from "node:path";
import { parseFlags } from "./flags.mjs";
import { inProject, runIfStarted, SetupError } from "./project.mjs";

/** Names in a cell's metadata that a reader sets by hand and wants kept. */
const keptInCells = ["tags", "jupyter", "editable", "deletable", "slideshow"];

/** @param {string[]} path @returns {any} the content of a JSON file of the project's */
const readJson = (...path) => JSON.parse(fs.readFileSync(inProject(...path), "utf8"));

/**
 * What the kernel answers when JupyterLab asks for its language. A notebook without it counts as changed once it is
 * open.
 */
const languageInfo = {
  ...readJson("jupyter", "kernel", "requests", "language-info.json"),
  version: readJson("package.json").dependencies.typescript,
};

/**
 * A notebook's text without outputs, execution counts and what editors leave in its metadata.
 *
 * @param {string} text
 * @returns {string} in Jupyter's own format: one space of indent, keys in order, a newline at the end
 */
export function cleaned(text) {
  const notebook = JSON.parse(text);
  const { kernelspec } = notebook.metadata;
  notebook.metadata = {
    ...(kernelspec ? { kernelspec } : {}),
    language_info: languageInfo,
  };
  for (const cell of notebook.cells) {
    const metadata = Object.entries(cell.metadata).filter(([name]) => keptInCells.includes(name));
    cell.metadata = Object.fromEntries(metadata);
    if (typeof cell.source === "string") cell.source = cell.source.match(/[^\n]*\n|[^\n]+/g) ?? [];
    if (cell.cell_type === "code") Object.assign(cell, { execution_count: null, outputs: [] });
  }
  return `${JSON.stringify(sorted(notebook), null, 1)}\n`;
}

/** @param {unknown} value @returns {unknown} the same with all keys in order, as Jupyter writes them */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

function cleanNotebooks() {
  const folder = inProject("notebooks");
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.endsWith(".ipynb")) : [];
  for (const name of names) {
    const text = fs.readFileSync(join(folder, name), "utf8");
    const result = cleanedOr(name, text);
    if (result === text) continue;
    const partial = join(folder, `.${name}.partial`);
    fs.writeFileSync(partial, result);
    fs.renameSync(partial, join(folder, name));
    console.log(`✓ ${name} cleaned`);
  }
}

/** @param {string} name @param {string} text */
function cleanedOr(name, text) {
  try {
    return cleaned(text);
  } catch (error) {
    throw new SetupError(`${name} is no notebook: ${error instanceof Error ? error.message : error}`);
  }
}

await runIfStarted(import.meta.url, () => {
  parseFlags("no flags", {});
  cleanNotebooks();
});
