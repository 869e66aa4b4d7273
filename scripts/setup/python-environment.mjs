// The step that installs what jupyter/requirements.txt names into the project's own environment, .venv.
import * as fs from "node:fs";
import { join } from "node:path";
import { pythonCommand, root } from "../project.mjs";
import { run } from "./commands.mjs";
import { findPython, pythonVersion } from "./find-python.mjs";
import { fingerprint } from "./step.mjs";

/** Our Python package for papermill, which then knows how to write parameters in TypeScript. */
const papermillFiles = ["backend.py", "papermill_typescript.py", "pyproject.toml"].map(
  (name) => `jupyter/papermill/${name}`,
);

/** @type {import("./step.mjs").Step} */
export const pythonEnvironment = {
  name: "Python environment with JupyterLab",
  folder: ".venv",
  key: (place = root) =>
    fingerprint(
      [place, pythonVersion(join(place, ".venv", "bin", "python"))],
      ["jupyter/requirements.txt", ...papermillFiles],
    ),
  exists: () => fs.existsSync(pythonCommand("jupyter-lab")),
  remedy:
    "pip put its packages elsewhere; `.venv/bin/python -m pip config list` tells what asks it to (target, prefix, root)",
  make: installPythonPackages,
};

/** Flags that undo what a pip.conf or one of pip's variables may ask for: another place than pip's own environment. */
const here = ["--no-user", "--target="];

async function installPythonPackages() {
  // PIP_PREFIX and PIP_ROOT have no flag that undoes them.
  const { PIP_PREFIX: _prefix, PIP_ROOT: _root, ...environment } = process.env;
  const python = findPython();
  await run(python, ["-m", "venv", "--clear", ".venv"], "the Python environment could not be made");
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", ...here];
  const lock = ["--require-hashes", "--only-binary=:all:", "-r", "jupyter/requirements.txt"];
  const failure = "Python packages could not be installed";
  await run(pythonCommand("python"), [...pip, ...lock], failure, environment);
  const ours = ["--no-index", "--no-deps", "./jupyter/papermill"];
  await run(pythonCommand("python"), [...pip, ...ours], failure, environment);
}
