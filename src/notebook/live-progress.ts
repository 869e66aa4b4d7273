import { randomUUID } from "node:crypto";
import { type PanelPoint, trainingPanel } from "../figures/training-panel";
import type { Progress } from "../training/train";
import { notebookKernel } from "./kernel";

const mostPoints = 120;

/**
 * Shows training as it goes, below the running cell: `train(network, data, { onProgress: liveProgress() })`.
 * One picture is replaced again and again; when training ends it says how long it took, and on Stop it stays as it was.
 * A picture belongs to one run: progress that starts over gets a new one.
 *
 * @throws {Error} outside a notebook, at the first progress
 */
export function liveProgress({
  title = "Training",
}: {
  title?: string;
} = {}): (progress: Progress) => void {
  let display_id = "";
  let last = Infinity;
  let points: PanelPoint[] = [];
  return (progress) => {
    const { step, loss, accuracy } = progress;
    const update = step > last;
    if (!update) {
      display_id = randomUUID();
      points = [];
    }
    last = step;
    points.push({ step, loss, accuracy });
    if (points.length > mostPoints) points = halved(points);
    const data = {
      "image/svg+xml": trainingPanel(title, progress, points),
      "text/plain": `step ${step} of ${progress.steps}, loss ${loss.toFixed(3)}, accuracy ${accuracy.toFixed(3)}`,
    };
    notebookKernel().display({ data, metadata: {}, transient: { display_id } }, update);
  };
}

/** Every two neighbours as one point: the mean over the steps of both. The last, where it has no neighbour, stays. */
function halved(points: readonly PanelPoint[]): PanelPoint[] {
  const merged: PanelPoint[] = [];
  for (let k = 0; k < points.length; k += 2) {
    const start = merged.at(-1)?.step ?? 0;
    const [a, b = a] = points.slice(k, k + 2);
    const ofB = b.step > start ? (b.step - a.step) / (b.step - start) : 1;
    merged.push({
      step: b.step,
      loss: a.loss + ofB * (b.loss - a.loss),
      accuracy: a.accuracy + ofB * (b.accuracy - a.accuracy),
    });
  }
  return merged;
}
