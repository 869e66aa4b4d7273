import { randomUUID } from "node:crypto";
import { type PanelPoint, trainingPanel } from "../figures/training-panel";
import type { Progress } from "../training/progress";
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
  let curves = thinnedCurves();
  return (progress) => {
    const { step, steps, loss, accuracy } = progress;
    const update = step > last;
    if (!update) {
      display_id = randomUUID();
      curves = thinnedCurves();
    }
    last = step;
    const data = {
      "image/svg+xml": trainingPanel(title, progress, curves(progress)),
      "text/plain": `step ${step} of ${steps}, loss ${loss.toFixed(3)}, accuracy ${accuracy.toFixed(3)}`,
    };
    notebookKernel().display({ data, metadata: {}, transient: { display_id } }, update);
  };
}

/**
 * @returns a function that adds progress to the curves and returns them: one point for each 120th of the training,
 *          the mean over its steps, so that a curve is equally calm from its beginning to its end
 */
function thinnedCurves(): (progress: Progress) => readonly PanelPoint[] {
  const points: PanelPoint[] = [];
  let start = 0; // the step before the last point's first
  return ({ step, steps, loss, accuracy }) => {
    const partOf = (at: number) => Math.floor(((at - 1) * mostPoints) / steps);
    const current = points.at(-1);
    if (!current || partOf(current.step) < partOf(step)) {
      start = current?.step ?? 0;
      points.push({ step, loss, accuracy });
      return points;
    }
    const share = (step - current.step) / (step - start);
    points[points.length - 1] = {
      step,
      loss: current.loss + share * (loss - current.loss),
      accuracy: current.accuracy + share * (accuracy - current.accuracy),
    };
    return points;
  };
}
