import { write } from "node:fs";
import { log } from "./debug-log";

const linesPerSecond = 5;

let second = 0;
let lines = 0;
let writing = false;

/**
 * Writes what went wrong in the kernel to the terminal in which Jupyter was started (standard output belongs to cells).
 *
 * The terminal may have no reader, and malformed messages may cause errors without end. So there is only one write at a
 * time, outside this thread, at most five a second, and a write that fails is forgotten.
 */
export function report(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  log?.("error", { message });
  const now = Math.floor(performance.now() / 1000);
  if (now !== second) lines = 0;
  second = now;
  if (writing || ++lines > linesPerSecond) return;
  writing = true;
  write(2, `kernel: ${message}\n`, () => {
    writing = false;
  });
}
