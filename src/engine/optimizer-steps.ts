import type { Optimizer } from "../training/optimizers";
import { Field } from "./kernels/field";

/** Which running means an optimizer needs room for: of gradients, of their squares. */
export function memoryOf(optimizer: Optimizer): { velocities: boolean; squared: boolean } {
  const squared = optimizer.kind === "adam";
  return { squared, velocities: squared || optimizer.momentum > 0 };
}

/** Whether a step is -learningRate · gradient and no more, so that a layer can take it by itself. */
export function isPlain(optimizer: Optimizer): boolean {
  return optimizer.kind === "sgd" && optimizer.momentum === 0 && optimizer.weightDecay === 0;
}

/** Writes one step's numbers into the control block, whose words and floats are two views of the same memory. */
export type OptimizerSteps = (
  learningRate: number,
  words: Int32Array,
  floats: Float32Array,
) => void;

/** Steps from the first one on; what changes from step to step is counted here. */
export function optimizerSteps(optimizer: Optimizer): OptimizerSteps {
  if (optimizer.kind === "adam") return adamSteps(optimizer);
  return (learningRate, words, floats) => {
    words[Field.IsAdam] = 0;
    floats[Field.Rate] = learningRate;
    floats[Field.Momentum] = optimizer.momentum;
    floats[Field.Decay] = optimizer.weightDecay;
  };
}

function adamSteps(optimizer: Extract<Optimizer, { kind: "adam" }>): OptimizerSteps {
  const { beta1, beta2, epsilon, weightDecay } = optimizer;
  let [power1, power2] = [1, 1];
  return (learningRate, words, floats) => {
    power1 *= beta1; // not beta1 ** t: products have the same bits on every machine
    power2 *= beta2;
    words[Field.IsAdam] = 1;
    floats.set([beta1, 1 - beta1, beta2, 1 - beta2, epsilon], Field.Adam);
    const step = [learningRate / (1 - power1), 1 / (1 - power2), learningRate * weightDecay];
    floats.set(step, Field.Adam + 5);
  };
}
