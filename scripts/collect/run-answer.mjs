// One answer, from file to verdicts: a process of its own that starts the kernel, and a copy of the project for it.
import { spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { dirname } from "node:path";
import { inProject, pythonCommand, SetupError } from "../project.mjs";
import { digits, packages, throwAwayCopy } from "./throw-away-copy.mjs";

/**
 * @typedef {object} Verdict
 * @property {string} name
 * @property {"right" | "wrong" | "unanswered"} outcome
 * @property {boolean} own  whether the judge was the notebook's own
 * @property {string} text
 *
 * @typedef {{ verdicts: Verdict[], problems: string[], seconds: number }} Result
 *
 * @typedef {{ seconds: number, megabytes: number, threads: number, confined: string, other: boolean }} Limits
 */

/** Numbers of users that belong to nobody; each of the kernels that run at the same time has its own. */
const firstUser = 61_000;

/** Seconds that the process has besides the notebook's, to start and to end it. */
const patience = 30;

/** @returns {{ confined: string, other: boolean }} what this machine offers: see jupyter/python/confinement.py */
export function confinement() {
  const words = [inProject("jupyter", "python", "confinement.py"), packages()];
  const { status, stdout, stderr } = spawnSync(pythonCommand("python"), words, { encoding: "utf8" });
  if (status !== 0) throw new SetupError(`The kernels cannot be confined: ${stderr.trim().split("\n").at(-1)}`);
  return JSON.parse(stdout);
}

/**
 * @param {string} file
 * @param {Limits} limits
 * @param {number} slot  which of those that run at the same time
 * @returns {Promise<Result>}
 */
export async function runAnswer(file, { seconds, megabytes, threads, confined, other }, slot) {
  const user = other ? firstUser + slot : null;
  const copy = throwAwayCopy(user);
  const job = {
    notebook: file,
    project: copy.folder,
    seconds,
    megabytes,
    node: [process.execPath, "--stack-size=3900"],
    read: [packages(), ...(process.execPath.startsWith("/usr/") ? [] : [fs.realpathSync(dirname(process.execPath))])],
    mnist: digits(),
    environment: environment(threads),
    confined,
    user,
  };
  try {
    return await resultOf(job, seconds + patience);
  } finally {
    copy.remove();
  }
}

/** Nothing else of this process's environment: it may hold secrets. @param {number} threads */
function environment(threads) {
  const { LANG = "C.UTF-8", CNN_NOTEBOOKS_QUICK: quick } = process.env;
  const path = `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`;
  return { PATH: path, LANG, CNN_THREADS: String(threads), ...(quick && { CNN_NOTEBOOKS_QUICK: quick }) };
}

/**
 * @param {object} job
 * @param {number} seconds  after which the process is ended, whatever it does
 * @returns {Promise<Result>}
 */
async function resultOf(job, seconds) {
  const child = spawn(pythonCommand("python"), [inProject("jupyter", "python", "run_answer.py")], {
    stdio: ["pipe", "pipe", "pipe"],
    timeout: seconds * 1000,
    killSignal: "SIGKILL",
  });
  child.stdin.on("error", () => {}); // it ended before it read
  child.stdin.end(JSON.stringify(job));
  let [output, errors] = ["", ""];
  child.stdout.on("data", (bytes) => {
    output += bytes;
  });
  child.stderr.on("data", (bytes) => {
    errors = (errors + bytes).slice(-2000);
  });
  const status = await new Promise((resolve) => {
    child.on("close", (code, signal) => resolve(code ?? signal));
    child.on("error", (problem) => resolve(problem.message));
  });
  try {
    return JSON.parse(output);
  } catch {
    const last = errors.trim().split("\n").at(-1) ?? "";
    return { verdicts: [], problems: [`the run ended with ${status}${last && `: ${last}`}`], seconds };
  }
}
