import type { Runner } from "./runner";
import type { TrainingState } from "./training-state";
import type { Validation } from "./validation";

/** What a training run left behind. */
export interface Run {
  /** Mean loss, in nats, of each step's images before its update. */
  readonly losses: Float64Array;
  /** Share of each step's images that were classified correctly before its update, 0 to 1. */
  readonly accuracies: Float64Array;
  /**
   * Epochs that were run: fewer than asked for where patience ran out, and no whole number where the run was stopped.
   */
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** Loss and accuracy on the validation images by epoch; undefined without such images. */
  readonly validation?: Validation;
  /** Whether the run came to its end: false for what `lastRun` gives after Stop or an error. */
  readonly finished: boolean;
  readonly seed: number;
  readonly seconds: number;
  readonly ranOn: Runner["ranOn"];
  readonly threads: number;
  /** For train(network, dataset, { resume: run }), and for a model file. */
  readonly state: TrainingState;
}
