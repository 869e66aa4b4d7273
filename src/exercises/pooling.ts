// The judges of exercises 2.1 and 2.2.
import { relativeDifference } from "../layers/check-gradients";
import { Conv3x3 } from "../layers/conv3x3";
import type { Backward } from "../layers/layer";
import { MaxPool2 } from "../layers/max-pool2";
import { measureSlopes } from "../layers/measure-slopes";
import { Softmax } from "../layers/softmax";
import { seededRandom } from "../random";
import { meanOf } from "../statistics";
import { type Tensor, tensor } from "../tensor";
import { crossEntropy } from "../training/cross-entropy";
import { listOff, type Mistake, numbersOff, touched } from "./compare";
import { pooledBy, smallImage, sumOf } from "./examples";
import { type Judge, right, wrong } from "./verdict";

/** 2.1: average pooling by hand. */
export const averages: Judge<readonly number[]> = (answer) => {
  const noList = listOff("the four means", answer);
  if (noList) return noList;
  if (answer.length === 0) return undefined;
  const expected = pooledBy(smallImage, meanOf).data;
  const mistakes: Mistake[] = [
    {
      values: pooledBy(smallImage, (window) => Math.max(...window)).data,
      hint: "these are the largest, not the means",
    },
    { values: pooledBy(smallImage, sumOf).data, hint: "these are the sums: an average is a quarter of it" },
    {
      values: [0, 2, 1, 3].map((k) => expected[k]),
      hint: "row by row: upper left, upper right, lower left, lower right",
    },
  ];
  const otherwise = hintByWindow(answer, expected);
  const off = numbersOff("the four means", answer, expected, { mistakes, otherwise });
  return off ?? right("each number of the input counts, a quarter each. Is that better than the largest? See 2.3.");
};

/** What to look at: how many came, or the numbers of the first window whose mean is another one. */
function hintByWindow(answer: readonly number[], expected: Float64Array): string {
  const isComma = answer.length > 4 && answer.length <= 8 && answer.every(Number.isInteger);
  if (isComma) return "four windows, so four means; in code a decimal number has a point, 1.5, and no comma";
  if (answer.length > 4) return "the windows do not overlap: the first one holds 0, 50, 0 and 80";
  if (answer.length < 4) return "four windows, so four means, row by row in one list";
  const first = expected.findIndex((mean, k) => !(Math.abs(mean - answer[k]) <= 1e-9));
  const at = 8 * Math.floor(first / 2) + 2 * (first % 2); // its upper left number
  const held = [0, 1, 4, 5].map((step) => smallImage.data[at + step]).join(", ");
  if (Math.abs(expected[first] - answer[first]) < 1) return `not rounded: the mean of ${held}`;
  return `look at window ${first + 1}: it holds ${held}`;
}

export interface Sharing {
  readonly handBack: (window: number[], slope: number) => number[] | undefined;
  readonly isGradient: "yes" | "no" | undefined;
}

