// What several judges look at.
import type { TrainAndTest } from "../data/load-dataset";
import { loadMnist } from "../data/mnist";
import { type Tensor, tensor } from "../tensor";

let kept: WeakRef<TrainAndTest> | undefined;

/** MNIST, kept as long as memory allows: a judge is asked many times. */
export function digits(): TrainAndTest {
  const loaded = kept?.deref() ?? loadMnist();
  kept = new WeakRef(loaded);
  return loaded;
}

/** The article's 4 x 4 image. */
export const smallImage = tensor([4, 4], [0, 50, 0, 29, 0, 80, 31, 2, 33, 90, 0, 75, 0, 9, 0, 95]);

/** One number for each 2 x 2 window, channel by channel: (h, w, f) -> (h / 2, w / 2, f), rounded down. */
export function pooledBy({ shape: [h, w, channels = 1], data }: Tensor, of: (window: number[]) => number): Tensor {
  const [rows, columns] = [Math.floor(h / 2), Math.floor(w / 2)];
  const out = tensor([rows, columns, channels]);
  for (let k = 0; k < out.data.length; k++) {
    const [i, j, f] = [Math.floor(k / channels / columns), Math.floor(k / channels) % columns, k % channels];
    const at = (di: number, dj: number) => data[((2 * i + di) * w + 2 * j + dj) * channels + f];
    out.data[k] = of([at(0, 0), at(0, 1), at(1, 0), at(1, 1)]);
  }
  return out;
}

/** A tensor that an answer may do with as it likes. */
export const copyOf = ({ shape, data }: Tensor) => tensor(shape, data.slice());

export const sumOf = (window: readonly number[]) => window.reduce((sum, value) => sum + value, 0);
