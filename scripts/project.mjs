// The places of the project, and how its scripts run commands and end on an error.
import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string[]} parts @returns {string} an absolute path inside the project */
export const inProject = (...parts) => join(root, ...parts);

/** The folder, ignored by git, of all that JupyterLab writes and set-up builds. */
export const localFolder = inProject(".local");

/** The folder of what set-up builds for Jupyter to find; it is on Jupyter's search path. */
export const assetsFolder = join(localFolder, "assets");

/** @param {string} command @returns {string} the absolute path of a command of the project's Python */
export const pythonCommand = (command) => inProject(".venv", "bin", command);

/** Thrown when the user ended the command: there is nothing to explain. */
export class Stopped extends Error {}

/** An error that the user can mend: `runScript` prints its message alone, without a stack. */
export class SetupError extends Error {}

/**
 * The environment in which Jupyter finds our kernel, templates and settings,
 * and writes nowhere but into the project's `.local` folder.
 *
 * @returns {Record<string, string>}
 */
export function jupyterEnvironment() {
  const inherited = /** @type {Record<string, string>} */ (process.env);
  return { ...inherited, HOME: process.env.HOME ?? homedir(), ...jupyterVariables() };
}

/** @returns {Record<string, string>} what `jupyterEnvironment` has that is the project's */
export function jupyterVariables() {
  const writable = (/** @type {string} */ name) => join(localFolder, "jupyter", name);
  const path = [inProject(".venv", "bin"), dirname(process.execPath), process.env.PATH ?? ""];
  return {
    PATH: path.join(delimiter),
    JUPYTER_PATH: [inProject("jupyter"), assetsFolder].join(delimiter),
    JUPYTER_CONFIG_PATH: inProject("jupyter", "config"),
    JUPYTER_CONFIG_DIR: writable("config"),
    JUPYTER_DATA_DIR: writable("data"),
    JUPYTER_RUNTIME_DIR: writable("runtime"),
    JUPYTER_NO_CONFIG: "",
    IPYTHONDIR: writable("ipython"),
    PYTHONPATH: [inProject("jupyter", "python"), ...nonEmpty(process.env.PYTHONPATH)].join(delimiter),
  };
}

/** @param {string | undefined} value */
const nonEmpty = (value) => (value ? [value] : []);

/**
 * Runs a command to its end and takes it down, with all that it started, when this process is told to end.
 * It has a process group of its own, so that Ctrl-C reaches it through us, once, as a plain request to end.
 *
 * @param {string} command @param {string[]} args
 * @param {import("node:child_process").SpawnOptions & { patience?: number, onStart?: (pid: number) => void }} [options]
 *   patience: seconds from the request to end until it is forced
 * @returns {Promise<{ status: number | string, stopped: boolean, problem?: NodeJS.ErrnoException }>}
 *   exit code or signal; whether we were told to end; why it did not start
 */
export async function runToEnd(command, args, { patience = 10, onStart, ...options } = {}) {
  const child = spawn(command, args, { cwd: root, ...options, detached: true });
  const kill = (/** @type {NodeJS.Signals} */ signal) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // It has ended already.
    }
  };
  if (child.pid !== undefined) onStart?.(child.pid);
  let stopped = false;
  /** @type {NodeJS.Timeout | undefined} */
  let force;
  const stop = () => {
    if (stopped) return;
    stopped = true;
    kill("SIGTERM");
    force = setTimeout(() => kill("SIGKILL"), patience * 1000);
  };
  const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  for (const signal of signals) process.on(signal, stop);
  /** @type {{ status: number | string, problem?: NodeJS.ErrnoException }} */
  const ended = await new Promise((resolve) => {
    child.on("error", (problem) => resolve({ status: problem.message, problem }));
    child.on("close", (code, signal) => resolve({ status: code ?? signal ?? "unknown" }));
  });
  clearTimeout(force);
  for (const signal of signals) process.off(signal, stop);
  return { ...ended, stopped };
}

/**
 * Runs a script's main function where Node was started with that script, and not where another file imports it. The
 * path that was typed may lead over a link; `import.meta.url` never does.
 *
 * @param {string} url  the script's `import.meta.url`
 * @param {() => Promise<void> | void} main
 */
export async function runIfStarted(url, main) {
  const [, started] = process.argv;
  const isStarted = started !== undefined && existsSync(started) && realpathSync(started) === fileURLToPath(url);
  if (isStarted) await runScript(main);
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
    if (error instanceof Stopped) process.exit(130);
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n✗ ${error.message}`);
    process.exit(1);
  }
}
