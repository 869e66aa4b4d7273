import type { Dataset } from "../data/dataset";
import { descend, type Parameters } from "../layers/layer";
import { argMax, type Tensor } from "../tensor";
import { crossEntropy } from "./cross-entropy";
import type { Network } from "./network";
import type { Runner, RunnerOptions } from "./runner";

/**
 * Runs a network by calling its layers, one image at a time.
 *
 * @throws {RangeError} if more than one thread is asked for
 */
export function layerRunner(
  network: Network,
  dataset: Dataset,
  { threads }: Pick<RunnerOptions, "threads">,
): Runner {
  if (threads !== 1)
    throw new RangeError(`train: the layers run on 1 thread, got threads: ${threads}`);
  const gradientsOfImage = (i: number) => {
    const probabilities = network.forward(dataset.image(i));
    const { loss, dLdOut } = crossEntropy(probabilities, dataset.label(i));
    const gradients: Parameters[] = [];
    network.layers.reduceRight((slope: Tensor, layer, k) => {
      const backward = layer.backward(slope);
      gradients[k] = backward.gradients;
      return backward.dLdInput;
    }, dLdOut);
    return { loss, correct: argMax(probabilities.data) === dataset.label(i), gradients };
  };

  return {
    ranOn: "layers",
    trainBatch(images, learningRate) {
      const results = Array.from(images, gradientsOfImage);
      for (const { gradients } of results) {
        network.layers.forEach(({ parameters }, k) => {
          for (const name of Object.keys(parameters)) {
            descend(parameters[name], gradients[k][name], learningRate / images.length);
          }
        });
      }
      const loss = results.reduce((sum, result) => sum + result.loss, 0) / images.length;
      return { loss, correct: results.filter((result) => result.correct).length };
    },
    predict: (i) => network.forward(dataset.image(i)).data,
    writeBack() {},
    dispose() {},
  };
}
