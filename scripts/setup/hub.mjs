// What a JupyterHub for a class needs besides, installed by `npm run setup -- --hub` and from then on kept up to date:
// the Hub and its servers in the project's Python environment, and the Hub's proxy.
import * as fs from "node:fs";
import { join } from "node:path";
import { inProject, pythonCommand, root } from "../project.mjs";
import { run } from "./commands.mjs";
import { pythonEnvironment } from "./python-environment.mjs";
import { fingerprint, readStamps } from "./step.mjs";

const lock = "jupyter/requirements-hub.txt";
const folder = "deploy/jupyterhub";

/** @type {import("./step.mjs").Step} */
export const hub = {
  name: "JupyterHub",
  key: (place = root) => fingerprint([place, pythonEnvironment.key(place)], [lock, `${folder}/package-lock.json`]),
  exists: () =>
    fs.existsSync(pythonCommand("jupyterhub-singleuser")) &&
    fs.existsSync(inProject(folder, "node_modules", "configurable-http-proxy")),
  make: installHub,
};

/** Whether somebody has asked for it here. */
export const hasHub = () => readStamps()[hub.name] !== undefined;

async function installHub() {
  const pip = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--no-input",
    "--no-user",
    "--target=",
  ];
  const words = [...pip, "--require-hashes", "--only-binary=:all:", "-r", lock];
  await run(pythonCommand("python"), words, "JupyterHub could not be installed");
  const npm = ["ci", "--prefix", join(root, folder), "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  await run("npm", npm, "JupyterHub's proxy could not be installed");
}
