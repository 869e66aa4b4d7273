import type { Dataset } from "../data/dataset";
import { ShapeError } from "../errors";
import type { Network } from "../network/network";
import { ruinedWeight } from "../network/weights";
import { argMax, formatShape } from "../tensor";
import { answersTo } from "../training/predict";
import { askedAbout } from "../training/quick-runs";
import { requireFit } from "../training/require-fit";
import { mostFilters } from "./excited";
import type { Snapshot } from "./snapshot";

/** How much further each snapshot is than the one before, at the least. */
const ratio = 1.5;

/** The steps after which a run of so many is looked at: 1, 2, 3, 5, 8, … and the last. */
export function snapshotSteps(steps: number): number[] {
  const all: number[] = [];
  for (let step = 1; step < steps; step = Math.ceil(step * ratio)) all.push(step);
  return [...all, steps];
}

/** Takes snapshots of a network, by digits that it does not learn from. */
export class LearningSnapshots {
  readonly taken: Snapshot[] = [];
  /** (f, h, w) */
  readonly filterShape: readonly number[];
  /** How many digits the network is asked about. */
  readonly heldOut: number;
  readonly #asked: Dataset;

  /**
   * @param digits  what the network is asked about, each time
   * @param shown   positions in them: what the reader sees the answers to
   * @throws {ShapeError} if the network's first layer has no filters (f, h, w) or more than 64, or the digits are
   *                      coloured
   * @throws {RangeError} if none or more than 24 digits are shown, or one that is not there
   */
  constructor(
    readonly network: Network,
    readonly digits: Dataset,
    readonly shown: readonly number[],
  ) {
    const { filters } = network.layers[0].parameters;
    if (filters?.shape.length !== 3) {
      const got = filters ? formatShape(filters.shape) : "none";
      throw new ShapeError(`watchLearning: the first layer must have filters (f, h, w), got ${got}`);
    }
    if (filters.shape.some((size) => size > mostFilters)) {
      const got = formatShape(filters.shape);
      throw new ShapeError(`watchLearning: filters must be (f, h, w), each at most ${mostFilters}, got ${got}`);
    }
    if (digits.imageShape.length !== 2) {
      throw new ShapeError(`watchLearning: digits must be (h, w), got ${formatShape(digits.imageShape)}`);
    }
    this.filterShape = filters.shape;
    requireFit("watchLearning", network, digits);
    this.#asked = askedAbout(digits);
    this.heldOut = this.#asked.length;
    const isThere = (k: number) => Number.isInteger(k) && k >= 0 && k < this.heldOut;
    if (shown.length < 1 || shown.length > mostShown || !shown.every(isThere)) {
      throw new RangeError(
        `watchLearning: shown must be 1 to ${mostShown} positions below ${this.heldOut}, got ${JSON.stringify(shown)}`,
      );
    }
  }

  /** Looks at the network as it is, unless it cannot answer: weights may run away a while before training ends by it. */
  take(step: number): void {
    if (ruinedWeight(this.network)) return;
    const all = Array.from(answersTo("watchLearning", this.network, this.#asked, onOneThread), (probabilities) => {
      const answer = argMax(probabilities);
      return { answer, sure: Math.round(100 * probabilities[answer]) };
    });
    this.taken.push({
      step,
      wrong: all.filter(({ answer }, i) => answer !== this.digits.label(i)).length,
      filters: Array.from(this.network.layers[0].parameters.filters.data, (weight) => Number(weight.toFixed(3)) + 0),
      answers: this.shown.map((i) => all[i].answer),
      sure: this.shown.map((i) => all[i].sure),
    });
  }
}

/** Other threads cost more to start than so few digits, and cannot be relied on after Stop. */
const onOneThread = { batchSize: 32, threads: 1 };

/** More digits would not be looked at one by one. */
const mostShown = 24;
