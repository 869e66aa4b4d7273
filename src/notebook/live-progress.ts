import { randomUUID } from "node:crypto";
import { onlyOptions } from "../errors";
import { duration, type PicturePoint, progressPicture } from "../figures/progress-picture";
import type { Progress } from "../training/progress";
import { afterTheCell } from "./after-the-cell";
import { notebookKernel } from "./notebook-kernel";

const mostPoints = 120;

/** What `train` calls as it goes, and what ends the display. */
export interface LiveProgress {
  (progress: Progress): void;
  /** Puts one line in the picture's place: "ReLU · 3.5 s · 98.4 %", of title, time and these words. */
  end(words: string): void;
}

/**
 * Shows training as it goes, below the running cell: `train(network, data, { onProgress: liveProgress() })`. One
 * picture is replaced again and again; when training ends it says how long it took, after Stop or an error how far it
 * came. A picture belongs to one run: progress that starts over gets a new one.
 *
 * @param options  title; runs: how many, one after the other, share a picture (1)
 * @throws {RangeError} if an option has another name
 * @throws {Error} outside a notebook, at the first progress
 */
export function liveProgress(options: { title?: string; runs?: number } = {}): LiveProgress {
  onlyOptions("liveProgress", options, { title: true, runs: true });
  const { title = "Training", runs = 1 } = options;
  let display_id = "";
  let run = 0; // from 1, of those that share the picture
  let before = 0; // seconds that earlier ones took
  let last: Progress | undefined;
  let curves = thinnedCurves();
  let watched = false;
  const draw = (progress: Progress, points: readonly PicturePoint[], { update = true, stopped = false } = {}) => {
    const { step, steps, loss, accuracy } = progress;
    const data = {
      "image/svg+xml": progressPicture(runs > 1 ? `${title}, run ${run} of ${runs}` : title, progress, points, stopped),
      "text/plain": `step ${step} of ${steps}, loss ${loss.toFixed(3)}, accuracy ${accuracy.toFixed(3)}`,
    };
    notebookKernel().display({ data, metadata: {}, transient: { display_id } }, update, stopped);
  };
  const onProgress = (progress: Progress) => {
    let update = last !== undefined && progress.step > last.step;
    if (!update) {
      update = run % runs > 0;
      before = update ? before + (last?.secondsPassed ?? 0) : 0;
      run = update ? run + 1 : 1;
      if (!update) display_id = randomUUID();
      curves = thinnedCurves();
    }
    last = progress;
    const points = curves(progress);
    draw(progress, points, { update });
    if (watched) return;
    watched = true;
    afterTheCell(() => {
      watched = false;
      if (last && last.secondsLeft > 0) draw(last, points, { stopped: true });
    });
  };
  const end = (words: string) => {
    if (!last) display_id = randomUUID();
    const seconds = duration(before + (last?.secondsPassed ?? 0));
    const data = { "text/plain": `${title} · ${seconds} · ${words}` };
    notebookKernel().display({ data, metadata: {}, transient: { display_id } }, last !== undefined);
    last = undefined;
    run = 0;
  };
  return Object.assign(onProgress, { end });
}

/**
 * @returns a function that adds progress to the curves and returns them: one point for each 120th of the training,
 *          the mean over its steps, so that a curve is equally calm from its beginning to its end
 */
function thinnedCurves(): (progress: Progress) => readonly PicturePoint[] {
  const points: PicturePoint[] = [];
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
