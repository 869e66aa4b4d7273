// The start of a process as the system tells it: together with its number it means one process and no other.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readIfThere } from "./files.mjs";

/**
 * @param {number} pid
 * @returns {string} "" if there is no such process
 */
export function startOf(pid) {
  if (!Number.isSafeInteger(pid) || pid <= 0) return "";
  return existsSync("/proc/self/stat") ? startInProc(pid) : startByPs(pid);
}

/**
 * Linux tells it in /proc, also in a slim container that has no ps.
 *
 * @param {number} pid
 */
function startInProc(pid) {
  // The command's name stands in brackets and may hold anything; what follows is words. The start is the 22nd of all.
  const stat = readIfThere(`/proc/${pid}/stat`);
  const words = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state = "", start = ""] = [words[0], words[19]];
  return state === "Z" ? "" : start;
}

/** @param {number} pid */
function startByPs(pid) {
  const { stdout } = spawnSync("ps", ["-p", String(pid), "-o", "lstart="], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  return (stdout ?? "").trim();
}
