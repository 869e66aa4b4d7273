// What the kernel does, message by message, for whoever looks for a fault in it: TSLAB_KERNEL_LOG names a file, or
// says "stderr". A line is written before the next thing happens, so that the last lines are there after a crash too.
// The log holds types, numbers, sizes and times; never code, output or the connection's key.
import { openSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { isMainThread, workerData } from "node:worker_threads";

type Facts = Readonly<Record<string, string | number | boolean | undefined>>;

/** Node's own function; later writes of cells to file descriptor 2 are redirected. */
const write = writeSync;

/** Facts about messages from outside may be of any length; longer ones are cut. */
const longestFact = 200;

/** Writes one line; `undefined` where no log is wanted, so that `log?.(…)` does not even collect the facts. */
export const log: ((event: string, facts: Facts) => void) | undefined = openLog(process.env.TSLAB_KERNEL_LOG);

function openLog(where: string | undefined): typeof log {
  if (!where) return undefined;
  const fd = where === "stderr" ? 2 : openFile(resolve(where));
  if (fd === undefined) return undefined;
  const thread: string = isMainThread ? "main" : workerData.role;
  return (event, facts) => {
    const words = Object.entries(facts).map(([name, value]) =>
      value === undefined ? "" : ` ${name}=${oneWord(value)}`,
    );
    try {
      write(fd, `${new Date().toISOString()} ${thread} ${event}${words.join("")}\n`);
    } catch {
      // The disk is full, or the terminal is gone: the kernel goes on.
    }
  };
}

/** All threads append to one file, in which the system keeps their lines whole. */
function openFile(path: string): number | undefined {
  // The other threads start in another working directory than the main one.
  process.env.TSLAB_KERNEL_LOG = path;
  try {
    return openSync(path, "a");
  } catch (error) {
    if (isMainThread) write(2, `kernel: TSLAB_KERNEL_LOG: ${(error as Error).message}\n`);
    return undefined;
  }
}

/** Times are told to a tenth of a millisecond; a text that is more than a word stands in quotes, on one line. */
function oneWord(value: string | number | boolean): string {
  if (typeof value === "number") return String(Math.round(value * 10) / 10);
  const text = String(value).slice(0, longestFact);
  return /^[\w.:/-]+$/.test(text) ? text : JSON.stringify(text);
}
