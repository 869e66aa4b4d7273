import { existsSync } from "node:fs";
import type { Dataset } from "../data/dataset";
import type { TrainOptions } from "./train-options";

/** Images that a quick run learns from, all epochs together, and that a quick evaluation looks at. */
const mostLearned = 3000;
const mostAsked = 1000;

/**
 * Whether the environment says CNN_NOTEBOOKS_QUICK=1. Then `train` and `evaluate` do with fewer images, so that every
 * cell of every notebook runs within seconds: for tests, and for a lesson that is about the code and not about its
 * results. The numbers in the text are those of full runs.
 */
export const isQuick = (): boolean => globalThis.process?.env.CNN_NOTEBOOKS_QUICK === "1";

/** What a run learns from, and how. Of a quick run the epochs stay: only their images are fewer. */
export function runOf(dataset: Dataset, options: TrainOptions): { dataset: Dataset; options: TrainOptions } {
  if (!isQuick()) return { dataset, options };
  const { epochs = 1, batchSize = 1, validation } = options;
  const most = Math.max(Math.ceil(mostLearned / epochs), batchSize);
  return {
    dataset: most < dataset.length ? dataset.take(most) : dataset,
    options: validation ? { ...options, validation: askedAbout(validation) } : options,
  };
}

/** As many of the data set's images as an evaluation may look at. */
export const askedAbout = (dataset: Dataset): Dataset =>
  isQuick() && dataset.length > mostAsked ? dataset.take(mostAsked) : dataset;

/** Where a model is saved: a quick run's beside the full run's, so that it never takes the place of a trained network. */
export const savedAt = (file: string): string => (isQuick() ? `${file}.quick` : file);

/** Where a model is read from: in quick runs, if there is none of a quick run, from the full run's. */
export const readAt = (file: string): string => (existsSync(savedAt(file)) ? savedAt(file) : file);
