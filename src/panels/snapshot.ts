/** How a network stood after some steps. */
export interface Snapshot {
  readonly step: number;
  /** How many of the held-out digits it got wrong. */
  readonly wrong: number;
  /** The first layer's filters, one after the other, to a thousandth. */
  readonly filters: readonly number[];
  /** Its answer to each digit that is shown, and how sure it was of it, in whole per cent. */
  readonly answers: readonly number[];
  readonly sure: readonly number[];
}
