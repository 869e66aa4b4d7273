import { meanOf } from "../statistics";

/** A mean loss above this is that of a network whose answers are all certain and mostly wrong. */
const hopeless = 300;

/**
 * Whether a network has stopped learning for good: its loss stands at several hundred. A network that begins so badly,
 * as from filters that are far too large, can recover; then its loss falls.
 *
 * @param losses  of some steps in a row
 */
export function isDead(losses: Float64Array): boolean {
  const half = losses.length >> 1;
  const [before, after] = [meanOf(losses.subarray(0, half)), meanOf(losses.subarray(half))];
  return before > hopeless && after > hopeless && after > 0.9 * before;
}

/** How many steps the judgement looks at: as many as show 2,000 images, and 50 at least. */
export function stepsToJudge(batchSize: number): number {
  return Math.max(50, Math.ceil(2000 / batchSize));
}
