import { type Parameters, requireGradients, type TrainingPass } from "../layers/layer";
import type { Network } from "../network/network";
import { argMax, type Tensor } from "../tensor";
import { crossEntropy } from "./cross-entropy";

/**
 * What one image gave: its loss, whether it was classified correctly, and the gradients of every layer's parameters by
 * name.
 */
export interface ImagePass {
  readonly loss: number;
  readonly correct: boolean;
  readonly gradients: readonly Parameters[];
}

/** One image forward and back. Changes no weights. */
export function gradientsOfImage(network: Network, image: Tensor, label: number, pass: TrainingPass): ImagePass {
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
