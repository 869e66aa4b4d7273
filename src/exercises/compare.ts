import { formatShape, sizeOf, type Tensor } from "../tensor";
import { type Wrong, wrong } from "./verdict";

/** What a known mistake would give, and what to say to whoever made it. */
export interface Mistake {
  readonly values: ArrayLike<number>;
  readonly hint: string;
}

export interface Comparison {
  /** The largest difference that counts as none. */
  readonly tolerance?: number;
  /** The first one that gives exactly what came chooses the hint. */
  readonly mistakes?: readonly Mistake[];
  /** The hint where no known mistake gives it. */
  readonly otherwise: string;
  /** The hint where a number is NaN or undefined; left out, as for any other mistake. */
  readonly ifNaN?: string;
  /** The hint where all numbers are nearly right; left out, that they were rounded. */
  readonly ifNear?: string;
}

/** What makes NaN of a sum over places. */
export const readsOutside = "a place outside of the data reads undefined, and every sum with it is NaN";

/** A share of the largest number: whatever is no farther off than that has the right rule, and was rounded. */
const roundedOff = 1e-3;
const roundedHint = "nearly: only rounding is between. Do not round on the way (a Float32Array rounds, too)";

/** @returns undefined where a number is right; else whether it is too large or too small, but not by how much */
export function numberOff(got: number, expected: number, comparison: Comparison): Wrong | undefined {
  const { tolerance = 1e-9 } = comparison;
  if (!Number.isFinite(got)) return wrong(`${named(got)} is not a number to compare`, comparison.otherwise);
  if (Math.abs(got - expected) <= tolerance) return undefined;
  const size = got > expected ? "large" : "small";
  return wrong(`${Number(got.toPrecision(8))} is too ${size}`, hintFor([got], tolerance, comparison));
}

/** @returns undefined where all numbers are right; else how many came, or the largest difference */
export function numbersOff(
  what: string,
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  comparison: Comparison,
): Wrong | undefined {
  const { tolerance = 1e-9 } = comparison;
  const noList = listOff(what, got);
  if (noList) return noList;
  const hint = () => hintFor(got, tolerance, comparison);
  if (got.length !== expected.length) {
    const came = got.length === 1 ? "1 number" : `${got.length} numbers`;
    return wrong(`${what}: ${came}, not ${expected.length}`, hint());
  }
  const nan = Array.from(got).findIndex((value) => typeof value !== "number" || Number.isNaN(value));
  if (nan >= 0) {
    return wrong(`${what}: number ${nan + 1} of ${got.length} is ${named(got[nan])}`, comparison.ifNaN ?? hint());
  }
  const differences = Array.from(got, (value, k) => Math.abs(value - expected[k]));
  const largest = Math.max(...differences);
  if (largest <= tolerance) return undefined;
  const count = differences.filter((difference) => difference > tolerance).length;
  const isNear = largest <= roundedOff * Math.max(...Array.from(expected, Math.abs));
  return wrong(
    `${what}: largest difference ${Number(largest.toPrecision(3))}, ${count} of ${got.length} differ`,
    isNear ? hintFor(got, tolerance, { ...comparison, otherwise: comparison.ifNear ?? roundedHint }) : hint(),
  );
}

/** @returns undefined where what came is a list: an array, or a tensor's data */
export function listOff(what: string, got: unknown): Wrong | undefined {
  if (Array.isArray(got) || ArrayBuffer.isView(got)) return undefined;
  const came = isTensor(got) ? "a tensor" : typeof got === "object" && got ? "an object" : named(got);
  return wrong(`${what}: ${came}, not a list of numbers`, "a list stands in brackets: [1, 2.5, 3]");
}

/** A value as a verdict names it: text shows that it is text. */
function named(value: unknown): string {
  return typeof value === "string" ? `the text ${JSON.stringify(value)}` : String(value);
}

/** @returns undefined where shape and numbers are right */
export function tensorOff(what: string, got: unknown, expected: Tensor, comparison: Comparison): Wrong | undefined {
  if (!isTensor(got)) return wrong(`${what} is no tensor`, "make one with tensor(shape, values)");
  if (formatShape(got.shape) !== formatShape(expected.shape)) {
    const axes = expected.shape.length;
    const hint =
      got.shape.length !== axes && numbersOff(what, got.data, expected.data, comparison) === undefined
        ? `the numbers are right, the shape is not: ${axes === 1 ? "one axis" : `${axes} axes`}`
        : hintFor(got.data, comparison.tolerance ?? 1e-9, comparison);
    return wrong(`${what}: shape ${formatShape(got.shape)}, not ${formatShape(expected.shape)}`, hint);
  }
  return numbersOff(what, got.data, expected.data, comparison);
}

/** @returns undefined where an answer left alone what it was given */
export function touched(what: string, now: ArrayLike<unknown>, before: ArrayLike<unknown>): Wrong | undefined {
  const isSame = now.length === before.length && Array.from(before).every((value, k) => Object.is(now[k], value));
  if (isSame) return undefined;
  return wrong(`${what} was changed`, "what is given is read only: write into numbers of your own");
}

/** @returns a wrong verdict where a layer's backward is as the exercise has it at first: forward is right by then */
export function backwardOpen(dLdInput: unknown): Wrong | undefined {
  if (!isTensor(dLdInput) || sizeOf(dLdInput.shape) > 0) return undefined;
  return wrong(
    "forward is right, backward is open",
    "dLdInput: a slope for each number of forward's input, in its shape",
  );
}

export function isTensor(value: unknown): value is Tensor {
  return typeof value === "object" && value !== null && "shape" in value && "data" in value;
}

function hintFor(got: ArrayLike<number>, tolerance: number, { mistakes = [], otherwise }: Comparison): string {
  // Of a large number no more digits are asked for than of one near 1: whoever got 148.413 writes down 148.4.
  const isAt = (value: number, known: number) => Math.abs(value - known) <= tolerance * Math.max(1, Math.abs(known));
  const gives = ({ values }: Mistake) =>
    values.length === got.length && Array.from(got).every((value, k) => isAt(value, values[k]));
  return mistakes.find(gives)?.hint ?? otherwise;
}
