// The judges of exercises 6.2 and 6.3.
import { seededRandom } from "../random";
import { largestDifference } from "../statistics";
import { argMax, formatShape, type Tensor } from "../tensor";
import { isTensor, numbersOff, touched } from "./compare";
import { digits } from "./examples";
import { type Judge, right, type Verdict, type Wrong, wrong } from "./verdict";

export interface Bin {
  /** How many answers were about so sure. */
  readonly count: number;
  /** How sure they were, in the mean. */
  readonly sure: number;
  /** What share of them was right. */
  readonly right: number;
}

type Calibration = (sure: number[], right: boolean[], bins: number) => Bin[] | undefined;

/** 6.2: does a network that says 90 % err one time in ten? */
export const calibration: Judge<Calibration> = (binned) => {
  const random = seededRandom(13);
  const drawn = Array.from({ length: 400 }, () => 1 - random.uniform() ** 3);
  const many = [...drawn, 1, 1, 0]; // certain ones, and the edge below
  const few = [0.1, 0.5, 0.5, 0.6, 0.75, 0.9, 1]; // on edges of four bins, and none in the second
  for (const [sure, bins] of [[many, 10] as const, [few, 4] as const]) {
    const correct = sure.map((p) => random.uniform() < p);
    const [givenSure, givenRight] = [[...sure], [...correct]];
    const got = binnedOr(binned, givenSure, givenRight, bins);
    if (got === undefined) return undefined;
    if ("hint" in got) return got;
    const written = touched("sure", givenSure, sure) ?? touched("right", givenRight, correct);
    const off = written ?? lengthOff(got, bins) ?? binsOff(got, sure, correct, bins);
    if (off) return off;
  }
  return right("a probability is a claim, and claims can be counted: where `right` is below `sure`, it was too sure.");
};

const emptyBin = "0 / 0 is NaN: where the bin is empty, both are 0";
const certain = "who is sure to exactly 1 falls behind the last bin: it belongs into it";

/** The answer's bins; where it throws, and would not without those that are sure to 1, what to say of that. */
function binnedOr(
  binned: Calibration,
  sure: number[],
  correct: boolean[],
  bins: number,
): ReturnType<Calibration> | Wrong {
  try {
    return binned(sure, correct, bins);
  } catch (error) {
    const below = sure.flatMap((p, k) => (p < 1 ? [k] : []));
    const lessSure = below.map((k) => sure[k]);
    const ofThese = below.map((k) => correct[k]);
    binned(lessSure, ofThese, bins);
    return wrong(`an error, which does not come without those sure to 1\n  ${error}`, certain);
  }
}

function lengthOff(got: readonly Bin[], bins: number): Wrong | undefined {
  if (got.length === bins) return undefined;
  const empty = got.length < bins && got.length > 0 && got.every(({ count }) => count > 0);
  return wrong(
    `${got.length} bins, not ${bins}`,
    empty
      ? "an empty bin is a bin, too: three zeros"
      : "as many as `bins` says, and 1 is in the last of them: bin k holds the answers from k / bins to (k + 1) / bins",
  );
}

