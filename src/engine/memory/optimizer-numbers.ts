import type { Adam, Optimizer, SGD } from "../../training/optimizers";
import { Control } from "../simd/control";

/** Whether a step is -learningRate · gradient and no more, so that a layer can take it by itself. */
export function isPlain(optimizer: Optimizer): boolean {
  return optimizer.kind === "sgd" && optimizer.momentum === 0 && optimizer.weightDecay === 0;
}

/** Writes one step's numbers into the control block, whose words and floats are two views of the same memory. */
export type OptimizerNumbers = (learningRate: number, words: Int32Array, floats: Float32Array) => void;

/** @param stepsBefore  how many steps the optimizer has taken; what changes from step to step is counted here */
export function optimizerNumbers(optimizer: Optimizer, stepsBefore = 0): OptimizerNumbers {
  return optimizer.kind === "adam" ? adamSteps(optimizer, stepsBefore) : sgdSteps(optimizer);
}

function sgdSteps({ momentum, weightDecay }: SGD): OptimizerNumbers {
  return (learningRate, words, floats) => {
    words[Control.IsAdam] = 0;
    floats[Control.Rate] = learningRate;
    floats[Control.Momentum] = momentum;
    floats[Control.Decay] = weightDecay;
  };
}

function adamSteps({ beta1, beta2, epsilon, weightDecay }: Adam, stepsBefore: number): OptimizerNumbers {
  let [power1, power2] = [1, 1];
  const count = () => {
    power1 *= beta1; // not beta1 ** t: products have the same bits on every machine
    power2 *= beta2;
  };
  for (let t = 0; t < stepsBefore; t++) count();
  return (learningRate, words, floats) => {
    count();
    words[Control.IsAdam] = 1;
    floats.set([beta1, 1 - beta1, beta2, 1 - beta2, epsilon], Control.Adam);
    const step = [learningRate / (1 - power1), 1 / (1 - power2), learningRate * weightDecay];
    floats.set(step, Control.Adam + 5);
  };
}
