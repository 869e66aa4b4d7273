import type { EpochReport, TrialResult } from "./run-trial";

/** What the pool tells a process that runs trials. */
export type ToRunner = { readonly id: string; readonly trial: unknown } | { readonly id: string; readonly go: boolean };

/** What such a process answers. */
export type FromRunner =
  | { readonly ready: true }
  | { readonly id: string; readonly epoch: EpochReport }
  | { readonly id: string; readonly result: TrialResult }
  | { readonly id: string; readonly error: string };
