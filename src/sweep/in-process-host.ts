import { epochsOfTrial } from "./run-trial";
import { AbortError, type TrialHost } from "./trial-host";

/**
 * Runs trials in this process, one after the other, where there are no other processes: in the browser edition. Between
 * two epochs whatever waits has its turn.
 */
export function inProcessHost(): TrialHost {
  let closed = false;
  let last: Promise<unknown> = Promise.resolve();
  return {
    capacity: 1,
    run(_, trial, goesOn, signal) {
      const work = async () => {
        const epochs = epochsOfTrial(trial);
        for (let go: boolean | undefined; ; ) {
          if (closed || signal?.aborted) throw new AbortError("the trial was ended");
          const next = epochs.next(go);
          if (next.done === true) return next.value;
          go = await goesOn(next.value);
          await new Promise((resolve) => setTimeout(resolve, 0));
        }
      };
      const result = last.then(work);
      last = result.catch(() => {});
      return result;
    },
    async close() {
      closed = true;
      await last;
    },
  };
}
