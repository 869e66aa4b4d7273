// `--from FOLDER`: this copy of the project uses what another one has installed, by links. Both may belong to different
// users, and the other one may be read-only. What the kernel starts from is copied: it takes the project's folder from
// where its own file lies, and would run the other's sources.
import * as fs from "node:fs";
import { join, resolve } from "node:path";
import { localFolder, root, SetupError } from "../project.mjs";
import { pythonVersion } from "./find-python.mjs";
import { isLink, linkFolder } from "./shared-folders.mjs";
import { isStale, make, readStamps, writeStamps } from "./step.mjs";

/** @typedef {import("./step.mjs").Step} Step */

/** The folder of what is built of the project's sources, but for the kernel. */
const assets = ".local/assets";

/**
 * @param {string} given  the other project's folder
 * @param {readonly Step[]} steps  of set-up
 */
export async function shareFrom(given, steps) {
  const shared = projectAt(given);
  const stamps = readStamps(shared);
  const linked = steps.filter(({ folder }) => folder !== undefined);
  requireSetUp(shared, linked, stamps);
  requirePython(shared);
  const isSame = (/** @type {Step} */ step) => stamps[step.name] === step.key(shared);
  requireSameVersion(
    shared,
    linked.filter(isInstalled).filter((step) => !isSame(step)),
  );
  for (const { folder = "" } of linked) linkFolder(folder, join(shared, folder));
  // A result of other sources than this copy's gets no stamp: it serves until set-up makes this copy's own.
  const taken = steps
    .filter(({ folder }) => folder === undefined || isLink(folder))
    .filter(isSame)
    .filter(isStale);
  if (taken.some(({ folder }) => folder === undefined)) copyFiles(shared, /\.cjs(\.map)?$/);
  if (isLink(assets)) copyFiles(shared, /^panel-files\.json$/);
  writeStamps({ ...readStamps(), ...Object.fromEntries(taken.map((step) => [step.name, step.key()])) });
  for (const step of steps) if (step.folder === undefined && isStale(step)) await make(step);
  const others = linked.filter(isStale).map(({ name }) => name);
  if (others.length > 0)
    console.log(`• ${others.join(", ")}: ${shared} has them of other sources; npm start makes your own`);
}

/** What is downloaded, not built of the project's sources. @param {Step} step */
const isInstalled = ({ folder }) => folder !== assets;

/** @param {string} given @returns {string} */
function projectAt(given) {
  const folder = resolve(given);
  if (!fs.existsSync(join(folder, "scripts", "setup.mjs"))) {
    throw new SetupError(`--from ${given}: expected a folder with this project in it, found none.`);
  }
  if (fs.realpathSync(folder) === fs.realpathSync(root)) {
    throw new SetupError(`--from ${given}: this is that folder; run the command in a copy, or npm run setup here.`);
  }
  return folder;
}

/**
 * @param {string} shared
 * @param {readonly Step[]} steps
 * @param {Record<string, string>} stamps
 */
function requireSetUp(shared, steps, stamps) {
  const missing = steps.filter(({ name, folder = "" }) => !stamps[name] || !fs.existsSync(join(shared, folder)));
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(", ");
  throw new SetupError(`--from ${shared}: it is not set up, there is no ${names}. Its owner runs npm run setup there.`);
}

/** A Python that a version manager keeps in its owner's home is closed to others. @param {string} shared */
function requirePython(shared) {
  const python = join(shared, ".venv", "bin", "python");
  if (pythonVersion(python) !== "") return;
  const target = fs.readlinkSync(python);
  throw new SetupError(
    `--from ${shared}: its Python (${target}) does not run for this user. Its owner deletes .venv there and runs npm run setup with a Python that all can run first in PATH, as the system's is.`,
  );
}

/** @param {string} shared @param {readonly Step[]} different */
function requireSameVersion(shared, different) {
  if (different.length === 0) return;
  const names = different.map(({ name }) => name).join(", ");
  throw new SetupError(
    `--from ${shared}: it is another version than this copy, or its set-up is older than its files, or was made with another Node than ${process.version} (${names} differ). Bring both to the same commit and run npm run setup there.`,
  );
}

/**
 * Of `.local`: the kernel's files, or the list of what the panels were made of, which belongs to the panels.
 *
 * @param {string} shared
 * @param {RegExp} which
 */
function copyFiles(shared, which) {
  for (const name of fs.readdirSync(join(shared, ".local")).filter((name) => which.test(name))) {
    const [source, target] = [join(shared, ".local", name), join(localFolder, name)];
    fs.rmSync(target, { force: true });
    fs.copyFileSync(source, target);
    fs.chmodSync(target, 0o644);
  }
}
