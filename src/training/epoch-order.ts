import { type Random, shuffleInPlace } from "../random";

/** The order in which an epoch goes through a data set. */
export class EpochOrder {
  /** Positions in the data set. */
  readonly #order: Uint32Array;
  readonly #random: Random | undefined;

  /** @param random  left out, every epoch has the data set's own order */
  constructor(count: number, random: Random | undefined) {
    this.#order = Uint32Array.from({ length: count }, (_, i) => i);
    this.#random = random;
  }

  /** Draws the next epoch's order. */
  draw(): void {
    if (this.#random) shuffleInPlace(this.#order, this.#random);
  }

  /** The images of a step, as positions in the data set. @param step  of the epoch, from 0 */
  batch(step: number, size: number): Uint32Array {
    return this.#order.subarray(step * size, (step + 1) * size);
  }
}
