// npm run export [-- names] [--shared] [--solutions] [--from FOLDER] [--to FOLDER]
// It runs copies of the notebooks and writes each as one HTML file that works offline, and an index page over all.
// With --shared the large scripts lie once beside the pages; with --solutions those of the exercises are folded in.
import * as fs from "node:fs";
import { join, resolve } from "node:path";
import { parseFlags } from "./flags.mjs";
import {
  assetsFolder,
  inProject,
  jupyterEnvironment,
  pythonCommand,
  root,
  runScript,
  runToEnd,
  SetupError,
  Stopped,
} from "./project.mjs";
import { requireWritable } from "./setup/writable.mjs";
import { setup } from "./setup.mjs";

async function exportNotebooks() {
  const { values, words } = parseFlags(
    "the names of notebooks, --shared, --solutions, --from FOLDER, --to FOLDER",
    {
      shared: { type: "boolean", default: false },
      solutions: { type: "boolean", default: false },
      from: { type: "string", default: "notebooks" },
      to: { type: "string", default: "exports" },
    },
    { most: Number.POSITIVE_INFINITY },
  );
  const { chosen, all } = choose(words, resolve(root, values.from));
  const solutions = values.solutions ? ["--solutions", solutionsFolder()] : [];
  await setup();
  requireWritable();
  const { status, stopped, problem } = await runToEnd(
    pythonCommand("python"),
    [
      inProject("jupyter", "python", "export_notebooks.py"),
      ...(values.shared ? ["--shared", join(assetsFolder, "nbconvert", "templates", "one-file")] : []),
      ...solutions,
      "--all",
      ...all,
      "--to",
      resolve(root, values.to),
      ...chosen,
    ],
    { env: jupyterEnvironment(), stdio: ["ignore", "inherit", "inherit"] },
  );
  if (stopped) throw new Stopped();
  if (problem) throw new SetupError(`The export could not be started: ${problem.message}.`);
  if (status !== 0) process.exit(1); // the message is on the screen
}

/** @returns {string} where the solutions are; a handout for students has none */
function solutionsFolder() {
  const folder = inProject("exercises", "solutions");
  if (fs.existsSync(folder)) return folder;
  throw new SetupError("--solutions: there is no exercises/solutions here. Is this a handout for students?");
}

/** @param {string[]} wanted @param {string} folder the paths of the notebooks chosen, and of all there are */
function choose(wanted, folder) {
  const found = fs.existsSync(folder)
    ? fs
        .readdirSync(folder)
        .filter((name) => name.endsWith(".ipynb"))
        .sort()
    : [];
  const known = found.map((name) => name.slice(0, -".ipynb".length));
  const names = wanted.map((name) => name.replace(/^(\.\/)?notebooks\//, "").replace(/\.ipynb$/, ""));
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined || known.length === 0) {
    throw new SetupError(
      known.length === 0 ? `No notebooks in ${folder}.` : `No notebook "${unknown}": there are ${known.join(", ")}.`,
    );
  }
  const pathOf = (/** @type {string} */ name) => join(folder, `${name}.ipynb`);
  return { chosen: (names.length > 0 ? names : known).map(pathOf), all: known.map(pathOf) };
}

await runScript(exportNotebooks);
