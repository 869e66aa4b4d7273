import type { Dataset } from "../data/dataset";
import type { Network } from "../network/network";
import { gradientsOfImage } from "../training/image-pass";
import type { Engine } from "./memory/engine";

/** Far above what float32 costs, far below what another formula does. */
const lossTolerance = 1e-4;
const gradientTolerance = 0.02;

/** One pass for both, so that dropout leaves out the same values on the layers and on the engine. */
const pass = { seed: 1 };

/**
 * Whether the engine computes what the layers do, asked of the data set's first image. The layers are the
 * specification: a reader who edits `src/layers/conv3x3.ts`, or overrides a method, shall see what the edit does.
 *
 * @returns undefined if both give NaN, as when a weight is NaN: then nothing can be compared
 */
export function agreesWithLayers(engine: Engine, network: Network, dataset: Dataset): boolean | undefined {
  const { loss, gradients } = gradientsOfImage(network, dataset.image(0), dataset.label(0), pass);
  const before = network.parameters.map(({ data }) => data);
  const slopes = network.layers.flatMap(({ parameters }, k) =>
    Object.keys(parameters).map((name) => gradients[k][name].data),
  );
  // The step is as long as a tenth of the weights, so that their difference tells the gradient to six digits.
  const [size, slope] = [norm(before), norm(slopes)];
  const rate = slope > 0 && size > 0 ? (0.1 * size) / slope : 1;
  const tried = engine.tryStep(0, rate, pass);
  if (Number.isNaN(loss) && Number.isNaN(tried.loss)) return undefined;
  const agrees = tried.after.every((values, k) => {
    const off = values.map((value, x) => value - (before[k][x] - rate * slopes[k][x]));
    return norm([off]) <= gradientTolerance * rate * norm([slopes[k]]) + 1e-6 * norm([before[k]]);
  });
  return agrees && Math.abs(tried.loss - loss) <= lossTolerance * (1 + Math.abs(loss));
}

function norm(tensors: readonly Float64Array[]): number {
  let sum = 0;
  for (const values of tensors) for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}
