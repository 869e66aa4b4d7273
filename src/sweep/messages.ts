import type { TrialResult } from "./run-trial";
import type { Rungs } from "./rungs";
import type { Space } from "./space";
import type { Trial } from "./trial";

// What a cell or the command line and the coordinator tell each other, in lines of JSON, and what stands in a file of
// results.

/** What a sweep is asked to do: the first line of its file, and another one where it changed. */
export interface SweepHeader {
  readonly version: 1;
  readonly name: string;
  readonly space: Space;
  /** How many trials there are in all. */
  readonly trials: number;
  readonly seed: number;
  readonly rungs?: Rungs;
}

/** A trial that somebody asks for. */
export interface Asked {
  readonly id: string;
  /** What was chosen for it, by name. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly trial: Trial;
}

/** What became of a trial: a line of the file. */
export interface Outcome extends Asked {
  /** Which code computed it: see scripts/sweep/bundle.mjs. */
  readonly code: string;
  /** The halving under which it was stopped, where it was. */
  readonly rungs?: Rungs;
  readonly result?: TrialResult;
  /** In the place of a result: why there is none. */
  readonly error?: string;
}

/** How a sweep is set up. */
export interface Setup {
  readonly header: SweepHeader;
  /** The file of results. */
  readonly file: string;
  /** How many processes of this machine run trials. Left out, as many as CNN_THREADS says, or the machine has cores. */
  readonly processes?: number;
  /** The address of the Redis in which trials wait for `npm run worker`, on any number of machines. */
  readonly redis?: string;
  /** Seconds without a line after which the coordinator ends: a stopped cell sends none. Left out, it waits. */
  readonly patience?: number;
}

/** To the coordinator: `setup` first, trials as it wants more, `end` after the last one. */
export type ToCoordinator =
  | { readonly setup: Setup }
  | { readonly asked: readonly Asked[] }
  | { readonly end: true }
  | { readonly alive: true };

/** From the coordinator. */
export type FromCoordinator =
  | { readonly started: { readonly pid: number; readonly processes: number; readonly code: string } }
  /** So many more trials are of use to it now. */
  | { readonly want: number }
  /** Epochs that were run since the start, of trials that ended or not. */
  | { readonly epochs: number }
  | { readonly ended: Ended }
  /** What keeps trials waiting, such as that no worker runs this code. */
  | { readonly notice: string }
  | { readonly failed: string }
  | { readonly done: true }
  /** Its process has ended: said by who started it, also where the cell that waited was stopped. */
  | { readonly gone: true };

/** A trial's end. */
export interface Ended {
  readonly id: string;
  readonly result?: TrialResult;
  readonly error?: string;
  /** It stood in the file already. */
  readonly known?: true;
}
