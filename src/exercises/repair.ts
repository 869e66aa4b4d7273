// The judge of exercise 4.3b: the code as it circulates, repaired by the reader.
import { randomTensor } from "../layers/check-gradients";
import { Conv3x3 } from "../layers/conv3x3";
import { MaxPool2 } from "../layers/max-pool2";
import { Softmax } from "../layers/softmax";
import { seededRandom } from "../random";
import { type Tensor, tensor } from "../tensor";
import { crossEntropy } from "../training/cross-entropy";
import { numbersOff, tensorOff } from "./compare";
import { digits } from "./examples";
import { type Judge, right, type Verdict, wrong } from "./verdict";

/** The three classes of exercises/as-it-circulates.ts. */
export interface Repaired {
  readonly Conv3x3: new (
    filters: number,
  ) => {
    readonly filters: Float64Array;
    forward(image: Tensor): Tensor;
    backprop(dLdOut: Tensor, learnRate: number): unknown;
  };
  readonly MaxPool2: new () => { forward(input: Tensor): Tensor; backprop(dLdOut: Tensor): Tensor };
  readonly Softmax: new (
    inputs: number,
    nodes: number,
  ) => {
    readonly weights: Float64Array;
    readonly biases: Float64Array;
    forward(input: Tensor): Tensor;
    backprop(dLdOut: Tensor, learnRate: number): Tensor | undefined;
  };
}

const tolerance = 1e-12;
const steps = 20;

/** 4.3b: each class on its own, then twenty steps of training beside the package's layers. */
export const repairedCode: Judge<Repaired> = (code) =>
  convolutionOff(code) ?? poolingOff(code) ?? softmaxOff(code) ?? trainingOff(code);

/** @returns a wrong verdict where a backward pass stops at something that is not there */
function stopsAt(place: string, run: () => Verdict): Verdict {
  try {
    return run();
  } catch (error) {
    const hint = error instanceof TypeError ? forgotten : "it stops by itself: read what it says";
    return wrong(`${place} stops: ${error instanceof Error ? error.message : error}`, hint);
  }
}
const forgotten = "`backprop` reads what `forward` never kept";

function convolutionOff(code: Repaired): Verdict {
  const image = randomTensor([6, 9], seededRandom(6));
  const [theirs, ours] = [new code.Conv3x3(2), new Conv3x3(2)];
  ours.filters.data.set(theirs.filters);
  const hint = { tolerance, otherwise: "how many places has a filter of width 3 in a row of w pixels?" };
  const off = tensorOff("Conv3x3.forward", theirs.forward(image), ours.forward(image), hint);
  if (off) return off;
  const slopes = randomTensor([4, 7, 2], seededRandom(7));
  return stopsAt("Conv3x3.backprop", () => {
    theirs.backprop(slopes, 0.1);
    ours.backprop(slopes, 0.1);
    const comparison = { tolerance, otherwise: "filters[k] -= learnRate · ∂L/∂filters[k]" };
    return numbersOff("the filters after Conv3x3.backprop", theirs.filters, ours.filters.data, comparison);
  });
}

function poolingOff(code: Repaired): Verdict {
  const random = seededRandom(8);
  const input = tensor(
    [6, 8, 2],
    Float64Array.from({ length: 96 }, () => random.integer(3)),
  ); // with ties
  const slopes = randomTensor([3, 4, 2], random);
  const passed = (layer: { forward(input: Tensor): Tensor; backprop(dLdOut: Tensor): Tensor }) => {
    return [layer.forward(input), layer.backprop(slopes)];
  };
  const theirs = new code.MaxPool2();
  const [expected, expectedBack] = passed(new MaxPool2());
  const where = { tolerance, otherwise: "at which row of the input does row i of the windows begin?" };
  const off = tensorOff("MaxPool2.forward", theirs.forward(input), expected, where);
  if (off) return off;
  return stopsAt("MaxPool2.backprop", () => {
    const [, everyTie] = passed(new MaxPool2({ ties: "all" }));
    const mistakes = [
      { values: everyTie.data, hint: "every tied maximum gets the whole slope: notebook 2 measured that" },
    ];
    const comparison = {
      tolerance,
      mistakes,
      otherwise: "the first maximum of each window gets its slope",
    };
    return tensorOff("MaxPool2.backprop", theirs.backprop(slopes), expectedBack, comparison);
  });
}

