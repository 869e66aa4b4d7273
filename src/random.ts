import { wholeNumber } from "./errors";

/** A stream of random numbers. The same seed gives the same stream, on every machine. */
export interface Random {
  readonly seed: number;
  /** The next number of the uniform distribution on [0, 1), 53 random bits. */
  uniform(): number;
  /** The next number of the normal distribution with mean 0 and deviation 1. */
  normal(): number;
  /** A whole number from 0 to n - 1, each equally likely. */
  integer(n: number): number;
}

/**
 * The package's only source of randomness: xoshiro128**, seeded through splitmix32.
 *
 * @param seed  a whole number from 0 to 2^32 - 1; left out, one is drawn, and `.seed` tells which
 * @throws {RangeError} if the seed is not such a number
 * @see Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021
 */
export function seededRandom(seed: number = Math.floor(Math.random() * 2 ** 32)): Random {
  if (wholeNumber("seededRandom: seed", seed, 0) >= 2 ** 32) {
    throw new RangeError(`seededRandom: seed must be below 2^32, got ${seed}`);
  }
  const next = xoshiro128(seed);
  let spare: number | undefined;

  const uniform = () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;

  // Marsaglia's polar method: a point in the unit disc gives two independent normal deviates.
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s === 0 || s >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * scale;
      return u * scale;
    }
  };

  return { seed, uniform, normal, integer: (n) => Math.floor(uniform() * n) };
}

/** Puts values into random order in place (Fisher and Yates): every order is equally likely. */
export function shuffleInPlace(values: Uint32Array, random: Random): void {
  for (let k = values.length - 1; k > 0; k--) {
    const other = random.integer(k + 1);
    const value = values[k];
    values[k] = values[other];
    values[other] = value;
  }
}

/**
 * The k-th random number of a seed, computed without the numbers before it. So every thread gets the same number, in
 * any order. Dropout and augmentation draw like this, so that a run does not depend on how its images are spread over
 * threads.
 *
 * @param seed  a whole number from 0 to 2^32 - 1
 * @param k     a whole number from 0 to 2^32 - 1
 * @returns     32 random bits, a whole number from 0 to 2^32 - 1: itself a seed
 */
export function randomBits(seed: number, k: number): number {
  return mix32(seed ^ mix32(Math.imul(k, goldenRatio) + 1)) >>> 0;
}

/** 2^32 divided by the golden ratio: its multiples spread evenly over 32 bits. */
const goldenRatio = 0x9e3779b9;

/** The last step of splitmix32: every bit of the result depends on every bit of z. */
function mix32(z: number): number {
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}

/** @returns a function that gives the next 32 random bits */
function xoshiro128(seed: number): () => number {
  let state = seed | 0;
  const splitmix32 = () => {
    state = (state + goldenRatio) | 0;
    return mix32(state);
  };
  let a = splitmix32();
  let b = splitmix32();
  let c = splitmix32();
  let d = splitmix32();
  const rotateLeft = (bits: number, by: number) => (bits << by) | (bits >>> (32 - by));
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result >>> 0;
  };
}
