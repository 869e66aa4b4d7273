import { meanOf } from "../statistics";

/** What the steps of a run gave, as far as it has come. */
export class StepsDone {
  /** How many. */
  count = 0;
  /** By step, zeros behind those done. Mean losses in nats; shares of right answers, 0 to 1. */
  readonly losses: Float64Array;
  readonly accuracies: Float64Array;

  /** @param steps  of the whole run */
  constructor(steps: number) {
    this.losses = new Float64Array(steps);
    this.accuracies = new Float64Array(steps);
  }

  add(loss: number, accuracy: number): void {
    this.losses[this.count] = loss;
    this.accuracies[this.count] = accuracy;
    this.count++;
  }

  /** The last of the losses. A view. */
  lastLosses(steps: number): Float64Array {
    return this.losses.subarray(this.count - steps, this.count);
  }

  /** Means over the last steps. */
  lastMeans(steps: number): { loss: number; accuracy: number } {
    const accuracies = this.accuracies.subarray(this.count - steps, this.count);
    return { loss: meanOf(this.lastLosses(steps)), accuracy: meanOf(accuracies) };
  }

  /** Copies of both. */
  soFar(): { losses: Float64Array; accuracies: Float64Array } {
    return { losses: this.losses.slice(0, this.count), accuracies: this.accuracies.slice(0, this.count) };
  }
}
