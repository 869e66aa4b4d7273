// The judge of exercise 6.1.
import { gradientErrors, gradientTolerance, randomTensor } from "../layers/check-gradients";
import type { Layer } from "../layers/layer";
import { seededRandom } from "../random";
import { sizeOf, type Tensor, tensor } from "../tensor";
import { backwardOpen, isTensor, type Mistake, numbersOff, tensorOff, touched } from "./compare";
import { copyOf } from "./examples";
import { type Judge, right, type Verdict, wrong } from "./verdict";

/** 6.1: a rectifier that learns how much of the negative numbers to let through. */
export const learnedLeak: Judge<new () => Layer> = (LearnedLeak) => {
  const layer = new LearnedLeak();
  const input = randomTensor([4, 5, 2], seededRandom(11));
  const given = copyOf(input);
  const out = layer.forward(given);
  if (isTensor(out) && sizeOf(out.shape) === 0) return undefined;
  const parameters = Object.values(layer.parameters);
  if (parameters.length !== 1 || parameters[0].data.length !== 1) {
    return wrong(
      `${parameters.length} parameters`,
      "one, of one number: readonly parameters = { slope: tensor([1], [0.1]) }",
    );
  }
  const written = touched("forward's input", given.data, input.data);
  if (written) return written;
  const slope = parameters[0].data;
  // Training will change it, perhaps to beyond 1.
  for (const changed of [0.3, 1.5]) {
    slope[0] = changed;
    const off = leakOff(layer.forward(input), input, changed);
    if (off) return off;
  }
  return (
    leakSlopesOff(layer, input, slope[0]) ??
    right("what has a slope can be learned: put it in `parameters`, give its gradient, and `train` does the rest.")
  );
};

function leakOff(out: Tensor, input: Tensor, slope: number): Verdict {
  const leaky = (leak: number) => input.data.map((x) => (x > 0 ? x : leak * x));
  const mistakes: Mistake[] = [
    { values: leaky(0.1), hint: "use the parameter's number as it is now, not 0.1: training changes it" },
    { values: leaky(0), hint: "that is ReLU: negative numbers are let through, times the slope" },
    {
      values: input.data.map((x) => Math.max(x, slope * x)),
      hint: "the larger of x and slope · x is right while slope is below 1, and training may lead it beyond",
    },
    {
      values: input.data.map((x) => (x > 0 ? slope * x : x)),
      hint: "the other way round: positive numbers pass as they are",
    },
  ];
  const comparison = { tolerance: 1e-12, mistakes, otherwise: "x where x > 0, slope · x elsewhere" };
  return tensorOff("forward", out, tensor(input.shape, leaky(slope)), comparison);
}

function leakSlopesOff(layer: Layer, input: Tensor, slope: number): Verdict {
  const upstream = randomTensor(layer.forward(input).shape, seededRandom(12));
  const given = copyOf(upstream);
  const { dLdInput, gradients } = layer.backward(given);
  if (Object.values(layer.parameters)[0].data[0] !== slope)
    return wrong("backward changed the parameter", "it measures only: `backprop` takes the step afterwards");
  const written = touched("backward's dLdOut", given.data, upstream.data);
  if (written) return written;
  const expected = upstream.data.map((g, k) => (input.data[k] > 0 ? g : slope * g));
  const stepped = upstream.data.map((g, k) => (input.data[k] > 0 ? g : 0));
  const mistakes: Mistake[] = [
    { values: stepped, hint: "where x is negative the slope goes on, times the parameter" },
    {
      values: upstream.data.map((g, k) => (input.data[k] > 0 ? g : 0.1 * g)),
      hint: "the parameter as it is now, not 0.1",
    },
  ];
  const comparison = {
    tolerance: 1e-12,
    mistakes,
    otherwise: "look at the sign of the *input*, kept by forward",
  };
  const open = backwardOpen(dLdInput);
  if (open) return open;
  const off = tensorOff("dLdInput", dLdInput, tensor(input.shape, expected), comparison);
  if (off) return off;
  const [name] = Object.keys(layer.parameters);
  if (!gradients[name])
    return wrong(`gradients has no ${name}`, "gradients: { slope: tensor([1], [...]) }, by the parameter's name");
  if (!isTensor(gradients[name])) return wrong(`gradients.${name} is no tensor`, "tensor([1], [your sum])");
  const negative = upstream.data.map((g, k) => (input.data[k] > 0 ? 0 : g * input.data[k]));
  const sum = negative.reduce((total, value) => total + value, 0);
  const ofSlope: Mistake[] = [
    { values: [0], hint: "it has a slope: nudge the parameter, and every negative number of the output moves" },
    { values: [-sum], hint: "the sign" },
    { values: [sum / input.data.length], hint: "the sum over all places, not the mean" },
    {
      values: [upstream.data.reduce((total, g, k) => total + g * input.data[k], 0)],
      hint: "positive numbers do not depend on it",
    },
    {
      values: [upstream.data.reduce((total, g, k) => total + (input.data[k] > 0 ? 0 : g), 0)],
      hint: "out = slope · x: by how much does it move when slope rises by 1? By x",
    },
  ];
  const sums = { tolerance: 1e-9, mistakes: ofSlope, otherwise: "Σ dLdOut · x over the places where x is negative" };
  const gradientOff = numbersOff("the parameter's gradient", gradients[name].data, [sum], sums);
  if (gradientOff) return gradientOff;
  const agrees = Object.values(gradientErrors(layer, input)).every((error) => error < gradientTolerance);
  return agrees
    ? undefined
    : wrong(
        "backward differs from what nudging measures",
        "right at first, wrong later: does the layer keep something of the call before?",
      );
}
