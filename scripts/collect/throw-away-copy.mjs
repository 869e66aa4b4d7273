// The project in which a student's notebook runs, and which is deleted afterwards: sources, notebooks and the built
// kernel, without solutions. Packages and MNIST are linked. All of it can be read by everybody, and is written by nobody
// but its owner; `data/` belongs to the user that the kernel runs as.
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inProject } from "../project.mjs";

const parts = ["package.json", "tsconfig.json", "src", "notebooks", "exercises/as-it-circulates.ts"];

/**
 * @param {number | null} user  the number of the user that writes in `data/`; null for this one
 * @returns {{ folder: string, remove(): void }}
 */
export function throwAwayCopy(user) {
  const above = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), "collect-"));
  fs.chmodSync(above, 0o711);
  const folder = join(above, "project");
  for (const part of parts) copy(part, join(folder, part));
  for (const name of fs.readdirSync(inProject(".local"))) {
    if (/\.cjs(\.map)?$|^panel-files\.json$/.test(name)) copy(join(".local", name), join(folder, ".local", name));
  }
  fs.mkdirSync(join(folder, "data"));
  fs.symlinkSync(packages(), join(folder, "node_modules"));
  fs.symlinkSync(digits(), join(folder, "data", "mnist"));
  if (user !== null) fs.chownSync(join(folder, "data"), user, user);
  return { folder, remove: () => fs.rmSync(above, { recursive: true, force: true }) };
}

/** Where the packages and MNIST really lie. */
export const packages = () => fs.realpathSync(inProject("node_modules"));
export const digits = () => fs.realpathSync(inProject("data", "mnist"));

/** @param {string} part @param {string} target */
function copy(part, target) {
  fs.mkdirSync(dirname(target), { recursive: true });
  fs.cpSync(inProject(part), target, { recursive: true });
}
