// How set-up runs npm and pip: their output goes to a log, in which a failure's likely remedy is looked for.
import * as fs from "node:fs";
import { join } from "node:path";
import { localFolder, root, runToEnd, SetupError, Stopped } from "../project.mjs";
import { noteCommand } from "./lock.mjs";

const logFile = join(localFolder, "setup.log");

/**
 * Runs a command with its output in the log; on failure names the likely remedy.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {string} failure                 how the sentence begins that tells of a failure
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string} [cwd]
 */
export async function run(command, args, failure, env = process.env, cwd = root) {
  const log = fs.openSync(logFile, "w");
  const { status, stopped, problem } = await runToEnd(command, args, {
    env,
    cwd,
    stdio: ["ignore", log, log],
    onStart: noteCommand,
  });
  fs.closeSync(log);
  if (stopped) throw new Stopped();
  if (status === 0) return;
  const output = fs.readFileSync(logFile, "utf8");
  throw (
    notFound(command, problem) ??
    outOfSpace(output) ??
    offline(output, failure) ??
    new SetupError(
      `${failure} (${command} ended with ${status}): ${tellingLine(output)} — all of it is in .local/setup.log`,
    )
  );
}

/**
 * @param {string} command
 * @param {NodeJS.ErrnoException | undefined} problem
 */
function notFound(command, problem) {
  if (problem?.code !== "ENOENT") return undefined;
  const remedy = command === "npm" ? "it comes with Node (Debian, Ubuntu: sudo apt install npm)" : "install it";
  return new SetupError(`${command} was not found: ${remedy}.`);
}

/** @param {unknown} problem @returns {SetupError | undefined} */
export function outOfSpace(problem) {
  if (!/ENOSPC|no space left on device|disk quota exceeded|EDQUOT/i.test(String(problem))) return undefined;
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
  const errors = lines.flatMap((line) => /^(?:npm (?:error|ERR!)|ERROR:) *(.+)/.exec(line)?.[1] ?? []);
  const telling = errors.filter((line) => !/complete log of this run|^Options:/.test(line));
  return telling.slice(0, 2).join(", ") || (lines.at(-1) ?? "");
}
