// What a process and all that it started have used, from Linux's /proc; other systems are not asked.
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Whether this system tells what a process uses. */
export const usageIsKnown = process.platform === "linux";

/** The memory of a process and all below it. */
export interface Memory {
  /** Resident, each process's own count: what they share counts once for each. */
  readonly rssMegabytes: number;
  /** What is shared is divided among those that share it; undefined where it may not be read. */
  readonly pssMegabytes: number | undefined;
}

interface Stat {
  readonly isOver: boolean;
  readonly parent: number;
  readonly ticks: number;
}

/** Linux counts in hundredths of a second, whatever its own clock does (USER_HZ). */
const tickMilliseconds = 10;

/** The process and its descendants that are alive, children of children included. */
export function processTree(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? read(Number(name)) : undefined;
    if (stat) parents.set(Number(name), stat.parent);
  }
  const tree = parents.has(pid) ? [pid] : [];
  for (const found of tree) {
    for (const [child, parent] of parents) if (parent === found) tree.push(child);
  }
  return tree;
}

/** CPU of the whole tree so far, that of children that have ended and were waited for included. */
export function cpuMilliseconds(pid: number): number {
  const ticks = processTree(pid).map((member) => read(member)?.ticks ?? 0);
  return ticks.reduce((sum, more) => sum + more, 0) * tickMilliseconds;
}

/**
 * Waits until the tree has nothing more to do.
 *
 * @param atMost  milliseconds; what is still busy then is left busy
 */
export async function quiet(pid: number, atMost = 5000): Promise<void> {
  if (!usageIsKnown) return void (await sleep(60));
  const end = performance.now() + atMost;
  for (let before = cpuMilliseconds(pid); performance.now() < end; ) {
    await sleep(60);
    const now = cpuMilliseconds(pid);
    if (now - before < tickMilliseconds) return;
    before = now;
  }
}

/** A process that has ended and that nobody waited for is not alive. */
export function isAlive(pid: number): boolean {
  return read(pid)?.isOver === false;
}

/** Measures the memory of a process and all below it. Linux only; megabytes are NaN where a process has just ended. */
export function memory(pid: number): Memory {
  const texts = processTree(pid).map((member) => [
    readText(`/proc/${member}/status`),
    readText(`/proc/${member}/smaps_rollup`),
  ]);
  const megabytes = (text: string, name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? Number.NaN) / 1024;
  const sum = (values: number[]) => values.reduce((all, more) => all + more, 0);
  const pss = sum(texts.map(([, rollup]) => megabytes(rollup, "Pss")));
  return {
    rssMegabytes: sum(texts.map(([status]) => megabytes(status, "VmRSS"))),
    pssMegabytes: Number.isNaN(pss) ? undefined : pss,
  };
}

/** Parent, and user + system time of the process and of the children that it waited for. */
function read(pid: number): Stat | undefined {
  const text = readText(`/proc/${pid}/stat`);
  if (text === "") return undefined;
  // The second field, the program's name, may hold spaces and brackets.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { isOver: fields[0] === "Z", parent: Number(fields[1]), ticks };
}

/** "" for a process that has just ended. */
function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
