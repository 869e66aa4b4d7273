import { availableParallelism } from "node:os";

/**
 * How many threads to use where nobody says: as many as the environment variable CNN_THREADS tells, else as the machine
 * has cores. A container may be allowed less than the machine has, which Node does not see.
 *
 * @throws {RangeError} if CNN_THREADS is not a whole number >= 1
 */
export function defaultThreads(): number {
  const told = process.env.CNN_THREADS;
  if (!told) return availableParallelism();
  const threads = Number(told);
  if (Number.isInteger(threads) && threads >= 1) return threads;
  throw new RangeError(`CNN_THREADS must be a whole number >= 1, got ${told}`);
}
