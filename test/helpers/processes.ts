import { execFileSync, spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { allowed } from "./slack.mjs";

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The processes that live below this one, its children first, without zombies. */
export function descendants(pid: number): Process[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,stat=,args="], { encoding: "utf8" });
  const all = stdout.split("\n").flatMap((line) => {
    const [, child, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return state === undefined || state.startsWith("Z")
      ? []
      : [{ pid: Number(child), parent: Number(parent), command: command ?? "" }];
  });
  const found: Process[] = [];
  for (let above = [pid]; above.length > 0; ) {
    const below = all.filter(({ parent }) => above.includes(parent));
    found.push(...below);
    above = below.map(({ pid }) => pid);
  }
  return found;
}

/** Whether the process runs. A zombie, which only waits for its parent to notice, has ended. */
const alive = (pid: number): boolean =>
  /^[^Z]/.test(spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout);

/** Whether the process ended within so many milliseconds, or what the machine is allowed in their place. */
export async function gone(pid: number, within: number): Promise<boolean> {
  for (const end = Date.now() + allowed(within); Date.now() < end; await sleep(25)) if (!alive(pid)) return true;
  return !alive(pid);
}

/** The command lines of running processes that name `path`. */
export function processesOf(path: string): string[] {
  const lines = execFileSync("ps", ["-A", "-o", "args="], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => line.includes(path) && !line.includes("vitest"));
}
