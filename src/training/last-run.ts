import type { Run } from "./run";

let last: (() => Run) | undefined;

/** @param run  gives the run that has just begun, as far as it has come */
export function rememberRun(run: () => Run): void {
  last = run;
}

/**
 * The last run of `train`, even if it did not end: after Stop, after an error, or from within onProgress. It has the
 * losses and the validation of all steps done; the network has weights that are at most a tenth of a second older.
 *
 * @throws {Error} if nothing was trained yet
 */
export function lastRun(): Run {
  if (last) return last();
  throw new Error("lastRun: expected a call of train before it, got none");
}
