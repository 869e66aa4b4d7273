import type { TrialResult } from "./run-trial";
import type { Trial } from "./trial";
import { AbortError } from "./trial-host";

interface Open {
  readonly trial: Trial;
  readonly promise: Promise<TrialResult>;
  readonly settle: (result: TrialResult | Error) => void;
}

/** Trials whose results are waited for, by their ids. */
export class OpenTrials {
  private readonly all = new Map<string, Open>();

  get size(): number {
    return this.all.size;
  }

  ids(): string[] {
    return [...this.all.keys()];
  }

  /** The trial, while somebody waits for it. */
  trial(id: string): Trial | undefined {
    return this.all.get(id)?.trial;
  }

  /** Waits for a trial; asked twice, it is the same promise. */
  add(id: string, trial: Trial, onAbort: () => void, signal?: AbortSignal): Promise<TrialResult> {
    const there = this.all.get(id);
    if (there) return there.promise;
    let settle: Open["settle"] = () => {};
    const promise = new Promise<TrialResult>((resolve, reject) => {
      const abort = () => {
        this.settle(id, new AbortError("the trial was ended"));
        onAbort();
      };
      signal?.addEventListener("abort", abort, { once: true });
      settle = (result) => {
        signal?.removeEventListener("abort", abort);
        if (result instanceof Error) reject(result);
        else resolve(result);
      };
    });
    this.all.set(id, { trial, promise, settle });
    return promise;
  }

  /** Ends the waiting; where nobody waits, nothing happens. */
  settle(id: string, result: TrialResult | Error): void {
    const open = this.all.get(id);
    this.all.delete(id);
    open?.settle(result);
  }
}