function binsOff(got: readonly Bin[], sure: readonly number[], correct: readonly boolean[], bins: number): Verdict {
  const expected = Array.from({ length: bins }, (_, bin) => {
    const of = sure.flatMap((p, k) => (Math.min(bins - 1, Math.floor(p * bins)) === bin ? [k] : []));
    const mean = (value: (k: number) => number) => of.reduce((sum, k) => sum + value(k), 0) / (of.length || 1);
    return { count: of.length, sure: mean((k) => sure[k]), right: mean((k) => (correct[k] ? 1 : 0)) };
  });
  const counts = expected.map(({ count }) => count);
  const rounded = counts.map((_, bin) => sure.filter((p) => Math.min(bins - 1, Math.round(p * bins)) === bin).length);
  const raised = counts.map((_, bin) => sure.filter((p) => Math.max(0, Math.ceil(p * bins) - 1) === bin).length);
  const isComplete = got.reduce((sum, { count }) => sum + count, 0) === sure.length;
  const lost = counts.map((count, bin) => (bin < bins - 1 ? count : count - sure.filter((p) => p === 1).length));
  const off = numbersOff(
    `the counts of ${bins} bins`,
    got.map(({ count }) => count),
    counts,
    {
      mistakes: [
        { values: lost, hint: certain },
        { values: rounded, hint: "round down: from k / bins up to, but not including, (k + 1) / bins" },
        { values: raised, hint: "who is on an edge belongs to the bin above it: the first holds those *below* 0.1" },
      ],
      otherwise: isComplete ? "bin k holds the answers from k / bins to (k + 1) / bins" : "each answer is in one bin",
    },
  );
  if (off) return off;
  const shares = expected.map(({ right }) => right);
  const rights = numbersOff(
    `right, ${bins} bins`,
    got.map(({ right }) => right),
    shares,
    {
      mistakes: [
        {
          values: expected.map(({ right, count }) => right * count),
          hint: "the share of right answers, not their number",
        },
        { values: shares.map((share) => 1 - share), hint: "that is the share of wrong ones" },
        { values: shares.map((share) => 100 * share), hint: "from 0 to 1, as the probabilities, not in per cent" },
      ],
      otherwise: "of the answers in the bin; 0 where the bin is empty",
      ifNaN: emptyBin,
    },
  );
  if (rights) return rights;
  const middles = expected.map((_, bin) => (bin + 0.5) / bins);
  return numbersOff(
    `sure, ${bins} bins`,
    got.map(({ sure }) => sure),
    expected.map(({ sure }) => sure),
    {
      mistakes: [{ values: middles, hint: "the mean of how sure they were, not the middle of the bin" }],
      otherwise: "the mean over the answers in the bin; 0 where the bin is empty",
      ifNaN: emptyBin,
    },
  );
}

export interface Fooled {
  readonly network: { forward(image: Tensor): Tensor };
  /** Which digit of the test set. */
  readonly which: number;
  /** What it shall be taken for. */
  readonly target: number;
  readonly changed: Tensor | undefined;
}

/** By how much each pixel may change. */
const budget = 40 / 255;
/** For rounding, also to 32 bits. */
const allowance = 1e-6;

/** 6.3: a change that one hardly sees, and an answer of one's choice. */
export const fooled: Judge<Fooled> = ({ network, which, target, changed }) => {
  if (changed === undefined) return undefined;
  const { test } = digits();
  if (!(Number.isInteger(which) && which >= 0 && which < test.length))
    return wrong(`there is no test digit ${which}`, `which is a whole number from 0 to ${test.length - 1}`);
  if (!(Number.isInteger(target) && target >= 0 && target <= 9))
    return wrong(`${target} is no digit`, "target is a digit from 0 to 9");
  const [image, label] = [test.image(which), test.label(which)];
  const before = network.forward(image).data.slice();
  if (!isTensor(changed) || formatShape(changed.shape) !== formatShape(image.shape)) {
    return wrong("the changed image is not of the shape (28, 28)", "tensor([28, 28], values)");
  }
  if (target === label)
    return wrong(`test digit ${which} is a ${label} already`, "choose another target, or another digit");
  if (argMax(before) !== label) return wrong(`test digit ${which} is not recognised as it is`, "choose one that is");
  const change = largestDifference(changed.data, image.data);
  if (Number.isNaN(change)) return wrong("a pixel is not a number", "a gradient of 0 divided by its length, perhaps?");
  if (change === 0) return wrong("nothing was changed", "take a step along the sign of the slope of each pixel");
  if (change > budget + allowance) {
    return wrong(
      `a pixel changed by ${(255 * change).toFixed(1)} grey levels, not 40 at most`,
      "after each step bring every pixel back to within 40 of its own",
    );
  }
  const [least, most] = [Math.min(...changed.data), Math.max(...changed.data)];
  if (least < -0.5 - allowance || most > 0.5 + allowance) {
    return wrong(
      `pixels from ${least.toFixed(2)} to ${most.toFixed(2)}`,
      "a pixel lies between −0.5 and 0.5, changed or not",
    );
  }
  const after = network.forward(changed).data;
  const answer = argMax(after);
  if (answer === target) {
    return right(
      `a ${label}, read as a ${target} with p = ${after[target].toFixed(2)}: an attacker needs no more than slopes.`,
    );
  }
  const [was, is] = [before, after].map((p) => Number(p[target].toPrecision(2)));
  const found = `p(${target}) was ${was}, is ${is}; the answer is ${answer}`;
  if (after[target] < before[target])
    return wrong(found, "the wrong way: go against the slope of the loss whose label is the *target*");
  if (answer !== label)
    return wrong(found, "misread, but not as the target: follow the loss whose label is the *target*, downhill");
  return wrong(found, "the right way: many small steps go further than one; or try another digit");
};
