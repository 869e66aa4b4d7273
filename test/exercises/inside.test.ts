import { describe } from "vitest";
import { Layer, type Tensor, tensor } from "../../src/index";
import { hints, solved, unsolved } from "./wrong";

interface Slip {
  readonly forward?: (x: number, slope: number) => number;
  readonly backward?: (g: number, x: number, slope: number) => number;
  readonly ofSlope?: (sum: number, count: number, all: number, alone: number) => number;
}

/** What exercise 6.1 asks for, with places to put a mistake in. */
const leak = ({ forward, backward, ofSlope }: Slip = {}) =>
  class LearnedLeak extends Layer {
    readonly parameters = { slope: tensor([1], [0.1]) };
    private input = tensor([0]);

    forward(input: Tensor): Tensor {
      this.input = input;
      const [slope] = this.parameters.slope.data;
      return tensor(
        input.shape,
        input.data.map((x) => forward?.(x, slope) ?? (x > 0 ? x : slope * x)),
      );
    }
    backward({ shape, data }: Tensor) {
      const [slope] = this.parameters.slope.data;
      const x = this.input.data;
      const slopes = data.map((g, k) => backward?.(g, x[k], slope) ?? (x[k] > 0 ? g : slope * g));
      const sum = data.reduce((total, g, k) => total + (x[k] > 0 ? 0 : g * x[k]), 0);
      const all = data.reduce((total, g, k) => total + g * x[k], 0);
      const alone = data.reduce((total, g, k) => total + (x[k] > 0 ? 0 : g), 0);
      const dLdSlope = tensor([1], [ofSlope?.(sum, data.length, all, alone) ?? sum]);
      return { dLdInput: tensor(shape, slopes), gradients: { slope: dLdSlope } };
    }
  };

class Untouched extends Layer {
  readonly parameters = {};
  forward = () => tensor([0]);
  backward = () => ({ dLdInput: tensor([0]), gradients: {} });
}
class ForwardAlone extends leak() {
  override backward() {
    return { dLdInput: tensor([0]), gradients: { slope: tensor([1]) } };
  }
}
class Stepping extends leak() {
  override backward(dLdOut: Tensor) {
    this.parameters.slope.data[0] -= 0.01;
    return super.backward(dLdOut);
  }
}
class Hoarding extends leak() {
  private sum = 0;
  override backward(dLdOut: Tensor) {
    const { dLdInput, gradients } = super.backward(dLdOut);
    this.sum += gradients.slope.data[0];
    return { dLdInput, gradients: { slope: tensor([1], [this.sum]) } };
  }
}
class Painting extends leak() {
  override forward(input: Tensor): Tensor {
    const out = super.forward(tensor(input.shape, input.data.slice()));
    input.data.set(out.data);
    return out;
  }
}
class WithoutParameter extends leak() {
  override readonly parameters = {} as never;
  override forward = (input: Tensor) => input;
}

describe("6.1", () => {
  unsolved("6.1", Untouched);
  solved("6.1", leak());
  hints("6.1", [
    [
      "no tensor",
      class extends Layer {
        readonly parameters = { slope: tensor([1], [0.1]) };
        forward(input: Tensor): Tensor {
          return input.data as never;
        }
        backward(dLdOut: Tensor) {
          return { dLdInput: dLdOut, gradients: {} };
        }
      },
      "make one with tensor(shape, values)",
    ],
    ["a fixed tenth", leak({ forward: (x) => (x > 0 ? x : 0.1 * x) }), "as it is now, not 0.1: training"],
    ["ReLU", leak({ forward: (x) => Math.max(0, x) }), "that is ReLU"],
    ["the other way round", leak({ forward: (x, slope) => (x > 0 ? slope * x : x) }), "the other way round"],
    ["the larger of both", leak({ forward: (x, slope) => Math.max(x, slope * x) }), "while slope is below 1"],
    ["forward alone", ForwardAlone, "in its shape"],
    ["no slope where negative", leak({ backward: (g, x) => (x > 0 ? g : 0) }), "times the parameter"],
    [
      "the sign of the slope that comes in",
      leak({ backward: (g, _x, slope) => (g > 0 ? g : slope * g) }),
      "sign of the *input*",
    ],
    ["no gradient", leak({ ofSlope: () => 0 }), "it has a slope"],
    ["the sign", leak({ ofSlope: (sum) => -sum }), "the sign"],
    ["the mean", leak({ ofSlope: (sum, count) => sum / count }), "not the mean"],
    ["positive numbers too", leak({ ofSlope: (_sum, _count, all) => all }), "do not depend on it"],
    ["without x", leak({ ofSlope: (_sum, _count, _all, alone) => alone }), "By x"],
    ["no parameter", WithoutParameter as never, "readonly parameters"],
    ["slopes summed over all calls", Hoarding, "of the call before"],
    ["a step taken in backward", Stepping, "it measures only"],
    ["an input painted over", Painting, "read only"],
  ]);
});

