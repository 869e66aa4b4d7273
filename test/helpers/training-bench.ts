// What a training bench of test/helpers/panels.ts must say, computed here.
import { loadMnist } from "../../src/index";
import { inThreeLevels } from "../../src/panels/three-levels";
import { Trainer } from "../../src/panels/trainer";

/** The error in percent that the bench has after so many steps from its first weights. */
export function errorAt(steps: number, { rate = 0.005, filters = 8, batchSize = 1 } = {}): number {
  const trainer = new Trainer(inThreeLevels(loadMnist().train.take(2000)), {
    filters,
    batchSize,
    seed: 1,
    heldOut: 500,
  });
  if (steps > 0) trainer.step(steps, rate);
  return 100 * trainer.heldOutError();
}

/** What a bench says that was stopped. */
export function stoppedAt(caption: string | null): { steps: number; error: string } {
  const pattern = /^Stopped at step (\d+), after [\d.]+ epochs: ([\d.]+) % of 500 held-out images are wrong\.$/;
  const [, steps, error] = pattern.exec(caption ?? "") ?? [];
  if (error === undefined) throw new Error(`stoppedAt: expected a bench that stopped, which says "${caption}"`);
  return { steps: Number(steps), error };
}
