// npm run handout [-- --to FILE | --into FOLDER]: the project for students, without solutions and what only its makers
// need, as one zip file; or, for a class that shares an installation, as a git repository that students' copies are
// clones of.
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { dirname, join, posix, resolve } from "node:path";
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

/** @param {string[]} [which]  flags of `git ls-files` */
function listFiles(which = ["--cached", "--others"]) {
  try {
    const words = ["ls-files", "-z", ...which, "--exclude-standard"];
    const text = execFileSync("git", words, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return [...new Set(text.split("\0").filter(Boolean))].sort();
  } catch {
    throw new SetupError(
      "The handout is made of the files that git knows: this folder must be a clone, and git installed.",
    );
  }
}

/** What is nobody's commit yet may be a new notebook, or a folder that should never leave. @param {string[]} files */
function sayNew(files) {
  const unknown = listFiles(["--others"]).filter((file) => files.includes(file));
  for (const file of unknown.slice(0, 10)) console.log(`• ${file}: handed out, though git does not have it yet`);
  if (unknown.length > 10) console.log(`• … and ${unknown.length - 10} more of these`);
}

/** What a handout holds of each file. @param {string[]} files */
function entriesOf(files) {
  const folders = new Set(files.flatMap(foldersAbove));
  /** @param {string} path */
  const isThere = (path) => files.includes(path) || folders.has(path.replace(/\/$/, ""));
  return files.map((file) => {
    const runs = (fs.statSync(inProject(file)).mode & 0o100) !== 0;
    const bytes = fs.readFileSync(inProject(file));
    const isPage = file.endsWith(".md");
    const handed = isPage ? Buffer.from(withoutDeadLinks(bytes.toString(), dirname(file), isThere)) : bytes;
    return { name: file, bytes: handed, runs };
  });
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

/**
 * Brings a repository to the state of the handout, in one commit. What git ignores there stays: packages, data.
 *
 * @param {string[]} files
 * @param {string} target
 */
function commitInto(files, target) {
  process.umask(0o022); // students read it, whatever the teacher's own files are like
  const git = (/** @type {string[]} */ ...words) =>
    execFileSync("git", words, { cwd: target, encoding: "utf8" }).trim();
  fs.mkdirSync(target, { recursive: true });
  if (!fs.existsSync(join(target, ".git"))) {
    if (fs.readdirSync(target).length > 0) {
      throw new SetupError(`--into ${target}: expected a handout's repository or an empty folder, got another one.`);
    }
    git("init", "--quiet", "--initial-branch=main");
  }
  for (const old of git("ls-files", "-z").split("\0").filter(Boolean)) fs.rmSync(join(target, old), { force: true });
  for (const { name, bytes, runs } of entriesOf(files)) {
    const file = join(target, name);
    fs.mkdirSync(dirname(file), { recursive: true });
    fs.writeFileSync(file, bytes);
    fs.chmodSync(file, runs ? 0o755 : 0o644);
  }
  git("add", "--all");
  if (git("status", "--porcelain") === "") return;
  const author = ["-c", "user.name=class", "-c", "user.email=class@localhost"];
  git(...author, "commit", "--quiet", "--message", `As handed out on ${new Date().toISOString().slice(0, 10)}`);
}

await runIfStarted(import.meta.url, () => {
  const { values } = parseFlags("--to FILE, --into FOLDER", {
    to: { type: "string", default: "exports/handout.zip" },
    into: { type: "string" },
  });
  const files = handoutFiles();
  sayNew(files);
  if (values.into !== undefined) {
    commitInto(files, resolve(root, values.into));
    console.log(`✓ ${values.into}: ${files.length} files, without solutions, committed`);
    return;
  }
  const target = resolve(root, values.to);
  fs.mkdirSync(dirname(target), { recursive: true });
  const bytes = zipped(entriesOf(files).map(({ name, ...rest }) => ({ name: `${folder}/${name}`, ...rest })));
  writeWhole(target, bytes);
  console.log(`✓ ${values.to}: ${files.length} files, ${(bytes.length / 1e6).toFixed(1)} MB, without solutions`);
});
