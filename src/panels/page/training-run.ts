import type { Dataset } from "../../data/dataset";
import { meanOf } from "../../statistics";
import type { Runner } from "../../training/runner";
import { imagesBetween, type Measured, stepsFor } from "../error-curve";
import { Trainer } from "../trainer";
import { fixed, written } from "./elements";
import { requireSameLayers } from "./same-layers";
import type { Settings } from "./training-settings";

/** Images learned from between two pictures on the screen, so that there is something to watch. */
const imagesPerFrame = 32;
/** Milliseconds after which a frame ends in any case, so that the page answers. */
const longest = 10;
const mostEpochs = 20;

/** One run of training in a page: a network from its first weights on, and how it stood on the way. */
export class TrainingRun {
  readonly trainer: Trainer;
  readonly #heldOut: number;
  readonly #batchSize: number;
  readonly #measured: Measured[] = [];

  constructor(images: Dataset, { filters, batchSize }: Settings, { seed, heldOut }: { seed: number; heldOut: number }) {
    this.trainer = new Trainer(images, { filters, batchSize, seed, heldOut });
    this.#heldOut = heldOut;
    this.#batchSize = batchSize;
    this.measure();
  }

  /** How it stood from time to time. */
  get curve(): readonly Measured[] {
    return this.#measured;
  }

  /** Whether it has learned for as long as a run may. */
  get isThrough(): boolean {
    return this.trainer.epochs >= mostEpochs;
  }

  /**
   * As many steps as a frame has room for.
   *
   * @returns how far it is, in words
   * @throws {TrainingError} if the run diverges
   */
  learn(rate: number): string {
    const { trainer } = this;
    const began = performance.now();
    const between = stepsFor(imagesBetween, this.#batchSize);
    const losses: number[] = [];
    do {
      losses.push(trainer.step(1, rate));
      if (trainer.steps % between === 0) this.measure();
    } while (losses.length < stepsFor(imagesPerFrame, this.#batchSize) && performance.now() - began < longest);
    const done = `step ${trainer.steps} · epoch ${fixed(trainer.epochs, 1)}`;
    return `${done} · loss ${fixed(meanOf(losses))} · error ${fixed(100 * this.#last.error, 1)} %`;
  }

  /** Asks about the images held out, unless that was done after the last step. */
  measure(): void {
    const { trainer } = this;
    if (this.#last?.epochs === trainer.epochs) return;
    this.#measured.push({ epochs: trainer.epochs, error: trainer.heldOutError() });
  }

  /** How it stands, in words. */
  standing(): string {
    const { epochs, error } = this.#last;
    return `after ${written(epochs, 1)} epochs: ${fixed(100 * error, 1)} % of ${this.#heldOut} held-out images are wrong.`;
  }

  get #last(): Measured {
    return this.#measured[this.#measured.length - 1];
  }
}

/**
 * Takes the notebook's first steps in a run of its own, which cannot be used afterwards.
 *
 * @param losses  of those steps, in the notebook
 * @returns what computes
 * @throws {Error} if this page trains otherwise, or the engine does not run
 */
export function requireSameTraining(
  { trainer }: TrainingRun,
  losses: readonly number[],
  rate: number,
): Runner["ranOn"] {
  const { declined, ranOn } = trainer.runner;
  if (declined) throw new Error(`the engine does not run: ${declined}`);
  for (const loss of losses) requireSameLayers(trainer.step(1, rate), loss);
  trainer.dispose();
  return ranOn;
}
