import { type Augmentation, augmenter } from "../data/augment";
import type { Dataset } from "../data/dataset";
import type { TrainingPass } from "../layers/layer";
import { randomBits } from "../random";

/** Fetches the next image of a run. */
export interface TrainingImages {
  /**
   * The grey levels of image i (a position in the data set) as the run sees them: moved at random, if that was asked for.
   *
   * @param out  where they go; left out, into an array that the next call uses again
   */
  next(i: number, out?: Uint8Array): { readonly pixels: Uint8Array; readonly pass: TrainingPass };
}

/**
 * The images of a training run, in whatever order they are asked for. All that is random about one follows from the run's
 * seed and from n, how many came before it in the run: so it is the same on the layers, on the engine and on any number of threads.
 *
 *   augmentation   randomBits(seed, 2n)
 *   dropout        randomBits(seed, 2n + 1)
 */
export function trainingImages(
  dataset: Dataset,
  { seed = 0, augment }: { readonly seed?: number; readonly augment?: Augmentation | undefined },
): TrainingImages {
  const move = augment && augmenter(dataset.imageShape, augment);
  const reused = new Uint8Array(dataset.imageShape[0] * dataset.imageShape[1]);
  let n = 0;
  return {
    next(i, out = reused) {
      const original = dataset.pixels(i);
      if (move) move(original, randomBits(seed, 2 * n), out);
      else out.set(original);
      const pass = { seed: randomBits(seed, 2 * n + 1) };
      n++;
      return { pixels: out, pass };
    },
  };
}
