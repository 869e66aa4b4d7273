// npm run handout [-- --to FILE]: the project as one zip file for students, without solutions and what only its makers need.
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { dirname, resolve } from "node:path";
import { parseFlags } from "./flags.mjs";
import { inProject, root, runIfStarted, SetupError } from "./project.mjs";
import { writeWhole } from "./setup/files.mjs";
import { zipped } from "./zip.mjs";

/** Files and folders that stay behind: answers, and the makers' own. */
const left = ["exercises/solutions/", "docs/teaching.md", "test/", "bench/", ".ci/"];

/** The folder that the zip file unpacks to. */
const folder = "cnn-notebooks";

/** @returns {string[]} the files of a handout: all that git knows or would take, but for what stays behind */
function handoutFiles() {
  const listed = listFiles().filter((file) => fs.existsSync(inProject(file)));
  return listed.filter((file) => !left.some((path) => file === path || (path.endsWith("/") && file.startsWith(path))));
}

function listFiles() {
  try {
    const words = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    const text = execFileSync("git", words, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return [...new Set(text.split("\0").filter(Boolean))].sort();
  } catch {
    throw new SetupError(
      "The handout is made of the files that git knows: this folder must be a clone, and git installed.",
    );
  }
}

/** @param {string[]} files @returns {Buffer} */
function handoutOf(files) {
  return zipped(
    files.map((file) => {
      const runs = (fs.statSync(inProject(file)).mode & 0o100) !== 0;
      return { name: `${folder}/${file}`, bytes: fs.readFileSync(inProject(file)), runs };
    }),
  );
}

await runIfStarted(import.meta.url, () => {
  const { values } = parseFlags("--to FILE", { to: { type: "string", default: "exports/handout.zip" } });
  const target = resolve(root, values.to);
  const files = handoutFiles();
  fs.mkdirSync(dirname(target), { recursive: true });
  const bytes = handoutOf(files);
  writeWhole(target, bytes);
  console.log(`✓ ${values.to}: ${files.length} files, ${(bytes.length / 1e6).toFixed(1)} MB, without solutions`);
});
