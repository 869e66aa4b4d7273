import { meanOf } from "../statistics";
import type { StepsDone } from "./steps-done";

/** How far training has come. */
export interface Progress {
  /** Steps done, of all. */
  readonly step: number;
  readonly steps: number;
  /** The epoch of the last step, from 1, of all. */
  readonly epoch: number;
  readonly epochs: number;
  /** Mean loss in nats and share of right answers, 0 to 1, since the last call. */
  readonly loss: number;
  readonly accuracy: number;
  readonly secondsPassed: number;
  /** Estimated from the steps done so far; 0 at the end, also where that came early. */
  readonly secondsLeft: number;
}

/** Measures a run's time, and tells how far it has come. */
export interface Clock {
  /** Reads the time. @returns whether a tenth of a second has passed since the last `tell` */
  due(): boolean;
  /** Calls onProgress, if any, with what came since the last call; it does nothing if nothing came. */
  tell(step: number, end: boolean): void;
  /** The time from the start to the last reading of the clock: a stopped run does not go on taking time. */
  seconds(): number;
}

const progressInterval = 0.1; // seconds

/**
 * @param steps  of the whole run
 * @param done   those done, which become more while the run goes on
 */
export function startClock(
  steps: number,
  { epochs, onProgress }: { readonly epochs: number; readonly onProgress?: ((progress: Progress) => void) | undefined },
  { losses, accuracies }: Pick<StepsDone, "losses" | "accuracies">,
): Clock {
  const started = performance.now();
  let passed = 0; // seconds
  let told = 0; // steps
  let toldAt = 0; // seconds
  const read = () => {
    passed = (performance.now() - started) / 1000;
    return passed;
  };
  return {
    due: () => read() - toldAt >= progressInterval,
    tell(step, end) {
      read();
      if (step === told) return;
      onProgress?.({
        step,
        steps,
        epochs,
        epoch: Math.ceil((step * epochs) / steps),
        loss: meanOf(losses.subarray(told, step)),
        accuracy: meanOf(accuracies.subarray(told, step)),
        secondsPassed: passed,
        secondsLeft: end ? 0 : (passed / step) * (steps - step),
      });
      told = step;
      toldAt = passed;
    },
    seconds: () => passed,
  };
}
