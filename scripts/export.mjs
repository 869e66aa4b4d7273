// npm run export [-- names]: runs copies of the notebooks and writes each as one HTML file that works offline.
import * as fs from "node:fs";
import { join, resolve } from "node:path";
import {
  inProject,
  jupyterEnvironment,
  pythonCommand,
  runScript,
  runToEnd,
  SetupError,
  Stopped,
} from "./project.mjs";
import { setup } from "./setup.mjs";

/** @param {string[]} names */
async function exportNotebooks(names) {
  const { source, target, wanted } = parse(names);
  const notebooks = choose(wanted, source);
  await setup();
  const { status, stopped } = await runToEnd(
    pythonCommand("python"),
    [inProject("jupyter", "python", "export_notebooks.py"), target, ...notebooks],
    { env: jupyterEnvironment(), stdio: ["ignore", "inherit", "inherit"] },
  );
  if (stopped) throw new Stopped();
  if (status !== 0) process.exit(1); // the message is on the screen
}

/** @param {string[]} given names, and for the tests other folders: --from, --to */
function parse(given) {
  const wanted = [...given];
  const option = (/** @type {string} */ name, /** @type {string} */ otherwise) => {
    const at = wanted.indexOf(name);
    return at < 0 ? otherwise : resolve(wanted.splice(at, 2)[1] ?? otherwise);
  };
  const source = option("--from", inProject("notebooks"));
  const target = option("--to", inProject("exports"));
  return { source, target, wanted };
}

/** @param {string[]} wanted @param {string} folder @returns {string[]} the notebooks' paths */
function choose(wanted, folder) {
  const found = fs.existsSync(folder)
    ? fs
        .readdirSync(folder)
        .filter((name) => name.endsWith(".ipynb"))
        .sort()
    : [];
  const known = found.map((name) => name.slice(0, -".ipynb".length));
  const names = wanted.map((name) => name.replace(/^notebooks\//, "").replace(/\.ipynb$/, ""));
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined || known.length === 0) {
    throw new SetupError(
      known.length === 0
        ? `No notebooks in ${folder}.`
        : `No notebook "${unknown}": there are ${known.join(", ")}.`,
    );
  }
  return (names.length > 0 ? names : known).map((name) => join(folder, `${name}.ipynb`));
}

await runScript(() => exportNotebooks(process.argv.slice(2)));
