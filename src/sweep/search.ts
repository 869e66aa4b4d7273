import { type Random, randomBits, seededRandom, shuffleInPlace } from "../random";
import type { Dimension, Settings, Space } from "./space";

/** Settings in the order in which they are tried. The k-th depends on the space, the seed and k alone. */
export interface Search<S extends Space> {
  readonly count: number;
  at(k: number): Settings<S>;
}

/** Up to this size a space of choices and whole numbers is tried in a random order, so that nothing comes twice. */
const largestShuffled = 1_000_000;

/**
 * How many different settings a space has: Infinity where one of them is any number.
 */
export function sizeOfSpace(space: Space): number {
  return Object.values(space).reduce((size, dimension) => size * valuesIn(dimension), 1);
}

function valuesIn(dimension: Dimension): number {
  if ("choice" in dimension) return dimension.choice.length;
  if ("integer" in dimension) return dimension.integer[1] - dimension.integer[0] + 1;
  const [from, to] = "uniform" in dimension ? dimension.uniform : dimension.logUniform;
  return from === to ? 1 : Infinity;
}

/**
 * Every setting once, the last name's values first.
 *
 * @throws {RangeError} if the space has numbers of which there is no end
 */
export function gridSearch<S extends Space>(space: S, place = "sweep"): Search<S> {
  const endless = Object.keys(space).find((name) => valuesIn(space[name]) === Infinity);
  if (endless !== undefined) {
    throw new RangeError(
      `${place}: trials must be a number where a setting is not one of a few, as ${endless} is: ` +
        "got none, which asks for every setting once",
    );
  }
  const count = sizeOfSpace(space);
  return { count, at: (k) => gridPoint(space, k) };
}

/** The k-th point of the grid. */
function gridPoint<S extends Space>(space: S, k: number): Settings<S> {
  let rest = k;
  const chosen: [string, unknown][] = [];
  for (const [name, dimension] of Object.entries(space).reverse()) {
    const count = valuesIn(dimension);
    chosen.unshift([name, valueAt(dimension, rest % count)]);
    rest = Math.floor(rest / count);
  }
  return Object.fromEntries(chosen) as Settings<S>;
}

function valueAt(dimension: Dimension, k: number): unknown {
  if ("choice" in dimension) return dimension.choice[k];
  if ("integer" in dimension) return dimension.integer[0] + k;
  return "uniform" in dimension ? dimension.uniform[0] : dimension.logUniform[0];
}

/** Settings drawn at random. More trials with the same seed begin with the same ones. */
export function randomSearch<S extends Space>(space: S, trials: number, seed: number): Search<S> {
  const size = sizeOfSpace(space);
  if (size <= largestShuffled) {
    const order = Uint32Array.from({ length: size }, (_, k) => k);
    shuffleInPlace(order, seededRandom(seed));
    return { count: Math.min(trials, size), at: (k) => gridPoint(space, order[k]) };
  }
  return { count: trials, at: (k) => drawn(space, seededRandom(randomBits(seed, k))) };
}

function drawn<S extends Space>(space: S, random: Random): Settings<S> {
  const values = Object.entries(space).map(([name, dimension]) => [name, draw(dimension, random)]);
  return Object.fromEntries(values) as Settings<S>;
}

function draw(dimension: Dimension, random: Random): unknown {
  if ("choice" in dimension) return dimension.choice[random.integer(dimension.choice.length)];
  if ("integer" in dimension) return dimension.integer[0] + random.integer(valuesIn(dimension));
  if ("uniform" in dimension) {
    const [from, to] = dimension.uniform;
    return rounded(from + (to - from) * random.uniform(), from, to);
  }
  const [from, to] = dimension.logUniform;
  const [low, high] = [Math.log(from), Math.log(to)];
  return rounded(Math.exp(low + (high - low) * random.uniform()), from, to);
}

/** Six digits: readable, and the same on every machine, whose last bit of e^x may differ. */
function rounded(value: number, from: number, to: number): number {
  return Math.min(to, Math.max(from, Number(value.toPrecision(6))));
}
