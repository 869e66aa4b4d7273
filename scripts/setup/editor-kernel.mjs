// The kernel for VS Code: a kernelspec in the project's Python environment, and the line in .env that says where it is.
import * as fs from "node:fs";
import { join } from "node:path";
import { kernelspecFiles, writeKernelspec } from "../kernelspec.mjs";
import { inProject, root } from "../project.mjs";
import { readIfThere, writeWhole } from "./files.mjs";
import { isLink } from "./shared-folders.mjs";
import { fingerprint } from "./step.mjs";

/**
 * The folder above the kernelspec. Every Jupyter of the project's Python environment finds it there, and VS Code does by
 * .env. In a copy that shares the environment, it is the copy's own: a kernel runs the sources beside it.
 */
const share = () => inProject(isLink(".venv") ? ".local" : ".venv", "share", "jupyter");
const kernelspec = () => join(share(), "kernels", "tslab");

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
  exists: () => fs.existsSync(join(kernelspec(), "kernel.json")) && saysWhere(dotenv()),
  make: placeKernelForEditors,
};

/**
 * Writes the kernelspec, and our line of .env unless a line of the reader's sets JUPYTER_PATH. The reader's lines stay.
 */
function placeKernelForEditors() {
  writeKernelspec(kernelspec());
  const others = dotenv().replace(new RegExp(`^${dotenvNote}\nJUPYTER_PATH=.*\n?`, "m"), "");
  if (saysWhere(others)) return;
  const line = `JUPYTER_PATH="${share()}"`;
  const before = others === "" || others.endsWith("\n") ? others : `${others}\n`;
  writeWhole(inProject(".env"), `${before}${dotenvNote}\n${line}\n`);
}
