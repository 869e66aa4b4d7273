// npm run install-kernel: the kernel for every Jupyter on this machine; npm run uninstall-kernel takes it away again.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { homedir, platform } from "node:os";
import { join, resolve } from "node:path";
import { parseFlags } from "./flags.mjs";
import { projectOfKernelspec, writeKernelspec } from "./kernelspec.mjs";
import { localFolder, root, runScript, SetupError } from "./project.mjs";
import { setup } from "./setup.mjs";

const usage =
  "--user (the default), --sys-prefix (the active Python environment) or --prefix DIR; --name NAME; --force; --uninstall";

/** @typedef {{ folder: string, name: string, force: boolean, uninstall: boolean }} Wanted */

/** @param {Wanted} wanted */
async function install({ folder, force }) {
  const before = projectOfKernelspec(folder);
  if (fs.existsSync(folder) && before === undefined && !force) {
    throw new SetupError(
      `${folder} is another kernel's: leave it and take another name (npm run install-kernel -- --name cnn-notebooks), or replace it (--force).`,
    );
  }
  await setup();
  allowed(folder, () => writeKernelspec(folder));
  console.log(`✓ ${folder}: ${fs.readdirSync(folder).join(", ")}`);
  console.log(`  starts ${join(localFolder, "kernel.cjs")} on ${process.execPath}`);
  if (before !== undefined && before !== root) console.log(`  in place of the one of ${before}`);
}

/** @param {Wanted} wanted */
function uninstall({ folder, name }) {
  if (!fs.existsSync(folder)) return console.log(`Nothing to remove: there is no ${folder}`);
  if (projectOfKernelspec(folder) === undefined) {
    throw new SetupError(`${folder} is another kernel's and stays: \`jupyter kernelspec remove ${name}\` removes any.`);
  }
  allowed(folder, () => fs.rmSync(folder, { recursive: true }));
  console.log(`✓ ${folder} is removed`);
}

/**
 * @param {string[]} words
 * @returns {Wanted}
 */
function wantedBy(words) {
  const { user, "sys-prefix": ofPython, prefix, name, force, uninstall } = flagsIn(words);
  if ([user, ofPython, prefix !== undefined].filter(Boolean).length > 1) {
    throw new SetupError("One place at a time: --user, --sys-prefix or --prefix DIR.");
  }
  if (!/^[a-z0-9._-]+$/.test(name)) {
    throw new SetupError(`--name must be of lower-case letters, digits, ".", "_" and "-", got "${name}".`);
  }
  const base = ofPython ? pythonPrefix() : prefix;
  const data = base === undefined ? userData() : resolve(process.env.INIT_CWD ?? "", base, "share", "jupyter");
  return { folder: join(data, "kernels", name), name, force, uninstall };
}

/** @param {string[]} words */
function flagsIn(words) {
  // npm keeps flags that stand before "--" to itself: this script finds them in its environment only.
  const kept = ["user", "sys_prefix", "name"].find((flag) => process.env[`npm_config_${flag}`] !== undefined);
  if (kept !== undefined) {
    throw new SetupError(
      `npm keeps flags before "--" to itself: write npm run install-kernel -- --${kept.replace("_", "-")} …`,
    );
  }
  const off = /** @type {const} */ ({ type: "boolean", default: false });
  const options = {
    user: off,
    "sys-prefix": off,
    force: off,
    uninstall: off,
    prefix: /** @type {const} */ ({ type: "string" }),
    name: /** @type {const} */ ({ type: "string", default: "tslab" }),
  };
  return parseFlags(usage, options, { words }).values;
}

/** The folder in which Jupyter looks for the kernels of this user. */
function userData() {
  const { JUPYTER_DATA_DIR, XDG_DATA_HOME } = process.env;
  if (JUPYTER_DATA_DIR) return resolve(JUPYTER_DATA_DIR);
  if (platform() === "darwin") return join(homedir(), "Library", "Jupyter");
  return join(XDG_DATA_HOME || join(homedir(), ".local", "share"), "jupyter");
}

/** The folder of the Python environment that is active in this terminal. */
function pythonPrefix() {
  for (const python of ["python3", "python"]) {
    const { status, stdout } = spawnSync(python, ["-c", "import sys; print(sys.prefix)"], {
      encoding: "utf8",
    });
    if (status === 0) return stdout.trim();
  }
  throw new SetupError("--sys-prefix needs Python: none was found on the PATH.");
}

/**
 * @param {string} folder
 * @param {() => void} change
 */
function allowed(folder, change) {
  try {
    change();
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (!/^(EACCES|EPERM|EROFS|ENOTDIR)$/.test(code ?? "")) throw error;
    throw new SetupError(`${folder} cannot be changed (${code}): choose another place (${usage.split(";")[0]}).`);
  }
}

await runScript(async () => {
  const wanted = wantedBy(process.argv.slice(2));
  await (wanted.uninstall ? uninstall : install)(wanted);
});
