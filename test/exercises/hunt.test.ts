import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as circulating from "../../exercises/as-it-circulates";
import * as repaired from "../../exercises/solutions/repaired";
import { judged } from "../../src/exercises/check";
import { lineHash, mistakes } from "../../src/exercises/hunt";
import type { Repaired } from "../../src/exercises/repair";
import type { Tensor } from "../../src/index";
import { hints, solved, unsolved } from "./wrong";

const lines = readFileSync("exercises/as-it-circulates.ts", "utf8").split("\n");
const numberOf = (words: string): number => {
  const found = lines.flatMap((line, k) => (line.includes(words) ? [k + 1] : []));
  expect(found).toHaveLength(1);
  return found[0];
};

/** One line of the file for each mistake, in the judge's order. */
const all = [
  "w - 3",
  "i * 20",
  "this.lastInput, (region",
  "= this.lastInput;",
  "this.lastInput[x]",
  "this.lastTotals",
  "this.lastInputShape,",
  "const exp = totals.map",
  "=== largest",
  "return undefined",
  "softmax.forward(pool.forward(conv.forward(",
].map(numberOf);

test("every line that may be named is there once, and each mistake has one of `all`", () => {
  const hashes = lines.map(lineHash);
  for (const { lines: named } of mistakes)
    for (const hash of named) expect(hashes.filter((one) => one === hash)).toHaveLength(1);
  for (const [k, { lines: named }] of mistakes.entries()) expect(named).toContain(hashes[all[k] - 1]);
});

describe("4.3a", () => {
  unsolved("4.3a", []);
  solved("4.3a", all);
  hints("4.3a", [
    ["nothing of the sizes", all.slice(2), "how many places"],
    ["nothing that forward forgets", [...all.slice(0, 2), ...all.slice(7)], "which fields does `backprop` read"],
    ["no ties", all.filter((_, k) => k !== 8), "two numbers of a window are equal"],
    ["the run that never trains", all.slice(0, 10), "for the loss to fall"],
    ["one line too many", [...all, numberOf("/ inputLength)")], "could you not argue for"],
    ["all lines", lines.slice(0, -1).map((_, k) => k + 1), "some of your lines"],
    ["a comment", [1], "name lines of code"],
    ["no such line", [1000], "has the lines 1 to"],
    ["half a line", [34.5], "has the lines 1 to"],
    ["no number", [undefined as never], "has the lines 1 to"],
  ]);

  test("says how many were found and how many were accused wrongly, not which", () => {
    const some = [...all.slice(0, 5), numberOf("/ inputLength)")];
    expect(judged("4.3a", some)).toMatch(/^✗ 4\.3a: 5 of 11 found, 1 accused wrongly\n/);
  });

  test("the judge's file has no words of the lines: nothing to read off", () => {
    const judge = readFileSync("src/exercises/hunt.ts", "utf8");
    for (const line of all.filter((line) => lines[line - 1].trim().length > 20)) {
      expect(judge).not.toContain(lines[line - 1].trim());
    }
  });
});

/** The repaired code with one of its mistakes put back. */
const Raw = circulating;
const { Conv3x3, MaxPool2, Softmax } = repaired;

class ForgetfulConv extends Conv3x3 {
  override backprop(dLdOut: Tensor, learnRate: number): void {
    new Conv3x3(2).backprop(dLdOut, learnRate);
  }
}
class ForgetfulPool extends MaxPool2 {
  override backprop(dLdOut: Tensor): Tensor {
    return new MaxPool2().backprop(dLdOut);
  }
}
class TiedPool extends MaxPool2 {
  override backprop(dLdOut: Tensor): Tensor {
    const raw = new Raw.MaxPool2();
    raw.lastInput = this.lastInput;
    raw.iterateRegions = this.iterateRegions;
    return raw.backprop(dLdOut);
  }
}
class Overflowing extends Softmax {
  override forward(input: Tensor): Tensor {
    const raw = new Raw.Softmax(this.inputLength, this.nodes);
    raw.weights.set(this.weights);
    return raw.forward(input);
  }
}
class NothingForNothing extends Softmax {
  override backprop(dLdOut: Tensor, learnRate: number): Tensor {
    return dLdOut.data.some((g) => g !== 0) ? super.backprop(dLdOut, learnRate) : (undefined as never);
  }
}
class OverflowsBackwards extends Softmax {
  override backprop(dLdOut: Tensor, learnRate: number): Tensor {
    const isLarge = this.weights.some((weight) => Math.exp(weight) === Number.POSITIVE_INFINITY);
    const slopes = super.backprop(dLdOut, learnRate);
    return isLarge ? { shape: slopes.shape, data: slopes.data.map(() => Number.NaN) } : slopes;
  }
}
class BiasesUphill extends Softmax {
  override backprop(dLdOut: Tensor, learnRate: number): Tensor {
    const before = this.biases.slice();
    const slopes = super.backprop(dLdOut, learnRate);
    this.biases.set(before.map((bias, c) => 2 * bias - this.biases[c]));
    return slopes;
  }
}
class Stops extends MaxPool2 {
  override backprop(): Tensor {
    throw new Error("not written yet");
  }
}
class UpdatesFirst extends Softmax {
  override backprop(dLdOut: Tensor, learnRate: number): Tensor {
    const slopes = super.backprop(dLdOut, learnRate);
    if (this.inputLength > 4) for (let k = 0; k < slopes.data.length; k++) slopes.data[k] *= 1.01;
    return slopes;
  }
}
class NeverSteps extends Softmax {
  override backprop(dLdOut: Tensor): Tensor {
    return super.backprop(dLdOut, 0);
  }
}
class StepsBeforehand extends Softmax {
  override backprop(dLdOut: Tensor, learnRate: number): Tensor {
    super.backprop(dLdOut, learnRate);
    return super.backprop(dLdOut, 0);
  }
}
const mended = (instead: Partial<Repaired>): Repaired => ({ ...repaired, ...instead });

describe("4.3b", () => {
  unsolved("4.3b", undefined);
  solved("4.3b", repaired);
  hints("4.3b", [
    ["nothing mended", circulating, "a filter of width 3"],
    ["the convolution forgets its input", mended({ Conv3x3: ForgetfulConv }), "what `forward` never kept"],
    ["the windows of the copy", mended({ MaxPool2: Raw.MaxPool2 as never }), "at which row"],
    ["the pooling forgets its input", mended({ MaxPool2: ForgetfulPool }), "what `forward` never kept"],
    ["every tie", mended({ MaxPool2: TiedPool }), "every tied maximum"],
    ["powers overflow", mended({ Softmax: Overflowing }), "subtract the largest total"],
    ["powers overflow on the way back", mended({ Softmax: OverflowsBackwards }), "as forward's did"],
    ["biases uphill", mended({ Softmax: BiasesUphill }), "biases[c] -="],
    ["an error of the reader's own", mended({ MaxPool2: Stops }), "stops by itself"],
    ["no step", mended({ Softmax: NeverSteps }), "weights[x, c] -="],
    ["slopes after the step", mended({ Softmax: StepsBeforehand }), "from before the step"],
    ["nothing for nothing", mended({ Softmax: NothingForNothing }), "zeros go out"],
    ["slopes that change on the way", mended({ Softmax: UpdatesFirst }), "each layer alone is right"],
  ]);
});
