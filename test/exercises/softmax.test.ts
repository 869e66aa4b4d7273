import { describe, expect, test } from "vitest";
import { judged } from "../../src/exercises/check";
import { type Tensor, tensor } from "../../src/index";
import { hints, solved, unsolved } from "./wrong";

const e = Math.exp;

describe("3.1", () => {
  unsolved("3.1", []);
  solved("3.1", [e(-0.1), e(-5)]);
  solved("3.1", [0.905, 0.007]);
  hints("3.1", [
    ["the order", [e(-5), e(-0.1)], "the order"],
    ["powers of ten", [10 ** -0.1, 10 ** -5], "to the base e"],
    ["the sign", [e(0.1), e(5)], "mind the sign"],
    ["the sign, and rounded", [1.105, 148.4], "mind the sign"],
    ["what is left for the others", [1 - e(-0.1), 1 - e(-5)], "the other digits"],
    ["per cent", [90.5, 0.7], "not per cent"],
    ["per cent, of three digits", [90.5, 0.674], "not per cent"],
    ["one of them", [e(-0.1)], "solve"],
    ["two places", [0.9, 0.01], "to three places"],
  ]);
});

describe("3.2", () => {
  unsolved("3.2", undefined);
  solved("3.2", 0.4066);
  hints("3.2", [
    ["a factor", 1 / 0.4066, "divide by it"],
    ["too cold", 0.2, "must be higher"],
    ["too hot", 0.9, "must be lower"],
    ["two places", 0.41, "to three places: not sure enough"],
    ["zero", 0, "larger than 0"],
    ["not a number", Number.NaN, "larger than 0"],
  ]);
});

/** The squared error, with its loss and its slopes passed through functions that may spoil them. */
const squares =
  (ofLoss: (errors: Float64Array, label: number) => number, ofSlope: (error: number, isLabel: boolean) => number) =>
  (p: Tensor, label: number) => {
    const errors = p.data.map((pc, c) => pc - (c === label ? 1 : 0));
    const slopes = errors.map((error, c) => ofSlope(error, c === label));
    return { loss: ofLoss(errors, label), dLdOut: tensor(p.shape, slopes) };
  };
const summed = (errors: Float64Array) => errors.reduce((sum, error) => sum + error ** 2, 0);
const doubled = (error: number) => 2 * error;
const good = squares(summed, doubled);
const slopesOf = (ofSlope: (error: number, isLabel: boolean) => number) => squares(summed, ofSlope);

/** p (g - Σ g p) of the label: cross-entropy over the squared error. */
const steeper = (1e-4 - 1) / (1e-4 * (2 * (1e-4 - 1) - (2 * (1e-4 - 1) * 1e-4 + 2 * 0.9999 ** 2)));

describe("3.3", () => {
  test("what is not a number is not called too small, and the loss is named", () => {
    expect(judged("3.3", { loss: good, steeper: Number.NaN })).toContain("steeper = NaN is not a number");
    expect(judged("3.3", { loss: squares(() => 1 / 3, doubled), steeper })).toContain("the loss: 0.33333333 is too");
  });
  unsolved("3.3", { loss: () => undefined, steeper: undefined });
  solved("3.3", { loss: good, steeper });
  hints("3.3", [
    ["the question alone", { loss: () => undefined, steeper }, "write squaredError first"],
    ["nothing at all", { loss: () => null as never, steeper }, "return { loss"],
    ["the mean", { loss: squares((errors) => summed(errors) / errors.length, doubled), steeper }, "not their mean"],
    [
      "ten classes always",
      {
        loss: (p, label) => ({
          ...good(p, label),
          loss: summed(Float64Array.from({ length: 10 }, (_, c) => p.data[c])),
        }),
        steeper,
      },
      "p.data.length, not 10",
    ],
    ["half of it", { loss: squares((errors) => summed(errors) / 2, doubled), steeper }, "no factor 1/2"],
    [
      "the label alone",
      { loss: squares((errors, label) => errors[label] ** 2, doubled), steeper },
      "all classes count",
    ],
    ["not squared", { loss: squares((errors) => errors.reduce((a, b) => a + b, 0), doubled), steeper }, "square each"],
    ["the sign of the slopes", { loss: slopesOf((error) => -2 * error), steeper }, "the sign"],
    ["no 2 in the slopes", { loss: slopesOf((error) => error), steeper }, "has a 2 in front"],
    [
      "a slope for the label alone",
      { loss: slopesOf((error, isLabel) => (isLabel ? 2 * error : 0)), steeper },
      "not the label's alone",
    ],
    ["the question left open", { loss: good, steeper: undefined }, "how many times as steep"],
    ["the other way round", { loss: good, steeper: 1 / steeper }, "the other way round"],
    ["slopes for the probability", { loss: good, steeper: 5000.5 }, "through softmax to the *total*"],
    ["something else", { loss: good, steeper: 10 }, "p_c (g_c"],
    ["a sign", { loss: good, steeper: -steeper }, "without a sign"],
    [
      "probabilities written over",
      { loss: (p, label) => ({ ...good(p, label), ...p.data.fill(0) }), steeper },
      "read only",
    ],
  ]);
});
