import type { Runner } from "./runner";

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
  /** Estimated from the steps done so far. */
  readonly secondsLeft: number;
}

/** Tells how far training has come, after every step; it passes news on at most ten times a second, and at the end. */
export interface Reporter {
  (step: number): void;
  /** The last news, where it was not told yet. */
  end(step: number): void;
  secondsPassed(): number;
}

const progressInterval = 0.1; // seconds

/** Begins to measure time. Ten times a second the network is given the weights reached, and `onProgress`, if any, is called. */
export function reporter(
  runner: Pick<Runner, "writeBack">,
  losses: Float64Array,
  accuracies: Float64Array,
  { steps, epochs }: { steps: number; epochs: number },
  onProgress: ((progress: Progress) => void) | undefined,
): Reporter {
  const started = performance.now();
  const secondsPassed = () => (performance.now() - started) / 1000;
  let reported = 0;
  let reportedAt = 0;
  const tell = (step: number, stepsLeft: number) => {
    if (step === reported) return;
    const passed = secondsPassed();
    runner.writeBack(); // also where nobody listens: what Stop leaves behind is what was written back last
    onProgress?.({
      step,
      steps,
      epoch: Math.ceil((step * epochs) / steps),
      epochs,
      loss: mean(losses.subarray(reported, step)),
      accuracy: mean(accuracies.subarray(reported, step)),
      secondsPassed: passed,
      secondsLeft: (passed / step) * stepsLeft,
    });
    reported = step;
    reportedAt = passed;
  };
  const report = (step: number) => {
    if (step < steps && secondsPassed() - reportedAt >= progressInterval) tell(step, steps - step);
  };
  return Object.assign(report, { end: (step: number) => tell(step, 0), secondsPassed });
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
