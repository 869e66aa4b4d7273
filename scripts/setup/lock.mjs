// Keeps two set-ups of one folder apart, and clears away what a killed one left.
import * as fs from "node:fs";
import { join } from "node:path";
import { localFolder, SetupError } from "../project.mjs";
import { readIfThere, writeWhole } from "./files.mjs";
import { startOf } from "./process-start.mjs";

const lockFile = join(localFolder, "setup.lock");

/**
 * A process, known by its number and its start: the system gives numbers again, after a restart and in containers soon.
 *
 * @typedef {{ pid: number, start: string }} Process
 */

/** @param {number} pid @returns {Process} */
const processOf = (pid) => ({ pid, start: startOf(pid) });

/**
 * Whether it still is the same process.
 *
 * @param {Process} process
 */
const runs = (process) => process.start !== "" && startOf(process.pid) === process.start;

/** @returns {() => void} the release */
export function takeLock() {
  for (let attempt = 0; ; attempt++) {
    try {
      fs.writeFileSync(lockFile, JSON.stringify({ owner: processOf(process.pid) }), { flag: "wx" });
      return () => fs.rmSync(lockFile, { force: true });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST" || attempt > 0) throw error;
      removeLeftover();
    }
  }
}

/**
 * Writes down which command is running, for a set-up that finds this one killed.
 *
 * @param {number} pid
 */
export function noteCommand(pid) {
  writeWhole(lockFile, JSON.stringify({ owner: processOf(process.pid), command: processOf(pid) }));
}

/** Clears away what a set-up left that was killed: its lock, and the command that it was running. */
function removeLeftover() {
  const { owner, command } = readLock();
  if (owner && owner.pid !== process.pid && runs(owner)) {
    throw new SetupError(
      `Another set-up of this folder is running (process ${owner.pid}): wait for it to end, then run the command again.`,
    );
  }
  if (command && runs(command)) killGroup(command.pid);
  fs.rmSync(lockFile, { force: true });
}

/**
 * @returns {{ owner?: Process, command?: Process }} nothing where an older set-up left it, whose numbers alone say too
 * little
 */
function readLock() {
  try {
    return Object(JSON.parse(readIfThere(lockFile)));
  } catch {
    return {};
  }
}

/** @param {number} pid */
function killGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The command has just ended.
  }
}
