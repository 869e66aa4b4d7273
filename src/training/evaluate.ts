import type { Dataset } from "../data/dataset";
import type { Network } from "../network/network";
import { argMax } from "../tensor";
import { lossOf } from "./cross-entropy";
import { answersTo } from "./predict";
import { askedAbout } from "./quick-runs";

/** How a network does on a data set. */
export interface Evaluation {
  /** Mean cross-entropy, in nats. */
  readonly loss: number;
  /** Share of right answers, 0 to 1. */
  readonly accuracy: number;
  /** confusion[label][answer]: how many images of a class were taken for which. */
  readonly confusion: readonly number[][];
  /** answers[i]: which class image i was taken for. */
  readonly answers: readonly number[];
}

/**
 * Runs a network over every image of a data set. Changes no weights.
 *
 * @throws {RangeError} if the data set is empty or has a label that is not a class of the network
 * @throws {ShapeError} if the images are not of the shape that the network takes
 * @throws {TrainingError} if the network's weights ran away in training, so that its answers are not numbers
 */
export function evaluate(network: Network, dataset: Dataset): Evaluation {
  const confusion: number[][] = [];
  const answers: number[] = [];
  let loss = 0;
  let correct = 0;
  for (const probabilities of answersTo("evaluate", network, askedAbout(dataset))) {
    const classes = probabilities.length;
    while (confusion.length < classes) confusion.push(new Array<number>(classes).fill(0));
    const label = dataset.label(answers.length);
    const answer = argMax(probabilities);
    loss += lossOf(probabilities, label);
    confusion[label][answer]++;
    answers.push(answer);
    if (answer === label) correct++;
  }
  return { loss: loss / answers.length, accuracy: correct / answers.length, confusion, answers };
}
