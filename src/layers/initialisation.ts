import type { Random } from "../random";

/** How weights start: normal deviates, the narrower the more inputs a node adds up. */
export type Initialisation = "he" | "glorot" | "article";

/**
 * The number that normal deviates are divided by.
 *
 *   "he"       √(fanIn / 2)               keeps the variance through layers with ReLU
 *   "glorot"   √((fanIn + fanOut) / 2)    keeps it, forward and backward, through layers without
 *   "article"  fanIn                      9 for its filters, 1352 for its softmax
 *
 * @see He et al., "Delving deep into rectifiers", 2015; Glorot and Bengio, "Understanding the difficulty of training
 *         deep feedforward neural networks", 2010; Zhou, CNNs Part 1
 */
const divisors: Readonly<Record<Initialisation, (fanIn: number, fanOut: number) => number>> = {
  he: (fanIn) => Math.sqrt(fanIn / 2),
  glorot: (fanIn, fanOut) => Math.sqrt((fanIn + fanOut) / 2),
  article: (fanIn) => fanIn,
};

/** The size of a layer's weights as an initialisation sees it. */
export interface Fans {
  /** How many values of the input a value of the output depends on. */
  readonly fanIn: number;
  /** How many values of the output a value of the input goes into. */
  readonly fanOut: number;
}

/** Fills weights with normal deviates, in order, divided as the initialisation says. */
export function initialise(
  weights: Float64Array,
  initialisation: Initialisation,
  { fanIn, fanOut }: Fans,
  random: Random,
): void {
  const divisor = divisors[initialisation](fanIn, fanOut);
  for (let k = 0; k < weights.length; k++) weights[k] = random.normal() / divisor;
}

/** @returns `name` @throws {RangeError} if there is no initialisation of that name */
export function initialisationNamed(place: string, name: Initialisation): Initialisation {
  if (Object.hasOwn(divisors, name)) return name;
  const names = Object.keys(divisors).map((known) => `"${known}"`);
  throw new RangeError(`${place} must be one of ${names.join(", ")}, got ${JSON.stringify(name)}`);
}
