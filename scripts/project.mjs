// Where things are in this project, and the one way its scripts end on an error.
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string[]} parts @returns {string} an absolute path inside the project */
export const inProject = (...parts) => join(root, ...parts);

/** Everything that JupyterLab writes and set-up builds; ignored by git. */
export const localFolder = inProject(".local");

/** @param {string} command @returns {string} the absolute path of a command of the project's Python */
export const pythonCommand = (command) => inProject(".venv", "bin", command);

/** Something the user can mend; printed as its message alone, without a stack. */
export class SetupError extends Error {}

/**
 * The environment in which Jupyter finds our kernel, templates and settings,
 * and writes nowhere but into the project's `.local` folder.
 *
 * @returns {Record<string, string>}
 */
export function jupyterEnvironment() {
  const writable = (/** @type {string} */ name) => join(localFolder, "jupyter", name);
  const path = [inProject(".venv", "bin"), dirname(process.execPath), process.env.PATH ?? ""];
  return {
    .../** @type {Record<string, string>} */ (process.env),
    HOME: process.env.HOME ?? homedir(),
    PATH: path.join(delimiter),
    JUPYTER_PATH: inProject("jupyter"),
    JUPYTER_CONFIG_PATH: inProject("jupyter", "config"),
    JUPYTER_CONFIG_DIR: writable("config"),
    JUPYTER_DATA_DIR: writable("data"),
    JUPYTER_RUNTIME_DIR: writable("runtime"),
    JUPYTER_NO_CONFIG: "",
    IPYTHONDIR: writable("ipython"),
    PYTHONDONTWRITEBYTECODE: process.env.PYTHONDONTWRITEBYTECODE ?? "",
  };
}

/**
 * Runs a script's main function; an error becomes one line and exit code 1.
 *
 * @param {() => Promise<void> | void} main
 */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n✗ ${error.message}`);
    process.exit(1);
  }
}
