import { TrainingError } from "../errors";
import type { Network } from "../network/network";
import { ruinedWeight } from "../network/weights";

/** Says that the numbers ran away. @param network  as it was before the run */
export function divergedError(network: Network, what: string): TrainingError {
  const before = ruinedWeight(network);
  const advice = before ? `There was ${before} already: make a new network.` : "Try a smaller learning rate.";
  return new TrainingError(`train: ${what}; the network has its weights from before this call. ${advice}`);
}

/** What `trainAll` leaves out of an error: there lastRun() is the last network's. */
export const tellsOfRun = ", and lastRun() gives the run so far";

/** Wraps an error that is not about the numbers: of a schedule, or of a layer that a reader wrote. */
export function failedStepError(step: number, steps: number, cause: Error): TrainingError {
  return new TrainingError(
    `train: step ${step} of ${steps} failed: ${cause.message}. ` +
      `The network has the weights of the steps before it${tellsOfRun}.`,
    { cause },
  );
}
