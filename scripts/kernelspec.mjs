// Jupyter knows a kernel by a folder with a kernel.json, its kernelspec. Ours carry a mark: no other is ever replaced
// or removed.
import * as fs from "node:fs";
import { basename, dirname, join } from "node:path";
import { inProject, localFolder, root } from "./project.mjs";

/** The files that are copied beside kernel.json, by their paths in the project. */
export const kernelspecFiles = ["start.sh", "launcher.cjs", "stand-in.cjs"].map((name) => `jupyter/kernelspec/${name}`);

/** The key in kernel.json's metadata under which our kernelspecs name their project. */
const mark = "cnn-notebooks";

/**
 * Writes a kernelspec that works from everywhere: all paths in it are absolute.
 *
 * @param {string} folder  of the kernelspec; what is there is replaced
 */
export function writeKernelspec(folder) {
  const name = basename(folder);
  const description = {
    argv: [
      "/bin/sh",
      join(folder, "start.sh"),
      process.execPath,
      join(folder, "launcher.cjs"),
      join(localFolder, "kernel.cjs"),
      "{connection_file}",
    ],
    // Jupyter's lists show `display_name`. A kernel that is called `tslab`, as usual, needs no addition.
    display_name: name === "tslab" ? "TypeScript" : `TypeScript (${name})`,
    language: "typescript",
    interrupt_mode: "message",
    metadata: { debugger: true, [mark]: { project: root } },
  };
  const partial = join(dirname(folder), `.${name}.${process.pid}`);
  fs.mkdirSync(partial, { recursive: true });
  try {
    for (const file of kernelspecFiles) fs.copyFileSync(inProject(file), join(partial, basename(file)));
    fs.writeFileSync(join(partial, "kernel.json"), `${JSON.stringify(description, null, 2)}\n`);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(partial, folder);
  } finally {
    fs.rmSync(partial, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @returns {string | undefined} the project that the kernelspec in this folder is of; undefined if it is none of ours
 */
export function projectOfKernelspec(folder) {
  try {
    const { metadata } = JSON.parse(fs.readFileSync(join(folder, "kernel.json"), "utf8"));
    const project = metadata?.[mark]?.project;
    return typeof project === "string" ? project : undefined;
  } catch {
    return undefined;
  }
}
