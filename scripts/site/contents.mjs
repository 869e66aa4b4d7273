// What a reader of the browser edition finds in the list of files: the project's root, with what its notebooks need.
import * as fs from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { cleaned } from "../clean-notebooks.mjs";
import { inProject, SetupError } from "../project.mjs";
import { filesBelow } from "../setup/files.mjs";
import { mnistFiles } from "../setup/mnist.mjs";

/** Files that lie at the root: by the first two the kernel knows that it is the root. */
const rootFiles = ["package.json", "tsconfig.json", "LICENSE", "data/README.md"];

/** Of the folders all is taken but what only its makers need, answers, and what editors and Jupyter leave. */
const folders = ["notebooks", "src", "exercises"];
const left =
  /^exercises\/solutions\/|^notebooks\/(?:pictures\/(?:draw\/|jupyterlab\.png)|claims\.md)|(?:^|\/)\.|__pycache__|\.partial$|~$/;

/** @returns {string[]} the paths of the files of the site that are taken as they are, notebooks among them */
export const siteFiles = () => [...rootFiles, ...folders.flatMap(filesBelow).filter((file) => !left.test(file))];

/** Fills a folder with what the site's list of files shows. @param {string} target */
export function stageContents(target) {
  const write = (/** @type {string} */ file, /** @type {Buffer | string} */ bytes) => {
    fs.mkdirSync(dirname(join(target, file)), { recursive: true });
    fs.writeFileSync(join(target, file), bytes);
  };
  for (const file of siteFiles()) {
    const bytes = fs.readFileSync(inProject(file));
    if (file.endsWith(".ipynb")) write(file, withoutOutputs(file, bytes.toString()));
    else write(file, file.endsWith(".svg") ? inAscii(bytes.toString()) : bytes);
  }
  // `loadDataset` reads these as it reads the files without .gz; no reader waits for them before a cell asks.
  for (const name of Object.keys(mnistFiles)) {
    write(`data/mnist/${name}.gz`, gzipSync(fs.readFileSync(inProject("data/mnist", name)), { level: 7 }));
  }
}

/**
 * JupyterLite cannot show Markdown with an SVG of other letters than Latin's: it calls `btoa` on the file's text.
 *
 * @param {string} svg
 */
export const inAscii = (svg) =>
  svg.replace(/[^\0-\x7f]/gu, (letter) => `&#x${/** @type {number} */ (letter.codePointAt(0)).toString(16)};`);

/** @param {string} file @param {string} text */
function withoutOutputs(file, text) {
  try {
    return cleaned(text);
  } catch (error) {
    throw new SetupError(`${file} is no notebook: ${error instanceof Error ? error.message : error}`);
  }
}
