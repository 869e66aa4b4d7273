import type { Dataset } from "../data/dataset";
import { evaluate } from "./evaluate";
import type { Network } from "./network";

/** How a network did on its validation images after each epoch. */
export interface Validation {
  /** Mean cross-entropy, in nats, by epoch. */
  readonly losses: Float64Array;
  /** Share of right answers, 0 to 1, by epoch. */
  readonly accuracies: Float64Array;
  /** The epoch of the lowest loss, from 1; of equals the first. 0 if no loss was a number. */
  readonly bestEpoch: number;
}

/** Looks at the validation images after every epoch, and keeps the weights that did best. */
export interface Validator {
  /** After each epoch, with the network's weights up to date. @returns whether patience has run out */
  look(): boolean;
  /** Gives the network the weights of the best epoch. */
  restoreBest(): void;
  results(): Validation;
}

/** @param patience  epochs in a row without a lower loss after which it runs out */
export function validator(network: Network, images: Dataset, patience: number): Validator {
  const losses: number[] = [];
  const accuracies: number[] = [];
  let best: { epoch: number; loss: number; weights: Float64Array[] } | undefined;
  return {
    look() {
      const { loss, accuracy } = evaluate(network, images);
      losses.push(loss);
      accuracies.push(accuracy);
      if (loss < (best?.loss ?? Infinity)) {
        const weights = network.parameters.map(({ data }) => data.slice());
        best = { epoch: losses.length, loss, weights };
      }
      return losses.length - (best?.epoch ?? 0) >= patience;
    },
    restoreBest() {
      if (!best) return;
      for (const [k, { data }] of network.parameters.entries()) data.set(best.weights[k]);
    },
    results: () => ({
      losses: Float64Array.from(losses),
      accuracies: Float64Array.from(accuracies),
      bestEpoch: best?.epoch ?? 0,
    }),
  };
}
