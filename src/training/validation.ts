import type { Dataset } from "../data/dataset";
import type { Network } from "../network/network";
import { weightsNow } from "../network/weights";
import { evaluate } from "./evaluate";

/** How a network did on its validation images after each epoch. */
export interface Validation {
  /** Mean cross-entropy, in nats, by epoch. */
  readonly losses: Float64Array;
  /** Share of right answers, 0 to 1, by epoch. */
  readonly accuracies: Float64Array;
  /** The epoch of the lowest loss, from 1; of equals the first. 0 before the first. */
  readonly bestEpoch: number;
}

/** How it did after one epoch. */
export interface Validated {
  readonly loss: number;
  readonly accuracy: number;
  /** 0 where no earlier epoch had a loss as low. */
  readonly epochsSinceBest: number;
}

/** Looks at the validation images after every epoch, and keeps the weights that did best. */
export interface Validator {
  /** After each epoch, with the network's weights up to date. */
  look(): Validated;
  /** Gives the network the weights of the best epoch. */
  restoreBest(): void;
  results(): Validation;
}

/** @returns what judges the network after each epoch, by images that it does not learn from */
export function validator(network: Network, images: Dataset): Validator {
  const losses: number[] = [];
  const accuracies: number[] = [];
  let best = { epoch: 0, loss: Infinity, restore: () => {} };
  return {
    look() {
      const { loss, accuracy } = evaluate(network, images);
      losses.push(loss);
      accuracies.push(accuracy);
      if (loss < best.loss) best = { epoch: losses.length, loss, restore: weightsNow(network) };
      return { loss, accuracy, epochsSinceBest: losses.length - best.epoch };
    },
    restoreBest: () => best.restore(),
    results: () => ({
      losses: Float64Array.from(losses),
      accuracies: Float64Array.from(accuracies),
      bestEpoch: best.epoch,
    }),
  };
}
