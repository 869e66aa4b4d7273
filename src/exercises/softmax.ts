// The judges of notebook 3.
import { measureSlopes } from "../layers/measure-slopes";
import { type Tensor, tensor } from "../tensor";
import { crossEntropy } from "../training/cross-entropy";
import { listOff, type Mistake, numberOff, numbersOff, tensorOff, touched } from "./compare";
import { copyOf } from "./examples";
import { type Judge, right, type Verdict, wrong } from "./verdict";

function softmax(totals: readonly number[]): number[] {
  const powers = totals.map((total) => Math.exp(total - Math.max(...totals)));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** 3.1: the probabilities that cost a loss of 0.1 and of 5. */
export const probabilitiesOfLosses: Judge<readonly number[]> = (answer) => {
  const noList = listOff("the two probabilities", answer);
  if (noList) return noList;
  if (answer.length === 0) return undefined;
  const losses = [0.1, 5];
  const tolerance = 0.001;
  const expected = losses.map((loss) => Math.exp(-loss));
  const ifWrong = (values: number[], hint: string): Mistake => ({ values, hint });
  const mistakes = [
    ifWrong([...expected].reverse(), "the order: first the one that costs 0.1"),
    ifWrong(
      losses.map((loss) => 10 ** -loss),
      "the logarithm of the loss is the natural one, to the base e",
    ),
    ifWrong(
      losses.map((loss) => Math.exp(loss)),
      "the loss is *minus* ln p: mind the sign",
    ),
    ifWrong(
      expected.map((p) => 1 - p),
      "that is what is left for the other digits",
    ),
  ];
  const isNear = answer.length === 2 && expected.every((p, k) => Math.abs(p - answer[k]) < 0.01);
  const isPerCent = answer.length === 2 && expected.every((p, k) => Math.abs(p - answer[k] / 100) <= tolerance);
  const otherwise = isNear
    ? "nearly: to three places"
    : isPerCent
      ? "probabilities from 0 to 1, not per cent"
      : "solve −ln p = loss for p";
  const comparison = { tolerance, mistakes, otherwise };
  const off = numbersOff("the two probabilities", answer, expected, comparison);
  return off ?? right("0.1 is a good answer; 5 is one chance in a hundred and fifty: far worse than guessing.");
};

/** 3.2: how far totals must be cooled. */
export const temperature: Judge<number> = (answer) => {
  const totals = [2, 1, -1, 0.5];
  const wanted = 0.9;
  const largestAt = (t: number) => Math.max(...softmax(totals.map((total) => total / t)));
  if (!(answer > 0)) return wrong(`a temperature of ${answer}`, "a temperature is larger than 0");
  const reached = largestAt(answer);
  if (Math.abs(reached - wanted) <= 0.001) {
    return right("dividing all totals changes how sure the answer is, and never which answer it is.");
  }
  const found = `at ${Number(answer.toPrecision(4))} the largest probability is ${reached.toFixed(3)}`;
  if (Math.abs(largestAt(1 / answer) - wanted) <= 0.001) return wrong(found, "you multiply by it; divide by it");
  const way =
    reached > wanted ? "too sure: the temperature must be higher" : "not sure enough: the temperature must be lower";
  return wrong(found, Math.abs(reached - wanted) < 0.006 ? `nearly, but to three places: ${way}` : way);
};

export interface SquaredError {
  readonly loss: (p: Tensor, label: number) => { readonly loss: number; readonly dLdOut: Tensor } | undefined;
  /** How many times as steep cross-entropy is. */
  readonly steeper: number | undefined;
}

/** The label's probability in the question. */
const almostNone = 1e-4;

/** 3.3: the squared error, and why nobody uses it behind softmax. */
export const squaredError: Judge<SquaredError> = ({ loss, steeper }) => {
  const p = tensor([4], softmax([2, 1, -1, 0.5]));
  const label = 1;
  const given = copyOf(p);
  const got = loss(given, label);
  if (got === undefined) {
    if (steeper === undefined) return undefined;
    return wrong("the question is answered, the loss is open", "write squaredError first: { loss, dLdOut }");
  }
  if (typeof got !== "object" || got === null)
    return wrong(`squaredError gives ${got}`, "a loss and its slopes: return { loss: …, dLdOut: … }");
  const written = touched("p", given.data, p.data);
  const off = written ?? lossOff(got.loss, p.data, label) ?? slopesOff(got.dLdOut, p, label);
  if (off) return off;
  if (steeper === undefined)
    return wrong("the loss is right, the question is open", "how many times as steep? steeper = …");
  const [squared, cross] = [slopesOfTotals(false), slopesOfTotals(true)];
  const expected = cross / squared;
  const atProbabilities = crossEntropy(surelyWrong, 0).dLdOut.data[0] / (2 * (almostNone - 1));
  const near = (value: number) => Math.abs(steeper / value - 1) < 0.01;
  if (near(expected)) {
    return right(
      "sure and wrong, the squared error hardly pulls: softmax is flat there. Cross-entropy's slope stays near 1.",
    );
  }
  const found = `steeper = ${steeper}`;
  if (near(squared / cross)) return wrong(found, "the other way round: cross-entropy's slope over the squared error's");
  if (near(atProbabilities)) {
    return wrong(found, "these are slopes for the *probability*; take both on through softmax to the *total*");
  }
  const formula = "p_c (g_c − Σ g_k p_k), once with each loss's g";
  if (!Number.isFinite(steeper)) return wrong(`${found} is not a number to compare`, formula);
  if (near(-expected)) return wrong(found, "both slopes are negative: how many times, without a sign");
  return wrong(`${found} is too ${steeper > expected ? "large" : "small"}`, formula);
};

function lossOff(got: number, p: Float64Array, label: number): Verdict {
  const errors = p.map((pc, c) => pc - (c === label ? 1 : 0));
  const expected = errors.reduce((sum, error) => sum + error ** 2, 0);
  const mistakes: Mistake[] = [
    { values: [expected / p.length], hint: "the sum of the squares, not their mean" },
    { values: [expected / 2], hint: "no factor 1/2 in this one" },
    { values: [errors[label] ** 2], hint: "all classes count, not the label alone: the others should be 0" },
    { values: [errors.reduce((sum, error) => sum + error, 0)], hint: "square each difference before you add" },
  ];
  const otherwise = Number.isNaN(got) ? "p has four numbers here: p.data.length, not 10" : "Σ_c (p_c − y_c)²";
  const off = numberOff(got, expected, { tolerance: 1e-12, mistakes, otherwise });
  return off && wrong(`the loss: ${off.differs}`, off.hint);
}

function slopesOff(got: Tensor, p: Tensor, label: number): Verdict {
  const squares = () => p.data.reduce((sum, pc, c) => sum + (pc - (c === label ? 1 : 0)) ** 2, 0);
  const expected = measureSlopes(p, squares);
  const mistakes: Mistake[] = [
    {
      values: expected.data.map((slope) => -slope),
      hint: "the sign: where p is too large, more of it makes the loss larger",
    },
    { values: expected.data.map((slope) => slope / 2), hint: "the derivative of a square has a 2 in front" },
    {
      values: expected.data.map((slope, c) => (c === label ? slope : 0)),
      hint: "each probability has a slope, not the label's alone",
    },
  ];
  const comparison = {
    tolerance: 1e-6,
    mistakes,
    otherwise: "the derivative of (p_c − y_c)² with respect to p_c",
  };
  return tensorOff("dLdOut", got, expected, comparison);
}

/** The right answer is digit 0, and nearly all probability is with digit 1. */
const surelyWrong = tensor([10], [almostNone, 1 - almostNone, 0, 0, 0, 0, 0, 0, 0, 0]);

/** ∂L/∂total of the label, by cross-entropy or by the squared error. */
function slopesOfTotals(byCrossEntropy: boolean): number {
  const p = surelyWrong.data;
  const squared = p.map((pc, c) => 2 * (pc - (c === 0 ? 1 : 0)));
  const g = byCrossEntropy ? crossEntropy(surelyWrong, 0).dLdOut.data : squared;
  return p[0] * (g[0] - p.reduce((sum, pk, k) => sum + g[k] * pk, 0));
}
