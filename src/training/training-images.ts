import { type Move, randomMoves } from "../data/augment";
import type { Dataset } from "../data/dataset";
import type { TrainingPass } from "../layers/layer";
import { randomBits } from "../random";
import type { RunnerOptions } from "./runner";

/** Fetches the next image of a run. */
export interface TrainingImages {
  /**
   * Image i, a position in the data set, with all that is random about it.
   *
   * @returns pixels, the grey levels as they are stored; move, how the run moves them, if that was asked for
   */
  next(i: number): {
    readonly pixels: Uint8Array;
    readonly move: Move | undefined;
    readonly pass: TrainingPass;
  };
}

/**
 * The images of a training run, in the order that training-loop.ts draws. All that is random about an image follows
 * from the run's seed and from n, the number of images before it in this run and in the runs that it resumes. So it is
 * the same on the layers, on the engine and on any number of threads.
 *
 *   augmentation   randomBits(seed, 2n)
 *   dropout        randomBits(seed, 2n + 1)
 */
export function trainingImages(
  dataset: Dataset,
  { seed = 0, augment, imagesBefore = 0 }: Pick<RunnerOptions, "seed" | "augment" | "imagesBefore">,
): TrainingImages {
  const draw = augment && randomMoves(dataset.imageShape, augment);
  let n = imagesBefore;
  return {
    next(i) {
      const move = draw?.(randomBits(seed, 2 * n));
      const pass = { seed: randomBits(seed, 2 * n + 1) };
      n++;
      return { pixels: dataset.pixels(i), move, pass };
    },
  };
}
