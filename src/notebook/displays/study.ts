import type { Study, StudyTrial } from "../../sweep/study";
import type { MimeBundle } from "../notebook-kernel";
import { inBraces, numbersHtml, several } from "./html";

type Settings = Readonly<Record<string, unknown>>;

/** How many trials a study shows. */
const shown = 5;

/** A study as its best trials, in columns, below what was run. On a phone the columns scroll sideways. */
export function studyDisplay(study: Study<Settings>): MimeBundle {
  const rows = study.table().slice(0, shown);
  if (rows.length === 0) return { "text/plain": studyWords(study) };
  const names = Object.keys(rows[0]);
  const lines = [names, ...rows.map((row) => names.map((name) => inWords(row[name as keyof typeof row])))];
  const widths = names.map((_, k) => Math.max(...lines.map((line) => line[k].length)));
  const text = lines.map((line) => line.map((word, k) => word.padStart(widths[k])).join("  "));
  const table = [studyWords(study), ...text].join("\n");
  return { "text/html": numbersHtml(table), "text/plain": table };
}

/** "Study { first: 60 trials, 160 of 540 epochs }" */
export const studyLine = (study: Study<Settings>): string => inBraces("Study", studyWords(study));

/** "StudyTrial { loss 0.0891, 97.2 %, filters 16, rate 0.125647 }" */
export function studyTrialLine({ loss, accuracy, settings, stopped, diverged }: StudyTrial<Settings>): string {
  const end = diverged ? ["diverged"] : [`loss ${loss.toFixed(4)}`, `${(100 * accuracy).toFixed(1)} %`];
  const chosen = Object.entries(settings).map(([name, value]) => `${name} ${inWords(value)}`);
  return inBraces("StudyTrial", [...end, ...(stopped ? ["stopped"] : []), ...chosen].join(", "));
}

function studyWords({ name, trials, failed, epochs }: Study<Settings>): string {
  const lost = failed.length > 0 ? `, ${failed.length} more failed` : "";
  return `${name}: ${several(trials.length, "trial")}${lost}, ${epochs.run} of ${several(epochs.asked, "epoch")}`;
}

const inWords = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));
