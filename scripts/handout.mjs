// npm run handout [-- --to FILE]: the project as one zip file for students, without solutions and what only its makers need.
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { dirname, posix, resolve } from "node:path";
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
  const folders = new Set(files.flatMap(foldersAbove));
  /** @param {string} path */
  const isThere = (path) => files.includes(path) || folders.has(path.replace(/\/$/, ""));
  return zipped(
    files.map((file) => {
      const runs = (fs.statSync(inProject(file)).mode & 0o100) !== 0;
      const bytes = fs.readFileSync(inProject(file));
      const isPage = file.endsWith(".md");
      const handed = isPage ? Buffer.from(withoutDeadLinks(bytes.toString(), dirname(file), isThere)) : bytes;
      return { name: `${folder}/${file}`, bytes: handed, runs };
    }),
  );
}

/** @param {string} file @returns {string[]} */
const foldersAbove = (file) => (dirname(file) === "." ? [] : [dirname(file), ...foldersAbove(dirname(file))]);

/**
 * Of a link to what stays behind, the words stay.
 *
 * @param {string} markdown
 * @param {string} place  the page's folder
 * @param {(path: string) => boolean} isThere
 */
const withoutDeadLinks = (markdown, place, isThere) =>
  markdown.replace(/(?<!!)\[([^\]]+)\]\(([^)#:]+)(?:#[^)]*)?\)/g, (link, words, target) =>
    isThere(posix.join(place, target)) ? link : words,
  );

await runIfStarted(import.meta.url, () => {
  const { values } = parseFlags("--to FILE", { to: { type: "string", default: "exports/handout.zip" } });
  const target = resolve(root, values.to);
  const files = handoutFiles();
  fs.mkdirSync(dirname(target), { recursive: true });
  const bytes = handoutOf(files);
  writeWhole(target, bytes);
  console.log(`✓ ${values.to}: ${files.length} files, ${(bytes.length / 1e6).toFixed(1)} MB, without solutions`);
});
