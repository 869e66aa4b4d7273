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

/**
 * Checks the names of options. TypeScript does so only for options that are written out in the call: without this
 * check, `batchsize` in an object made elsewhere would count for nothing, in silence.
 *
 * @param known  every option that there is, by name
 * @throws {RangeError} if the options are no object, or one of them has another name
 */
export function onlyOptions<Options extends object>(
  place: string,
  options: Options,
  known: { readonly [Name in keyof Required<Options>]: true },
): void {
  const names = Object.keys(known).join(", ");
  if (typeof options !== "object" || options === null) {
    throw new RangeError(`${place}: options must be an object { ${names} }, got ${JSON.stringify(options)}`);
  }
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return;
  throw new RangeError(`${place}: options must be of ${names}, got ${unknown}`);
}

/** @returns `value` @throws {RangeError} if a learning rate is not a finite number >= 0; NaN is not, 0 is */
export function rateFromZero(place: string, value: number | undefined): number {
  if (typeof value === "number" && value >= 0 && value < Infinity) return value;
  throw new RangeError(`${place} must be a number >= 0, got ${value}`);
}

/** @returns `value` @throws {RangeError} if a rate is not a positive finite number; NaN is not */
export function positiveRate(place: string, value: number | undefined): number {
  if (typeof value === "number" && value > 0 && value < Infinity) return value;
  throw new RangeError(`${place} must be a positive number, got ${value}`);
}
