import { trainingCurves } from "../../figures/training-curves";
import { meanOf } from "../../statistics";
import type { Run } from "../../training/run";
import type { MimeBundle } from "../notebook-kernel";
import { figureDisplay } from "./figure";
import { counted, several } from "./html";

/** What `train` returned: also of an earlier version of the package, or copied. */
export function isRun(value: object): value is Run {
  const { losses, accuracies, epochs, stepsPerEpoch, seconds, ranOn } = value as Partial<Run>;
  return (
    losses instanceof Float64Array &&
    accuracies instanceof Float64Array &&
    losses.length === accuracies.length &&
    [epochs, stepsPerEpoch, seconds].every((number) => typeof number === "number") &&
    typeof ranOn === "string"
  );
}

/** A run as its curves, below what it was. */
export function runDisplay(run: Run): MimeBundle {
  const words = [runWords(run), ...progressWords(run)].join("\n");
  if (run.losses.length === 0) return { "text/plain": words };
  const validation = validationWords(run);
  const title = `${runWords(run)}${validation && `<br><sub>${validation}</sub>`}`;
  return figureDisplay(trainingCurves(run, { title }), words);
}

/** Runs under their names: as one figure, with a line of text for each. */
export function namedRunsDisplay(runs: Readonly<Record<string, Run>>): MimeBundle | undefined {
  const drawn = Object.entries(runs).filter(([, { losses }]) => losses.length > 0);
  if (drawn.length === 0) return undefined;
  const figure = trainingCurves(Object.fromEntries(drawn), { title: several(drawn.length, "run") });
  return figureDisplay(figure, wordsOf(runs));
}

/** A list of runs: of one length, as from several seeds, in a band; others one by one. */
export function runsDisplay(runs: readonly Run[]): MimeBundle | undefined {
  const named = Object.fromEntries(runs.map((run, k) => [`run ${k + 1}`, run]));
  const [{ losses }] = runs;
  const alike = runs.every((run) => run.losses.length === losses.length && run.stepsPerEpoch === runs[0].stepsPerEpoch);
  if (!alike || losses.length === 0) return namedRunsDisplay(named);
  const title = `${several(runs.length, "run")}: their mean, in a band from the lowest to the highest`;
  return figureDisplay(trainingCurves(runs, { title }), wordsOf(named));
}

const wordsOf = (runs: Readonly<Record<string, Run>>): string =>
  Object.entries(runs)
    .map(([name, run]) => `${name}: ${[runWords(run), ...progressWords(run)].join("\n")}`)
    .join("\n");

/** "3 epochs, 180,000 steps in 1.3 s on the engine, seed 42" */
function runWords({ epochs, losses, seconds, ranOn, threads, seed, finished }: Run): string {
  const where = `${ranOn}${threads > 1 ? `, ${threads} threads` : ""}`;
  const length = `${several(Number(epochs.toFixed(2)), "epoch")}, ${several(losses.length, "step")}`;
  const time = seconds < 1 ? `${Math.round(1000 * seconds)} ms` : `${seconds.toFixed(1)} s`;
  return `${length} in ${time} on the ${where}, seed ${seed}${finished ? "" : ", not finished"}`;
}

/** How loss and accuracy went, from the first to the last twentieth of the steps; then a line on validation. */
function progressWords(run: Run): string[] {
  const { losses, accuracies } = run;
  if (losses.length === 0) return ["  no steps"];
  const part = Math.max(1, Math.round(losses.length / 20));
  const ends = (values: Float64Array) => [values.subarray(0, part), values.subarray(-part)].map(meanOf);
  const [lossBefore, lossAfter] = ends(losses);
  const [before, after] = ends(accuracies);
  const validation = validationWords(run);
  return [
    `  loss ${lossBefore.toFixed(3)} -> ${lossAfter.toFixed(3)}, accuracy ${percent(before)} -> ${percent(after)}, of the images trained on`,
    ...(validation ? [`  ${validation}`] : []),
  ];
}

/** "validation: loss 0.089, accuracy 97.2 %; best of 3 epochs: 2" */
function validationWords({ validation, epochs }: Run): string {
  if (!validation || validation.losses.length === 0) return "";
  const [loss, accuracy] = [validation.losses.at(-1)!, validation.accuracies.at(-1)!];
  const best =
    validation.bestEpoch > 0 ? `; lowest loss after epoch ${validation.bestEpoch} of ${counted(epochs)}` : "";
  return `validation: loss ${loss.toFixed(3)}, accuracy ${percent(accuracy)}${best}`;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
