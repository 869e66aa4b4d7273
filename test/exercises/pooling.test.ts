import { describe, expect, test } from "vitest";
import { judged } from "../../src/exercises/check";
import { Layer, MaxPool2, type Tensor, tensor } from "../../src/index";
import { hints, solved, unsolved } from "./wrong";

describe("2.1", () => {
  unsolved("2.1", []);
  solved("2.1", [32.5, 15.5, 33, 42.5]);
  hints("2.1", [
    ["the largest", [80, 31, 90, 95], "the largest"],
    ["the sums", [130, 62, 132, 170], "a quarter of it"],
    ["column by column", [32.5, 33, 15.5, 42.5], "row by row"],
    ["windows that overlap", [32.5, 40.25, 15.5, 51, 50.25, 27, 33, 24.75, 42.5], "do not overlap"],
    ["one of four wrong", [32.5, 15.5, 33, 40], "window 4: it holds 0, 75, 0, 95"],
    ["decimal commas", [32, 5, 15, 5, 33, 42, 5], "has a point"],
    ["rounded", [33, 16, 33, 43], "not rounded: the mean of 0, 50, 0, 80"],
    ["two rows of two", [[32.5, 15.5] as never, [33, 42.5] as never], "in one list"],
  ]);
});

type Rule = (window: number[], slope: number) => number[];

const winners = (window: number[]) => window.map((value) => (value === Math.max(...window) ? 1 : 0));
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const shared: Rule = (window, slope) => winners(window).map((won) => (slope * won) / sum(winners(window)));

/** A rule as the whole answer. */
const with2 = (handBack: Rule, isGradient: "yes" | "no" | undefined = "yes") => ({ handBack, isGradient });

describe("2.2", () => {
  unsolved("2.2", { handBack: () => undefined, isGradient: undefined });
  solved("2.2", with2(shared));
  hints("2.2", [
    ["the article's rule", with2((window, slope) => winners(window).map((won) => won * slope)), "more than came in"],
    [
      "the first one alone",
      with2((window, slope) => window.map((_, k) => (k === window.indexOf(Math.max(...window)) ? slope : 0))),
      "only the first",
    ],
    ["everybody a quarter", with2((window, slope) => window.map(() => slope / window.length)), "only those that share"],
    ["the shares alone", with2((window) => shared(window, 1)), "times the slope"],
    [
      "the last one alone",
      with2((window, slope) => window.map((_, k) => (k === window.lastIndexOf(Math.max(...window)) ? slope : 0))),
      "not in equal shares",
    ],
    ["not numbers", with2(() => new Array(4).fill(Number.NaN)), "how many share the maximum"],
    [
      "rounded to two places",
      with2((window, slope) => shared(window, slope).map((share) => Number(share.toFixed(2)))),
      "must sum to what came in; here -0.69 of -0.7",
    ],
    ["one number instead of a list", with2((_, slope) => slope as never), "in brackets"],
    ["the question alone", with2(() => undefined as never), "write handBack first"],
    ["three numbers", with2(() => [6, 0, 0]), "four numbers go out"],
    [
      "the window written over",
      with2((window, slope) => window.splice(0, 4, ...shared(window, slope)) && window),
      "read only",
    ],
    ["nothing", with2((window) => window.map(() => 0)), "must sum to what came in"],
    ["the question left open", { handBack: shared, isGradient: undefined }, 'isGradient = "yes" or "no"'],
    ["the wrong verdict", with2(shared, "no"), "measured by nudging"],
  ]);

  test("the verdict says of how many slopes it speaks: two filters of nine", () => {
    expect(judged("2.2", with2(shared, "no"))).toContain("18 filter slopes by this rule");
  });

  test("the verdict follows from the measured slopes: they agree to 1e-6", () => {
    expect(judged("2.2", with2(shared, "no"))).toMatch(/at most \de-\d\d? of the largest apart/);
  });
});

/** What exercise 2.3 asks for: forward by `of`, backward a share of the slope for each of the four. */
function pool(of: (window: number[]) => number, share = 1 / 4, rows = Math.floor, doubled = false): new () => Layer {
  return class AveragePool2 extends Layer {
    readonly parameters = {};
    private shape: readonly number[] = [];

    forward({ shape, data }: Tensor): Tensor {
      this.shape = shape;
      const out = tensor([rows(shape[0] / 2), Math.floor(shape[1] / 2), shape[2]]);
      const windows = this.windows(out);
      out.data.forEach((_, k) => {
        out.data[k] = of(windows[k].map((at) => data[at] ?? 0));
      });
      return out;
    }
    backward(dLdOut: Tensor) {
      const [h, w, channels] = dLdOut.shape;
      const dLdInput = tensor(doubled ? [2 * h, 2 * w, channels] : this.shape);
      this.windows(dLdOut).forEach((window, k) => {
        for (const at of window) dLdInput.data[at] += share * dLdOut.data[k];
      });
      return { dLdInput, gradients: {} };
    }
    private windows({ shape: [, columns, channels], data }: Tensor): number[][] {
      return Array.from(data, (_, k) => {
        const [i, j, f] = [Math.floor(k / channels / columns), Math.floor(k / channels) % columns, k % channels];
        const corner = 2 * i * this.shape[1] + 2 * j;
        return [0, 1, this.shape[1], this.shape[1] + 1].map((step) => (corner + step) * channels + f);
      });
    }
  };
}
const mean = (window: number[]) => sum(window) / 4;

/** The right layer, but for what it does to what one of its methods is given. */
function painting(method: "forward" | "backward"): new () => Layer {
  return class AveragePool2 extends Layer {
    readonly parameters = {};
    private readonly inner = new (pool(mean))();

    forward(input: Tensor): Tensor {
      const out = this.inner.forward(input);
      if (method === "forward") input.data.fill(0);
      return out;
    }
    backward(dLdOut: Tensor) {
      const out = this.inner.backward(dLdOut);
      if (method === "backward") dLdOut.data.fill(0);
      return out;
    }
  };
}

class Untouched extends Layer {
  readonly parameters = {};
  forward(): Tensor {
    return tensor([0]);
  }
  backward() {
    return { dLdInput: tensor([0]), gradients: {} };
  }
}

class ForwardAlone extends Layer {
  readonly parameters = {};
  forward(input: Tensor): Tensor {
    return new (pool(mean))().forward(input);
  }
  backward() {
    return { dLdInput: tensor([0]), gradients: {} };
  }
}

describe("2.3", () => {
  unsolved("2.3", Untouched);
  solved("2.3", pool(mean));
  hints("2.3", [
    ["forward paints its input over", painting("forward"), "read only"],
    ["backward paints the slopes over", painting("backward"), "read only"],
    ["rounded to three places", pool((window) => Number(mean(window).toFixed(4))), "only rounding is between"],
    ["a place too far", pool(() => Number.NaN), "reads undefined"],
    ["the sum", pool(sum), "a quarter of which"],
    ["zeros", pool(() => 0), "nothing was written yet"],
    ["the largest", MaxPool2, "largest of four"],
    ["an odd last row kept", pool(mean, 1 / 4, Math.ceil), "an odd last row"],
    ["forward alone", ForwardAlone, "in its shape"],
    ["half of an odd size", pool(mean, 1 / 4, (size) => size), "round down"],
    ["the whole slope for each", pool(mean, 1), "a quarter of the slope"],
    ["no slopes", pool(mean, 0), "write them into dLdInput"],
    ["a shape taken from the output's", pool(mean, 1 / 4, Math.floor, true), "which forward can keep"],
    ["half the slope", pool(mean, 1 / 2), "the four places of its window"],
  ]);
});