/** 2.2: a third rule for ties, equal shares. */
export const sharedTies: Judge<Sharing> = ({ handBack, isGradient }) => {
  const windows = [
    [5, 1, 2, 3],
    [1, 7, 7, 0],
    [4, 4, 1, 4],
    [-1, -1, -1, -1],
    [0, 2, 1, 2],
  ];
  // A third of 6 is a whole number, a third of -0.7 is not: who rounds is found here.
  for (const [window, slope] of windows.flatMap((window) => [[window, 6] as const, [window, -0.7] as const])) {
    const given = [...window];
    const got = handBack(given, slope);
    if (got === undefined) {
      if (isGradient === undefined) return undefined;
      return wrong("the question is answered, the rule is open", "write handBack first: it gives four slopes");
    }
    const written = touched("the window", given, window);
    if (written) return written;
    const what = `the window ${window.join(", ")} with the slope ${slope}`;
    const noList = listOff(what, got);
    if (noList) return noList;
    const max = Math.max(...window);
    const winners = window.map((value) => (value === max ? 1 : 0));
    const shares = (of: readonly number[]) => of.map((share) => (slope * share) / sumOf(of));
    const mistakes: Mistake[] = [
      { values: winners.map((won) => slope * won), hint: "you hand out more than came in: the article's rule" },
      {
        values: shares(window.map((_, k) => (k === window.indexOf(max) ? 1 : 0))),
        hint: "only the first maximum gets any: share it",
      },
      { values: new Array(4).fill(slope / 4), hint: "only those that share the maximum get a part" },
      {
        values: shares(winners).map((share) => share / slope),
        hint: "these are the shares: times the slope that came in",
      },
    ];
    if (got.length !== 4) {
      const came = got.length === 1 ? "1 number" : `${got.length} numbers`;
      return wrong(`${what}: ${came}, not 4`, "four numbers go out, some of them 0");
    }
    const isWhole = Math.abs(sumOf(got) - slope) < 1e-9;
    const otherwise = isWhole
      ? "all of it is handed out, but not in equal shares to all that equal the maximum"
      : `what goes out must sum to what came in; here ${Number(sumOf(got).toPrecision(8))} of ${slope}`;
    const ifNaN = "four numbers, and the slope over how many share the maximum";
    const off = numbersOff(what, got, shares(winners), { mistakes, otherwise, ifNaN });
    if (off) return off;
  }
  if (isGradient === undefined) {
    return wrong("the rule is right, the question is open", 'answer it: isGradient = "yes" or "no"');
  }
  const { slopes, off } = filterSlopesOff((window, slope) => handBack(window, slope) ?? []);
  const answer = off < 1e-6 ? "yes" : "no";
  if (isGradient !== answer) {
    const found = `${slopes} filter slopes by this rule and as measured: at most ${off.toExponential(0)} of the largest apart`;
    return wrong(found, "a gradient is what is measured by nudging: is that a difference?");
  }
  return right(
    "numbers that tie here saw equal pixels: shared or given to one, the slope reaches the filters once in all.",
  );
};

/** Max pooling with a rule for what goes back. */
class RuledPool extends MaxPool2 {
  private seen = tensor([0]);

  constructor(private readonly rule: (window: number[], slope: number) => number[]) {
    super();
  }

  override forward(input: Tensor): Tensor {
    this.seen = input;
    return super.forward(input);
  }

  override backward(dLdOut: Tensor): Backward {
    const [h, w, channels] = this.seen.shape;
    const dLdInput = tensor([h, w, channels]);
    let k = 0;
    for (let i = 0; i + 1 < h; i += 2) {
      for (let j = 0; j + 1 < w; j += 2) {
        for (let f = 0; f < channels; f++, k++) {
          const at = [0, 1].flatMap((di) => [0, 1].map((dj) => ((i + di) * w + j + dj) * channels + f));
          const shares = this.rule(
            at.map((position) => this.seen.data[position]),
            dLdOut.data[k],
          );
          at.forEach((position, n) => {
            dLdInput.data[position] = shares[n];
          });
        }
      }
    }
    return { dLdInput, gradients: {} };
  }
}

/** How many filter weights there are, and how far a rule's slopes of them are off the measured, as a share of the largest. */
function filterSlopesOff(rule: (window: number[], slope: number) => number[]): { slopes: number; off: number } {
  const random = seededRandom(42);
  const [conv, pool] = [new Conv3x3(2, { random }), new RuledPool(rule)];
  const softmax = new Softmax(5 * 5 * 2, 4, { random });
  const image = tensor([12, 12], new Array(144).fill(-0.5)); // flat, with a bar in it: full of ties
  for (let i = 2; i < 9; i++) image.data[i * 12 + 5] = 0.5;
  const probabilities = () => softmax.forward(pool.forward(conv.forward(image)));
  const { dLdOut } = crossEntropy(probabilities(), 1);
  const byRule = conv.backward(pool.backward(softmax.backward(dLdOut).dLdInput).dLdInput).gradients.filters;
  const measured = measureSlopes(conv.filters, () => crossEntropy(probabilities(), 1).loss);
  return { slopes: measured.data.length, off: relativeDifference(byRule.data, measured.data) };
}
