import { randomUUID } from "node:crypto";
import { type SweepProgress, sweepPicture } from "../figures/sweep-picture";
import type { FromCoordinator } from "../sweep/messages";
import type { Plan } from "../sweep/plan";
import { type NotebookKernel, offeredKernel } from "./notebook-kernel";

/** Milliseconds between two pictures: five a second at most. */
const pictureInterval = 200;

/**
 * Shows a sweep as it goes, in one output below the running cell; after Stop it says how far it came, at once and, where
 * there are processes, when they are gone. Outside a notebook it shows nothing.
 */
export function liveSweep(plan: Plan): (message: FromCoordinator) => void {
  const kernel = offeredKernel();
  if (!kernel) return () => {};
  const progress = countedProgress(plan);
  const draw = drawer(kernel, `Sweep ${plan.header.name}`);
  let drawnAt = -Infinity;
  let last = progress.now();
  let isDone = false;
  const drawStopped = () => {
    if (!isDone && drawnAt > 0) draw(last, true);
  };
  kernel.whenStopped?.(drawStopped);
  return (message) => {
    progress.hear(message);
    if ("gone" in message) {
      drawStopped();
      return;
    }
    isDone ||= "done" in message;
    if (!isDone && performance.now() - drawnAt < pictureInterval) return;
    drawnAt = performance.now();
    last = progress.now();
    draw(last);
  };
}

function drawer(kernel: NotebookKernel, title: string): (progress: SweepProgress, stopped?: boolean) => void {
  const display_id = randomUUID();
  let update = false;
  return (progress, stopped = false) => {
    const { done, trials, best } = progress;
    const data = {
      "image/svg+xml": sweepPicture(title, progress, stopped),
      "text/plain": `${done} of ${trials} trials${best ? `, best loss ${best.loss.toFixed(4)}` : ""}`,
    };
    kernel.display({ data, metadata: {}, transient: { display_id } }, update, stopped);
    update = true;
  };
}

/** Counts what is told. */
function countedProgress({ asked }: Plan): { hear(message: FromCoordinator): void; now(): SweepProgress } {
  const settingsOf = new Map(asked.map(({ id, settings }) => [id, settings]));
  const trials = settingsOf.size;
  const losses: number[] = [];
  let [done, known, stopped, failed] = [0, 0, 0, 0];
  let best: SweepProgress["best"];
  let note: string | undefined;
  const started = performance.now();
  return {
    hear(message) {
      if ("notice" in message) note = message.notice;
      if (!("ended" in message)) return;
      note = undefined;
      const { id, result } = message.ended;
      done++;
      if (message.ended.known) known++;
      if (!result) {
        failed++;
        return;
      }
      const last = result.epochs.at(-1);
      const loss = result.diverged || !last ? Infinity : last.loss;
      losses.push(loss);
      if (result.stopped) stopped++;
      if (result.stopped || !last || !(loss < (best?.loss ?? Infinity))) return;
      const settings = settingsOf.get(id) as NonNullable<SweepProgress["best"]>["settings"];
      best = { settings, loss, accuracy: last.accuracy, epochs: last.epoch };
    },
    now() {
      const secondsPassed = (performance.now() - started) / 1000;
      const ran = done - known;
      const secondsLeft = ran > 0 ? (secondsPassed / ran) * (trials - done) : done === trials ? 0 : Infinity;
      return { done, trials, stopped, failed, secondsPassed, secondsLeft, losses, best, note };
    },
  };
}