interface BinSlip {
  readonly of?: (p: number, bins: number) => number;
  /** What the sums of an empty bin are divided by: 1 is right. */
  readonly none?: number;
  readonly right?: (share: number, count: number) => number;
  readonly sure?: (mean: number, bin: number, bins: number) => number;
}

/** What exercise 6.2 asks for, with places to put a mistake in. */
const binned =
  ({ of, none = 1, right: ofRight, sure: ofSure }: BinSlip = {}) =>
  (sure: number[], right: boolean[], bins: number) =>
    Array.from({ length: bins }, (_, bin) => {
      const place = (p: number) => of?.(p, bins) ?? Math.min(bins - 1, Math.floor(p * bins));
      const inside = sure.flatMap((p, i) => (place(p) === bin ? [i] : []));
      const mean = (value: (i: number) => number) =>
        inside.reduce((sum, i) => sum + value(i), 0) / (inside.length || none);
      const share = mean((i) => (right[i] ? 1 : 0));
      const sureness = mean((i) => sure[i]);
      return {
        count: inside.length,
        sure: ofSure?.(sureness, bin, bins) ?? sureness,
        right: ofRight?.(share, inside.length) ?? share,
      };
    });

/** One pass with a bin that is not there for those sure to 1. */
const onePassTooFar = (sure: number[], _right: boolean[], bins: number) => {
  const all = Array.from({ length: bins }, () => ({ count: 0, sure: 0, right: 0 }));
  for (const p of sure) all[Math.floor(p * bins)].count++;
  return all;
};

describe("6.2", () => {
  unsolved("6.2", () => undefined);
  solved("6.2", binned());
  hints("6.2", [
    ["certain answers lost", binned({ of: (p, bins) => Math.floor(p * bins) }), "exactly 1"],
    ["rounded", binned({ of: (p, bins) => Math.min(bins - 1, Math.round(p * bins)) }), "round down"],
    ["edges below", binned({ of: (p, bins) => Math.max(0, Math.ceil(p * bins) - 1) }), "the bin above it"],
    ["empty bins divided", binned({ none: 0 }), "0 / 0 is NaN"],
    ["empty bins left out", (...given) => binned()(...given).filter(({ count }) => count > 0), "three zeros"],
    ["a place beyond the last bin", onePassTooFar, "exactly 1"],
    ["answers sorted in place", (sure, right, bins) => binned()(sure.sort(), right, bins), "read only"],
    ["three places", binned({ right: (share) => Number(share.toFixed(3)) }), "only rounding is between"],
    ["turned around", (...given) => binned()(...given).reverse(), "bin k holds"],
    ["numbers of right answers", binned({ right: (share, count) => share * count }), "not their number"],
    ["wrong answers", binned({ right: (share) => 1 - share }), "the share of wrong ones"],
    ["per cent", binned({ right: (share) => 100 * share }), "not in per cent"],
    ["the bin's middle", binned({ sure: (_mean, bin, bins) => (bin + 0.5) / bins }), "not the middle"],
    ["a bin too many", (sure, right, bins) => binned()(sure, right, bins + 1), "bin k holds"],
  ]);
});
