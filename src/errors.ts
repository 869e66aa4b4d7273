/** An array of the wrong size was handed in: says where, what shape was expected and what it got. */
export class ShapeError extends Error {
  override name = "ShapeError";
}

/** A file is missing or not of the form that its name promises: says which, what was expected and what was found. */
export class FormatError extends Error {
  override name = "FormatError";
}

/** Training cannot go on: says at which step, with which learning rate, and what to try. */
export class TrainingError extends Error {
  override name = "TrainingError";
}

/**
 * Checks a count that a caller chose, such as a number of filters or epochs.
 *
 * @returns `value`
 * @throws {RangeError} if it is not a whole number >= `least`; NaN is not
 */
export function wholeNumber(place: string, value: number, least = 1): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new RangeError(`${place} must be a whole number >= ${least}, got ${value}`);
}

/** @throws {RangeError} if a rate is not a positive finite number; NaN is not */
export function positiveRate(place: string, value: number | undefined): number {
  if (value !== undefined && value > 0 && value < Infinity) return value;
  throw new RangeError(`${place} must be a positive number, got ${value}`);
}
