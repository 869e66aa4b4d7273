import type { Dataset } from "../data/dataset";
import type { Network } from "../network/network";
import { rememberRun } from "./last-run";
import { runOf } from "./quick-runs";
import { requireFit } from "./require-fit";
import type { Run } from "./run";
import { sayIfSlower } from "./say-if-slower";
import { settingsOf, type TrainOptions } from "./train-options";
import { TrainingLoop } from "./training-loop";
import type { Validated } from "./validation";

/** An epoch that has just been run. */
export interface Epoch {
  /** From 1, of `epochs`. */
  readonly epoch: number;
  readonly epochs: number;
  /** Means over the epoch's steps: the loss in nats, the share of right answers from 0 to 1. */
  readonly loss: number;
  readonly accuracy: number;
  /** How the network does on the validation images, where there are any. */
  readonly validation?: Validated;
}

/**
 * A training run epoch by epoch, for a loop that looks at the network in between or ends early. `train` is such a loop.
 *
 *   for (const { loss } of epochsOf(network, mnist.train, { epochs: 10 })) if (loss < 0.05) break;
 *
 * The network is up to date after each epoch. Options and errors are those of `train`. The generator returns the Run;
 * where the loop was left early, `lastRun` gives it.
 */
export function* epochsOf(
  network: Network,
  dataset: Dataset,
  options: TrainOptions = {},
): Generator<Epoch, Run, undefined> {
  const run = runOf(dataset, options);
  const settings = settingsOf(run.dataset, run.options);
  requireFit("train", network, run.dataset);
  const loop = new TrainingLoop(network, run.dataset, settings);
  rememberRun(() => loop.run());
  try {
    sayIfSlower(loop.runner);
    const { epochs, patience } = settings;
    for (let epoch = 1; epoch <= epochs; epoch++) {
      loop.runEpoch();
      const validation = loop.watch?.look();
      yield { epoch, epochs, ...loop.stepsDone.lastMeans(loop.stepsPerEpoch), ...(validation && { validation }) };
      if (validation && validation.epochsSinceBest >= patience) break;
    }
    const finished = loop.finish();
    rememberRun(() => finished);
    return finished;
  } finally {
    if (!loop.finished) settings.observer?.end();
    loop.runner.dispose();
  }
}
