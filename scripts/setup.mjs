// Everything a fresh clone needs: Node packages, a Python environment with JupyterLab, the kernel, MNIST.
// Set-up is plain JavaScript without dependencies, because it runs before anything is installed. Each step has a file
// in setup/.
import * as fs from "node:fs";
import { parseFlags } from "./flags.mjs";
import { localFolder, runIfStarted } from "./project.mjs";
import { outOfSpace } from "./setup/commands.mjs";
import { editorKernel } from "./setup/editor-kernel.mjs";
import { exportAssets } from "./setup/export-assets.mjs";
import { extension } from "./setup/extension.mjs";
import { findPython } from "./setup/find-python.mjs";
import { hasHub, hub } from "./setup/hub.mjs";
import { kernel } from "./setup/kernel.mjs";
import { takeLock } from "./setup/lock.mjs";
import { mnist } from "./setup/mnist.mjs";
import { nodePackages } from "./setup/node-packages.mjs";
import { requireNode } from "./setup/node-version.mjs";
import { panels } from "./setup/panels.mjs";
import { pythonEnvironment } from "./setup/python-environment.mjs";
import { shareFrom } from "./setup/share-from.mjs";
import { isStale, make } from "./setup/step.mjs";
import { notWritable } from "./setup/writable.mjs";

/** The steps in the order in which they are made. */
const steps = [nodePackages, pythonEnvironment, kernel, editorKernel, extension, panels, exportAssets, mnist];

/** Brings everything up to date. Where nothing changed, it takes a fraction of a second and prints nothing. */
export async function setup() {
  requireNode();
  if (hasHub()) forOthers();
  const wanted = hasHub() ? [...steps, hub] : steps;
  if (!wanted.some(isStale)) return;
  await locked(async () => {
    // What the user has to install is named before anything is downloaded.
    if (isStale(pythonEnvironment)) findPython();
    for (const step of wanted) if (isStale(step)) await make(step);
  });
}

/** Lets every user read what is made from here on. */
const forOthers = () => process.umask(0o022);

/** With `--hub`, a JupyterHub besides. */
async function setupHub() {
  forOthers();
  await setup();
  if (isStale(hub)) await locked(() => make(hub));
}

/** Changes the folder while no other set-up does. @param {() => Promise<void>} work */
async function locked(work) {
  requireNode();
  try {
    fs.mkdirSync(localFolder, { recursive: true });
    const release = takeLock();
    try {
      await work();
    } finally {
      release();
    }
  } catch (error) {
    throw outOfSpace(error) ?? notWritable(error) ?? error;
  }
}

/**
 * With `--check` it names the steps that set-up would make, and makes none. With `--from FOLDER` this copy of the
 * project uses what is installed there.
 */
function main() {
  const { values } = parseFlags("--check, --from FOLDER, --hub", {
    check: { type: "boolean" },
    from: { type: "string" },
    hub: { type: "boolean" },
  });
  if (values.from !== undefined) return locked(() => shareFrom(String(values.from), steps));
  if (values.hub) return setupHub();
  if (!values.check) return setup();
  for (const { name } of steps.filter(isStale)) console.log(name);
}

await runIfStarted(import.meta.url, main);