function softmaxOff(code: Repaired): Verdict {
  const input = tensor([2, 2, 1], [3, -1, 2, 0.5]);
  const theirs = new code.Softmax(4, 3);
  const ours = new Softmax(4, 3, { random: seededRandom(9) });
  for (const scale of [1, 2000]) {
    theirs.weights.set(ours.weights.data.map((weight) => scale * weight));
    const p = theirs.forward(input);
    const otherwise = scale === 1 ? "totals, powers, shares" : "e^total overflows: subtract the largest total from all";
    const large = new Softmax(4, 3);
    large.weights.data.set(theirs.weights);
    const place = scale === 1 ? "Softmax.forward" : "Softmax.forward for totals in the thousands";
    const off = tensorOff(place, p, large.forward(input), { tolerance, otherwise });
    if (off) return off;
  }
  theirs.weights.set(ours.weights.data);
  return stopsAt("Softmax.backprop", () => {
    const { dLdOut } = crossEntropy(theirs.forward(input), 1);
    ours.forward(input);
    const slopes = ours.backprop(dLdOut, 0.1);
    const got = theirs.backprop(dLdOut, 0.1);
    const isShape = got?.shape?.join() === slopes.shape.join();
    const toInput = isShape
      ? "∂L/∂input[x] = Σ_c weights[x, c] · ∂L/∂total[c], with the weights from before the step"
      : "the shape is that of the input before it was flattened";
    const off =
      tensorOff("Softmax.backprop", got, slopes, { tolerance, otherwise: toInput }) ??
      numbersOff("the weights after Softmax.backprop", theirs.weights, ours.weights.data, {
        tolerance,
        otherwise: "weights[x, c] -= learnRate · input[x] · ∂L/∂total[c]",
      }) ??
      numbersOff("the biases after Softmax.backprop", theirs.biases, ours.biases.data, {
        tolerance,
        otherwise: "biases[c] -= learnRate · ∂L/∂total[c]",
      }) ??
      overflowOff(theirs, input);
    if (off) return off;
    theirs.forward(input);
    const zero = theirs.backprop(tensor([3]), 0.1);
    const otherwise = "a gradient of zeros comes in: zeros go out, not nothing";
    if (!zero) return wrong("Softmax.backprop of zeros gives nothing", otherwise);
    const comparison0 = { tolerance, otherwise };
    return tensorOff("Softmax.backprop of zeros", zero, tensor([2, 2, 1]), comparison0);
  });
}

/** Two totals in the thousands, a tenth apart: forward has their probabilities, and backprop must not lose them. */
function overflowOff(theirs: InstanceType<Repaired["Softmax"]>, input: Tensor): Verdict {
  const ours = new Softmax(4, 3);
  ours.weights.data.set([1000, 1000.1, 0], 0);
  ours.biases.data.fill(0);
  theirs.weights.set(ours.weights.data);
  theirs.biases.fill(0);
  const { dLdOut } = crossEntropy(theirs.forward(input), 1);
  ours.forward(input);
  const [got, slopes] = [theirs.backprop(dLdOut, 0.1), ours.backprop(dLdOut, 0.1)];
  const otherwise = "its powers overflow as forward's did: subtract the largest total from all here, too";
  return tensorOff("Softmax.backprop for totals in the thousands", got, slopes, { tolerance: 1e-9, otherwise });
}

function trainingOff(code: Repaired): Verdict {
  const theirs = [new code.Conv3x3(8), new code.MaxPool2(), new code.Softmax(1352, 10)] as const;
  const starts = [theirs[0].filters.slice(), theirs[2].weights.slice()];
  const expected = trained(starts);
  const back = (p: Tensor, label: number) => {
    const slopes = theirs[1].backprop(theirs[2].backprop(crossEntropy(p, label).dLdOut, 0.005) as Tensor);
    theirs[0].backprop(slopes, 0.005);
  };
  const got = losses((image) => theirs[2].forward(theirs[1].forward(theirs[0].forward(image))), back);
  const otherwise = "each layer alone is right: does one change something that another still needs?";
  const off = numbersOff(`the losses of ${steps} steps`, got, expected, { tolerance, otherwise, ifNear: otherwise });
  return off ?? right(`${steps} steps of training give the package's losses, to ${tolerance}.`);
}

/** The losses of the package's layers from such filters and weights. */
function trained([filters, weights]: readonly Float64Array[]): number[] {
  const [conv, pool, softmax] = [new Conv3x3(8), new MaxPool2(), new Softmax(1352, 10)];
  conv.filters.data.set(filters);
  softmax.weights.data.set(weights);
  const back = (p: Tensor, label: number) => {
    conv.backprop(pool.backprop(softmax.backprop(crossEntropy(p, label).dLdOut, 0.005)), 0.005);
  };
  return losses((image) => softmax.forward(pool.forward(conv.forward(image))), back);
}

function losses(forward: (image: Tensor) => Tensor, back: (p: Tensor, label: number) => void): number[] {
  const { train } = digits();
  return Array.from({ length: steps }, (_, i) => {
    const p = forward(train.image(i));
    const { loss } = crossEntropy(p, train.label(i));
    back(p, train.label(i));
    return loss;
  });
}
