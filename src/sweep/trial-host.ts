import type { EpochReport, TrialResult } from "./run-trial";
import type { Decider } from "./rungs";
import type { Trial } from "./trial";

/** Whether a trial goes on after an epoch. */
export type GoesOn = (report: EpochReport) => boolean | Promise<boolean>;

/**
 * What runs trials: processes of this machine (pool.ts), this process itself, one after the other
 * (in-process-host.ts), or workers on many machines.
 */
export interface TrialHost {
  /** How many trials it is of use to hand over at the same time: those that run, and those that wait for one to end. */
  readonly capacity: number;
  /**
   * Runs a trial. The same trial may be run twice, with the same result.
   *
   * @param goesOn  asked after each epoch; a host whose trials are decided elsewhere only tells it
   * @param signal  ends the trial at once
   * @throws {Error} if the trial cannot be run: says why. With `AbortError` where the signal came or the host closed
   */
  run(id: string, trial: Trial, goesOn: GoesOn, signal?: AbortSignal): Promise<TrialResult>;
  /** Ends what runs. Nothing of it is left when the promise is settled. */
  close(): Promise<void>;
}

/** What runs trials, what decides which go on, and how many at a time. */
export interface OpenTrials {
  readonly host: TrialHost;
  readonly decider: Decider;
  readonly processes: number;
}

/** The trial did not fail: somebody ended it. */
export class AbortError extends Error {
  override readonly name = "AbortError";
}
