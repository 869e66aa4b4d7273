import { describe } from "vitest";
import {
  argMax,
  Conv3x3,
  crossEntropy,
  loadMnist,
  MaxPool2,
  Network,
  Softmax,
  seededRandom,
  type Tensor,
  tensor,
  train,
} from "../../src/index";
import { hints, solved, unsolved } from "./wrong";

const { train: digits, test: testDigits } = loadMnist();
const random = seededRandom(1);
const network = new Network([new Conv3x3(4, { random }), new MaxPool2(), new Softmax(676, 10, { random })]);
train(network, digits.take(2000), { seed: 1 });

const answerTo = (i: number) => argMax(network.forward(testDigits.image(i)).data);
interface StepOptions {
  readonly steps?: number;
  readonly sign?: number;
  readonly within?: number;
  readonly least?: number;
  readonly i?: number;
}

/** The image after steps of a grey level each, against the slope of the loss whose label is the target. */
function stepped(target: number, options: StepOptions = {}): Tensor {
  const { steps = 100, sign = -1, within = 40, least = -0.5, i = which } = options;
  const original = testDigits.image(i);
  const out = tensor([28, 28], original.data.slice());
  for (let n = 0; n < steps; n++) {
    const { dLdOut } = crossEntropy(network.forward(out), target);
    const slopes = network.layers.reduceRight((g, layer) => layer.backward(g).dLdInput, dLdOut);
    out.data.forEach((value, k) => {
      const [low, high] = [original.data[k] - within / 255, original.data[k] + within / 255];
      const next = Math.max(low, Math.min(high, value + (sign * Math.sign(slopes.data[k])) / 255));
      out.data[k] = Math.max(least, Math.min(0.5, next));
    });
  }
  return out;
}
const recognised = Array.from({ length: 100 }, (_, i) => i).filter((i) => answerTo(i) === testDigits.label(i));
const others = recognised.filter((i) => testDigits.label(i) !== 3);
const which: number = others.find((i) => argMax(network.forward(stepped(3, { i })).data) === 3) ?? 0;
const original = testDigits.image(which);

const attack = (changed: Tensor | undefined, target = 3, victim = which) => {
  return { network, which: victim, target, changed };
};
const unknown = Array.from({ length: 1000 }, (_, i) => i).filter((i) => answerTo(i) !== testDigits.label(i));
const mistaken = unknown.find((i) => testDigits.label(i) !== 3) ?? 0;

describe("6.3", () => {
  unsolved("6.3", attack(undefined));
  solved("6.3", attack(stepped(3)));
  hints("6.3", [
    ["nothing changed", attack(original), "along the sign"],
    ["too much", attack(stepped(3, { within: 80 })), "back to within 40"],
    ["beyond black", attack(stepped(3, { least: -1 })), "between −0.5 and 0.5"],
    ["the wrong way", attack(stepped(3, { sign: 1, steps: 20 })), "the wrong way"],
    ["one small step", attack(stepped(3, { steps: 1 })), "many small steps"],
    ["its own digit as target", attack(stepped(3), testDigits.label(which)), "another target"],
    ["a digit that it does not know", attack(stepped(3), 3, mistaken), "choose one that is"],
    ["another answer than the target's", attack(stepped(3), 5), "not as the target"],
    ["no digit", attack(stepped(3), 10), "from 0 to 9"],
    ["no test digit", attack(stepped(3), 3, -1), "from 0 to 9999"],
    ["another shape", attack(tensor([784], original.data)), "tensor([28, 28], values)"],
    ["not a number", attack(tensor([28, 28], new Array(784).fill(Number.NaN))), "a gradient of 0"],
  ]);
});
