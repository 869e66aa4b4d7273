import { duration } from "./progress-picture";
import { inWords, type SearchedTrial, settingsInWords } from "./searched-trials";
import { element, svgDocument, textLine } from "./svg";
import { colours } from "./theme";

/** How far a search has come. */
export interface SweepProgress {
  /** Trials that ended, of all that are wanted. */
  readonly done: number;
  readonly trials: number;
  /** Of those that ended: how many halving stopped early, and how many ended with an error. */
  readonly stopped: number;
  readonly failed: number;
  readonly secondsPassed: number;
  /** 0 when all is done; Infinity while no trial has ended. */
  readonly secondsLeft: number;
  /** The losses of the trials that ended, in the order in which they did. Not finite where one diverged. */
  readonly losses: readonly number[];
  readonly best?: SearchedTrial | undefined;
  /** What keeps trials waiting. */
  readonly note?: string | undefined;
}

const width = 720;
const height = 244;
const chart = { top: 118, height: 104, left: 56 };
const mostDots = 400;

/** On a phone the picture is half as wide; its words grow away from where they are anchored, so that they can be read. */
const onPhones = element(
  "style",
  {},
  "@media (max-width: 480px) { text { transform-box: fill-box; transform-origin: 0 80%; transform: scale(1.35) } " +
    'text[text-anchor="end"] { transform-origin: 100% 80% } }',
);

/**
 * A search as it goes, as one SVG image of 720 x 244: a bar, how many trials are done, the time left, the best so far,
 * and by the trials done a dot for each loss and a line for the best so far, on a logarithmic axis.
 *
 * @param ended  whether nothing more will come, although not all trials are done
 */
export function sweepPicture(title: string, progress: SweepProgress, ended = false): string {
  const { done, trials, stopped, failed, secondsPassed, secondsLeft, best } = progress;
  const all = done >= trials;
  const left = all
    ? `done in ${duration(secondsPassed)}`
    : secondsLeft < Infinity
      ? `${duration(secondsLeft)} left`
      : "begins";
  const time = ended && !all ? `stopped after ${duration(secondsPassed)}` : left;
  const ends = [stopped > 0 && `${grouped(stopped)} stopped early`, failed > 0 && `${grouped(failed)} failed`];
  const count = [`${grouped(done)} of ${grouped(trials)} trials`, ...ends.filter(Boolean)].join(", ");
  const found = best && `best ${best.loss.toFixed(4)}, ${(100 * best.accuracy).toFixed(1)} %`;
  const words = best ? settingsInWords(best.settings) : "no trial has ended yet";
  const bar = { x: 0, y: 30, height: 8, rx: 4 };
  const content = [
    onPhones,
    text(0, 18, title, { "font-size": 16 }),
    text(width, 18, time, { "text-anchor": "end", "font-size": 15, "font-weight": 600 }),
    element("rect", { ...bar, width, fill: colours.grid }),
    element("rect", { ...bar, width: width * (done / trials), fill: all ? colours.series[2] : colours.blue }),
    text(0, 58, count),
    found && text(width, 58, found, { "text-anchor": "end", fill: colours.orange, "font-weight": 600 }),
    text(width, 78, shortened(words), { "text-anchor": "end" }),
    progress.note && text(chart.left, chart.top - 14, shortened(progress.note), { fill: colours.orange }),
    losses(progress),
  ];
  const seen = [title, [count, time, progress.note].filter(Boolean).join(", "), found && `${found} with ${words}`]
    .filter(Boolean)
    .join(": ");
  return svgDocument(width, height, seen, content.filter(Boolean).join(""));
}

/** The chart: a dot for each trial, one in several where they are many, and the best so far as steps. */
function losses({ losses, trials }: SweepProgress): string {
  const finite = losses.flatMap((loss, k) => (loss > 0 && Number.isFinite(loss) ? [{ loss, k }] : []));
  const low = finite.reduce((least, { loss }) => Math.min(least, loss), Number.POSITIVE_INFINITY);
  const high = finite.reduce((most, { loss }) => Math.max(most, loss), 0);
  const range = Math.log(high / low) || 1;
  const x = (k: number) => chart.left + ((k + 1) / trials) * (width - chart.left - 4);
  const y = (loss: number) => chart.height * (1 - Math.log(loss / low) / range);
  const every = Math.ceil(finite.length / mostDots);
  const dots = finite.filter((_, n) => n % every === 0);
  let least = Number.POSITIVE_INFINITY;
  const steps = finite.filter(({ loss }) => {
    const better = loss < least;
    if (better) least = loss;
    return better;
  });
  const path = steps.map(({ loss, k }, n) =>
    n === 0 ? `M${fixed(x(k))} ${fixed(y(loss))}` : `H${fixed(x(k))}V${fixed(y(loss))}`,
  );
  const ticks = finite.length === 0 ? [] : high === low ? [low] : [low, high];
  const content = [
    text(0, -14, "Loss"),
    ...ticks.map((loss) => text(chart.left - 8, y(loss) + 4, inWords(round2(loss)), { "text-anchor": "end" })),
    element("path", { d: `M${chart.left} ${chart.height}H${width}`, stroke: colours.line }),
    ...dots.map(({ loss, k }) =>
      element("circle", { cx: fixed(x(k)), cy: fixed(y(loss)), r: 2.5, fill: colours.blue, "fill-opacity": 0.75 }),
    ),
    path.length > 0 &&
      element("path", {
        d: `${path.join("")}H${fixed(x(losses.length - 1))}`,
        fill: "none",
        stroke: colours.orange,
        "stroke-width": 2,
      }),
  ];
  return element("g", { transform: `translate(0 ${chart.top})` }, content.filter(Boolean).join(""));
}

const fixed = (value: number): string => value.toFixed(1);
const round2 = (value: number): number => Number(value.toPrecision(2));
const grouped = (count: number): string => count.toLocaleString("en");
const shortened = (words: string): string => (words.length > 88 ? `${words.slice(0, 87)}…` : words);

function text(x: number, y: number, content: string, more: Record<string, string | number> = {}) {
  return textLine(content, { x, y, fill: colours.text, "font-size": 13, ...more });
}
