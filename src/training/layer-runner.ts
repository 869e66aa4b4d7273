import { type Dataset, imageOf } from "../data/dataset";
import { type Parameters, requireGradients, type TrainingPass } from "../layers/layer";
import { argMax, type Tensor } from "../tensor";
import { crossEntropy } from "./cross-entropy";
import type { Network } from "./network";
import { sgd, updater } from "./optimizers";
import type { Runner, RunnerOptions } from "./runner";
import { trainingImages } from "./training-images";

/**
 * Runs a network by calling its layers, one image at a time.
 *
 * @throws {RangeError} if more than one thread is asked for
 */
export function layerRunner(
  network: Network,
  dataset: Dataset,
  { threads = 1, optimizer = sgd(), ...randomness }: Omit<RunnerOptions, "batchSize">,
): Runner {
  if (threads !== 1)
    throw new RangeError(`train: the layers run on 1 thread, got threads: ${threads}`);
  const parameters = network.parameters.map(({ data }) => data);
  const names = network.layers.map((layer) => Object.keys(layer.parameters));
  const sizes = parameters.map(({ length }) => length);
  const update = updater(optimizer, sizes);
  const images = trainingImages(dataset, randomness);

  return {
    ranOn: "layers",
    build: "float64",
    threads: 1,
    trainBatch(batch, learningRate) {
      const results = Array.from(batch, (i) => {
        const { pixels, pass } = images.next(i);
        const image = imageOf(pixels, dataset.imageShape);
        return gradientsOfImage(network, image, dataset.label(i), pass);
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
    dispose() {},
  };
}

/** The loss of one image, whether it was classified correctly, and the gradients of every layer's parameters by name. */
export function gradientsOfImage(
  network: Network,
  image: Tensor,
  label: number,
  pass: TrainingPass,
) {
  const probabilities = network.forward(image, pass);
  const { loss, dLdOut } = crossEntropy(probabilities, label);
  const gradients: Parameters[] = [];
  network.layers.reduceRight((slope: Tensor, layer, k) => {
    const backward = layer.backward(slope);
    requireGradients(layer, backward.gradients);
    gradients[k] = backward.gradients;
    return backward.dLdInput;
  }, dLdOut);
  return { loss, correct: argMax(probabilities.data) === label, gradients };
}

/** Σ_k gradients[k] / n, added in order. */
function mean(gradients: readonly Float64Array[]): Float64Array {
  if (gradients.length === 1) return gradients[0];
  const sum = new Float64Array(gradients[0].length);
  for (const slopes of gradients) for (let k = 0; k < sum.length; k++) sum[k] += slopes[k];
  for (let k = 0; k < sum.length; k++) sum[k] /= gradients.length;
  return sum;
}
