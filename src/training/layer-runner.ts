import type { Dataset } from "../data/dataset";
import { descend, type Parameters } from "../layers/layer";
import { argMax, type Tensor, tensor } from "../tensor";
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
  { threads = 1, momentum = 0 }: Pick<RunnerOptions, "threads" | "momentum">,
): Runner {
  if (threads !== 1)
    throw new RangeError(`train: the layers run on 1 thread, got threads: ${threads}`);
  const update = momentum === 0 ? descend : withMomentum(momentum);

  return {
    ranOn: "layers",
    build: "float64",
    threads: 1,
    trainBatch(images, learningRate) {
      const results = Array.from(images, (i) => gradientsOfImage(network, dataset, i));
      network.layers.forEach(({ parameters }, k) => {
        for (const name of Object.keys(parameters)) {
          const gradients = results.map((result) => result.gradients[k][name]);
          update(parameters[name], mean(gradients), learningRate);
        }
      });
      const loss = results.reduce((sum, result) => sum + result.loss, 0) / images.length;
      return { loss, correct: results.filter((result) => result.correct).length };
    },
    predict: (i) => network.forward(dataset.image(i)).data,
    writeBack() {},
    dispose() {},
  };
}

/** The loss of one image, whether it was classified correctly, and the gradients of every layer's parameters by name. */
export function gradientsOfImage(network: Network, dataset: Dataset, i: number) {
  const probabilities = network.forward(dataset.image(i));
  const { loss, dLdOut } = crossEntropy(probabilities, dataset.label(i));
  const gradients: Parameters[] = [];
  network.layers.reduceRight((slope: Tensor, layer, k) => {
    const backward = layer.backward(slope);
    gradients[k] = backward.gradients;
    return backward.dLdInput;
  }, dLdOut);
  return { loss, correct: argMax(probabilities.data) === dataset.label(i), gradients };
}

/** Σ_k gradients[k] / n, added in order. */
function mean(gradients: readonly Tensor[]): Tensor {
  if (gradients.length === 1) return gradients[0];
  const sum = tensor(gradients[0].shape);
  for (const { data } of gradients) for (let k = 0; k < data.length; k++) sum.data[k] += data[k];
  for (let k = 0; k < sum.data.length; k++) sum.data[k] /= gradients.length;
  return sum;
}

/**
 * Gradient descent that remembers: velocity = momentum · velocity + gradient, parameter -= rate · velocity.
 *
 * @see Polyak, "Some methods of speeding up the convergence of iteration methods", 1964
 */
function withMomentum(momentum: number): typeof descend {
  const velocities = new Map<Tensor, Tensor>();
  return (parameter, gradient, rate) => {
    const velocity = velocities.get(parameter) ?? tensor(parameter.shape);
    for (let k = 0; k < velocity.data.length; k++) {
      velocity.data[k] = momentum * velocity.data[k] + gradient.data[k];
    }
    velocities.set(parameter, velocity);
    descend(parameter, velocity, rate);
  };
}
