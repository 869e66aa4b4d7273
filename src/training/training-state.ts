import type { Optimizer } from "./optimizers";
import type { OptimizerMemory } from "./updater";

/** What a run hands on to one that resumes it. */
export interface TrainingState {
  readonly optimizer: Optimizer;
  /** What the optimizer remembers, in the order of the network's parameters. */
  readonly memory: OptimizerMemory;
  /** What order, augmentation and dropout follow from. */
  readonly seed: number;
  /** Epochs begun so far, by this run and the runs that it resumed. As many orders of the images were drawn. */
  readonly epochs: number;
  /** Images shown so far, by the same runs. Augmentation and dropout were drawn for as many. */
  readonly images: number;
}
