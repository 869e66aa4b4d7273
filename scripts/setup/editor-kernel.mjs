// The kernel for VS Code: a kernelspec in the project's Python environment, and the line in .env that says where it is.
import * as fs from "node:fs";
import { join } from "node:path";
import { kernelspecFiles, writeKernelspec } from "../kernelspec.mjs";
import { inProject, root } from "../project.mjs";
import { readIfThere, writeWhole } from "./files.mjs";
import { fingerprint } from "./step.mjs";

/** The kernelspec's folder. Every Jupyter of the project's Python environment finds it, and VS Code does by .env. */
const environmentKernel = inProject(".venv", "share", "jupyter", "kernels", "tslab");

/** @returns {string} what .env says */
const dotenv = () => readIfThere(inProject(".env"));

const dotenvNote = "# Written by set-up: VS Code finds the TypeScript kernel there.";
const dotenvLine = /^JUPYTER_PATH=/m;

/** @param {string} text of an .env file */
const saysWhere = (text) => dotenvLine.test(text);

/** @type {import("./step.mjs").Step} */
export const editorKernel = {
  name: "Kernel for VS Code",
  key: () => fingerprint([root, process.execPath], ["scripts/kernelspec.mjs", ...kernelspecFiles]),
  exists: () => fs.existsSync(join(environmentKernel, "kernel.json")) && saysWhere(dotenv()),
  make: placeKernelForEditors,
};

/**
 * Writes the kernelspec, and our line of .env unless a line of the reader's sets JUPYTER_PATH. The reader's lines stay.
 */
function placeKernelForEditors() {
  writeKernelspec(environmentKernel);
  const others = dotenv().replace(new RegExp(`^${dotenvNote}\nJUPYTER_PATH=.*\n?`, "m"), "");
  if (saysWhere(others)) return;
  const line = `JUPYTER_PATH="${inProject(".venv", "share", "jupyter")}"`;
  const before = others === "" || others.endsWith("\n") ? others : `${others}\n`;
  writeWhole(inProject(".env"), `${before}${dotenvNote}\n${line}\n`);
}
