import { imageMover } from "../data/augment";
import { type Dataset, imageOf } from "../data/dataset";
import type { Network } from "../network/network";
import { checkedPass } from "./checked-pass";
import { gradientsOfImage } from "./image-pass";
import { sgd } from "./optimizers";
import type { Runner, RunnerOptions } from "./runner";
import { trainingImages } from "./training-images";
import { updater } from "./updater";

/** How the layers train; the size of a batch is that of the batch handed in. */
export interface LayerRunnerOptions extends Omit<RunnerOptions, "batchSize"> {
  /** Why nothing faster runs. */
  readonly declined?: string | undefined;
}

/**
 * Runs a network by calling its layers, one image at a time.
 *
 * @throws {RangeError} if more than one thread is asked for
 */
export function layerRunner(network: Network, dataset: Dataset, options: LayerRunnerOptions): Runner {
  const { threads = 1, optimizer = sgd(), memory, declined } = options;
  if (threads !== 1) throw new RangeError(`train: the layers run on 1 thread, got threads: ${threads}`);
  const parameters = network.parameters.map(({ data }) => data);
  const names = network.layers.map((layer) => Object.keys(layer.parameters));
  const sizes = parameters.map(({ length }) => length);
  const update = updater(optimizer, sizes, memory);
  const images = trainingImages(dataset, options);
  const moved = imageMover(dataset.imageShape);
  let checked = false;

  return {
    ranOn: "layers",
    threads: 1,
    declined,
    trainBatch(batch, learningRate) {
      const results = Array.from(batch, (i) => {
        const { pixels, move, pass } = images.next(i);
        const image = imageOf(move ? moved(pixels, move) : pixels, dataset.imageShape);
        const label = dataset.label(i);
        const results = (checked ? gradientsOfImage : checkedPass)(network, image, label, pass);
        checked = true;
        return results;
      });
      const gradients = names.flatMap((ofLayer, k) =>
        ofLayer.map((name) => mean(results.map((result) => result.gradients[k][name].data))),
      );
      update.step(parameters, gradients, learningRate);
      const loss = results.reduce((sum, result) => sum + result.loss, 0) / batch.length;
      return { loss, correct: results.filter((result) => result.correct).length };
    },
    predict: (i) => network.forward(dataset.image(i)).data,
    writeBack() {},
    remembered: update.memory,
    dispose() {},
  };
}

/** Σ_k gradients[k] / n, added in order. */
function mean(gradients: readonly Float64Array[]): Float64Array {
  if (gradients.length === 1) return gradients[0];
  const sum = new Float64Array(gradients[0].length);
  for (const slopes of gradients) for (let k = 0; k < sum.length; k++) sum[k] += slopes[k];
  for (let k = 0; k < sum.length; k++) sum[k] /= gradients.length;
  return sum;
}
