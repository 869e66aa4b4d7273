import { describe, expect, test } from "vitest";
import { judged } from "../../src/exercises/check";
import { Conv2D, Dense, type Layer, MaxPool2D, ReLU, Softmax } from "../../src/index";
import { hints, solved, unsolved } from "./wrong";

/** The one number, with the right other one. */
const parameters = (count: number) => ({ parameters: count, receptiveField: 20 });
const field = (receptiveField: number) => ({ parameters: 3216, receptiveField });

describe("5.1", () => {
  unsolved("5.1", { parameters: undefined, receptiveField: undefined });
  solved("5.1", field(20));
  hints("5.1", [
    ["no biases", parameters(3200), "its bias"],
    ["one channel", parameters(416), "all eight channels"],
    ["one filter per channel", parameters(208), "sixteen filters"],
    ["3 x 3 filters", parameters(1168), "5 × 5"],
    ["a bias for each channel", parameters(3208), "for each filter"],
    ["no pooling stride", field(11), "two pixels of the image"],
    ["one layer too few", field(12), "one layer more"],
    ["3 x 3 at first", field(18), "first convolution"],
    ["poolings left out", field(9), "poolings count"],
    ["the area", field(400), "not the area"],
    ["poolings that add nothing", field(17), "two wide"],
    ["a stride doubled too early", field(23), "*behind* it"],
    ["the sizes, added", field(15), "size − 1, times"],
    ["something else", field(28), "as in the notebook"],
    ["one of the two", { parameters: 3216, receptiveField: undefined }, "both in one object"],
  ]);
});

/** What exercise 5.2 asks for: each outcome's chance, by logarithms, of those that `counts` says count. */
const chance =
  (counts: (k: number, n: number, won: number) => boolean, times = 1, from = 0) =>
  (won: number, lost: number) => {
    const n = won + lost;
    let [ln, sum] = [-n * Math.log(2), 0];
    for (let k = 0; k <= n; k++) {
      if (counts(k, n, won)) sum += times * Math.exp(ln);
      ln += Math.log((n - k) / (k + 1));
    }
    return from === 0 ? sum : from - sum;
  };
const strays = (k: number, n: number) => Math.abs(2 * k - n);
const asFar = (k: number, n: number, won: number) => strays(k, n) >= strays(won, n);
const oneSide = (k: number, n: number, won: number) => k >= Math.max(won, n - won);
const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

describe("5.2", () => {
  unsolved("5.2", () => undefined);
  solved("5.2", chance(asFar));
  hints("5.2", [
    ["one side", chance(oneSide), "either side"],
    ["this outcome alone", chance((k, n, won) => strays(k, n) === strays(won, n)), "or farther"],
    ["farther alone", chance((k, n, won) => strays(k, n) > strays(won, n)), "not only farther"],
    ["twice one side", chance(oneSide, 2), "counted twice"],
    ["the other way round", chance(asFar, 1, 1), "1 less this"],
    [
      "factorials",
      (won, lost) => (factorial(won + lost) / 2 > 1e300 ? Number.NaN : chance(asFar)(won, lost)),
      "logarithms",
    ],
    ["powers of two", (won, lost) => chance(asFar)(won, lost) / (2 ** (won + lost) < Infinity ? 1 : 0), "2^1024"],
    ["per cent", chance(asFar, 100), "not in per cent"],
    ["who is ahead", chance((k, n, won) => strays(k, n) >= 2 * won - n), "who is ahead does not matter"],
    ["rounded", (won, lost) => Number(chance(asFar)(won, lost).toFixed(4)), "near, as a bell curve"],
    ["no number at all", () => Number.NaN, "divided by 0"],
    ["powers of a half", (won, lost) => (won + lost > 1074 ? 0 : chance(asFar)(won, lost)), "0.5^1500 is 0"],
    ["three times", chance(asFar, 3), "sequences of tosses"],
  ]);
});

/** Few parameters, and enough of them. */
const small = (): Layer[] => [
  new Conv2D(6),
  new ReLU(),
  new MaxPool2D(),
  new Conv2D(8),
  new ReLU(),
  new MaxPool2D(),
  new Conv2D(10),
  new ReLU(),
  new Softmax(10),
];

const kept = small();

describe("5.3", { timeout: 120_000 }, () => {
  unsolved("5.3", () => []);
  hints("5.3", [
    ["the article's network", () => [new Conv2D(8), new MaxPool2D(), new Softmax(10)], "pool once more"],
    [
      "a large convolution",
      () => [new Conv2D(16, { stride: 3 }), new Conv2D(32, { stride: 3 }), new Softmax(10)],
      "fewer filters",
    ],
    ["no bend", () => [new Conv2D(2, { stride: 2 }), new Conv2D(4, { stride: 2 }), new Softmax(10)], "bends the line"],
    ["too small", () => [new Conv2D(1, { stride: 4 }), new ReLU(), new Softmax(10)], "a convolution more"],
    ["the same layers for both seeds", () => kept, "make them inside of the function"],
    ["eleven answers", () => [new Conv2D(1, { stride: 4 }), new Softmax(11)], "end with new Softmax(10)"],
  ]);

  test("right, with its parameters and both accuracies", () => {
    expect(judged("5.3", small)).toMatch(/^✓ 5\.3: [\d,]+ parameters, 9\d\.\d and 9\d\.\d %\./);
  });
});

test("5.3 wants a network: a layer alone is an error that is told, not thrown", () => {
  expect(judged("5.3", () => [new Dense(3)])).toMatch(/^✗ 5\.3: /);
});
