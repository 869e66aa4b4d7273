import { randomUUID } from "node:crypto";
import type { Dataset } from "../data/dataset";
import { onlyOptions } from "../errors";
import type { Network } from "../network/network";
import { LearningSnapshots, snapshotSteps } from "../panels/learning-snapshots";
import { watchItLearn } from "../panels/watch-it-learn";
import type { Observer } from "../training/observer";
import { afterTheCell } from "./after-the-cell";
import { panelDisplay } from "./displays/panel";
import { notebookKernel } from "./notebook-kernel";

/** Seconds between two pictures of a run. */
const betweenPictures = 0.1;

/**
 * Shows a network as it learns, below the running cell: `train(network, data, { observer: watchLearning(network,
 * heldOut) })`. The panel has some thirty snapshots, spaced by the logarithm of the step; while training goes on it
 * shows the newest, and afterwards one goes back and forth. After Stop the last one is what was reached. Each run gets
 * a panel of its own.
 *
 * @param digits   what the network is asked about and does not learn from
 * @param options  shown: positions in them, of those whose answers are shown (the first twelve)
 * @throws {ShapeError} if the network's first layer has no filters (f, h, w) or more than 64, or digits are coloured
 * @throws {RangeError} if an option has another name, or a position is not there
 * @throws {Error} outside a notebook, when the run begins
 */
export function watchLearning(
  network: Network,
  digits: Dataset,
  options: { shown?: readonly number[] } = {},
): Observer {
  onlyOptions("watchLearning", options, { shown: true });
  const { shown = Array.from({ length: Math.min(12, digits.length) }, (_, k) => k) } = options;
  const fresh = () => new LearningSnapshots(network, digits, shown);
  let snapshots = fresh();
  let run: { readonly steps: number; readonly display_id: string; readonly wanted: ReadonlySet<number> } | undefined;
  let reached = 0;
  let watched = false;
  let drawnAt = 0;
  let [isShown, isNew] = [false, false];
  const draw = (running: boolean) => {
    if (!run || snapshots.taken.length === 0) return;
    const { steps, display_id } = run;
    const { "image/svg+xml": still, ...moving } = panelDisplay(watchItLearn(snapshots, { steps, running }));
    const data = running ? moving : { ...moving, "image/svg+xml": still };
    notebookKernel().display({ data, metadata: {}, transient: { display_id } }, isShown, !running);
    [isShown, isNew] = [true, false];
    drawnAt = performance.now();
  };
  const last = () => snapshots.taken.at(-1)?.step ?? -1;
  const take = (step: number) => {
    if (step > last()) snapshots.take(step);
    isNew = true;
  };
  /** Shows what was reached, which may be between two steps that were waited for. */
  const settle = () => {
    if (!run) return;
    take(reached);
    draw(false);
  };
  const watch = () => {
    if (watched) return;
    watched = true;
    afterTheCell(() => {
      watched = false;
      settle();
    });
  };
  return {
    begin(steps) {
      const wanted = snapshotSteps(steps);
      snapshots = fresh();
      run = { steps, display_id: randomUUID(), wanted: new Set([0, ...wanted]) };
      [reached, isShown] = [0, false];
      watch();
      take(0);
      draw(true);
      return wanted;
    },
    reached(step) {
      if (!run) return;
      watch();
      // A cell that waits between two epochs has come to rest, and goes on.
      if (!run.wanted.has(last())) snapshots.taken.pop();
      reached = step;
      if (run.wanted.has(step)) take(step);
      if (isNew && performance.now() - drawnAt >= 1000 * betweenPictures) draw(true);
    },
    end() {
      settle();
      run = undefined;
    },
  };
}
