import type { Annotation, Data } from "plotly.js-dist";
import { onlyOptions, ShapeError } from "../errors";
import { randomBits, seededRandom, shuffleInPlace } from "../random";
import { counted } from "./descriptions";
import type { Figure } from "./figure";
import { grouped } from "./numbers";
import {
  bestFirst,
  inWords,
  lossInWords,
  lossOf,
  type SearchedTrial,
  type SearchedTrials,
  settingsInWords,
} from "./searched-trials";
import { colours, dressed, titleHeight } from "./theme";
import { numberAxis, settingAxis, type VerticalAxis } from "./vertical-axis";

/** As many lines as can be drawn without a wait: the best, and of the others a sample. */
const mostLines = 2000;
const mostBest = 500;

/** From here on lines are half as wide, or they would be one area. */
const manyLines = 300;

/** Lines through one choice are spread over this part of its place, so that they can be told apart. */
const spread = 0.3;

const height = 420;

/**
 * Every trial of a search as a line through one axis for each setting, and the loss at the right: the best one thick,
 * the best tenth blue. Of more than 2,000 trials the best 500 are drawn and a sample of the others.
 *
 * The lines are ordinary ones, not Plotly's `parcoords`: that needs WebGL, is an error message where there is none, and
 * takes seconds to draw where no graphics card helps.
 *
 * @param study  the space with its settings, and a row for each trial that ended
 * @throws {ShapeError} if there is no trial
 * @throws {RangeError} if a value is none of its setting's choices, or an option has another name
 */
export function parallelCoordinates(study: SearchedTrials, options: { readonly title?: string } = {}): Figure {
  onlyOptions("parallelCoordinates", options, { title: true });
  const rows = bestFirst(study.rows);
  if (rows.length === 0) throw new ShapeError("parallelCoordinates: expected at least one trial, got none");
  const axes = Object.entries(study.space).map(([name, range]) => settingAxis(name, range));
  const all = [...axes, lossAxis(rows)];
  const tenth = Math.ceil(rows.length / 10);
  const drawn = sample(rows);
  const thin = drawn.length > manyLines ? 0.5 : 1;
  const points = (trial: SearchedTrial, k: number) => all.map((axis, i) => placeOf(axis, trial, i, k));
  const band = (from: number, to: number) => drawn.slice(from, to).map((trial, k) => points(trial, from + k));
  const shown = drawn.length < rows.length ? `${grouped(drawn.length)} of ${grouped(rows.length)} trials` : undefined;
  const count = shown ?? counted(rows.length, "trial");
  return dressed(
    options.title ?? `The loss of ${count} by their settings`,
    height,
    [
      lines("the others", band(Math.min(tenth, drawn.length), drawn.length), {
        color: colours.other,
        width: 0.7 * thin,
      }),
      lines("best tenth", band(1, tenth), { color: colours.blue, width: 1.3 * thin }),
      theBest(points(drawn[0], 0), drawn[0], all),
    ],
    {
      meta: { description: description(rows, study, shown) },
      xaxis: {
        tickvals: all.map((_, i) => i),
        ticktext: all.map(({ name }) => `<b>${name}</b>`),
        range: [-0.35, all.length - 0.75],
        ticks: "",
        showgrid: false,
        zeroline: false,
        fixedrange: true,
        automargin: true,
      },
      yaxis: { range: [-0.03, 1.03], visible: false, fixedrange: true },
      shapes: all.map((_, i) => ({
        type: "line",
        x0: i,
        x1: i,
        y0: 0,
        y1: 1,
        line: { color: colours.text, width: 1.5 },
      })),
      annotations: all.flatMap(ticksOf),
      showlegend: true,
      legend: { orientation: "h", y: 1, yanchor: "bottom", x: 0, traceorder: "reversed" },
      dragmode: false,
      hovermode: "closest",
      margin: { l: 8, r: 12, t: titleHeight + 24, b: 40 },
    },
  );
}

/** The loss's own axis, logarithmic where all losses allow it; runs that diverged end at its top, above a gap. */
function lossAxis(rows: readonly SearchedTrial[]): VerticalAxis {
  const finite = rows.map(lossOf).filter(Number.isFinite);
  const ends = [finite[0] ?? 1, finite.at(-1) ?? 1] as const; // rows come in the order of their losses
  const axis = numberAxis("loss", ends, ends[0] > 0 ? Math.log10 : (value) => value);
  if (finite.length === rows.length) return axis;
  const top = 0.9;
  return {
    ...axis,
    place: (value) => (Number.isFinite(value) ? top * axis.place(value) : 1),
    ticks: [
      ...(finite.length > 0 ? axis.ticks.map(({ at, text }) => ({ at: top * at, text })) : []),
      { at: 1, text: "diverged" },
    ],
  };
}

/** The best, and of the others a sample that is the same in each drawing; the best first. */
function sample(rows: readonly SearchedTrial[]): readonly SearchedTrial[] {
  if (rows.length <= mostLines) return rows;
  const others = Uint32Array.from({ length: rows.length - mostBest }, (_, k) => mostBest + k);
  shuffleInPlace(others, seededRandom(1));
  const chosen = others.slice(0, mostLines - mostBest).sort();
  return [...rows.slice(0, mostBest), ...Array.from(chosen, (k) => rows[k])];
}

/** Where the k-th line crosses the i-th axis. */
function placeOf(axis: VerticalAxis, trial: SearchedTrial, i: number, k: number): number {
  const at = axis.place(axis.name in trial.settings ? trial.settings[axis.name] : lossOf(trial));
  const off = randomBits(i + 1, k) / 2 ** 32 - 0.5;
  return Number((at + spread * axis.step * off).toPrecision(3));
}

function lines(name: string, all: readonly number[][], line: { color: string; width: number }): Data {
  return {
    type: "scatter",
    mode: "lines",
    name,
    x: all.flatMap((points) => [...points.keys(), null]),
    y: all.flatMap((points) => [...points, null]),
    line,
    hoverinfo: "skip",
  };
}

function theBest(points: readonly number[], trial: SearchedTrial, axes: readonly VerticalAxis[]): Data {
  const reached = ({ name }: VerticalAxis) =>
    name in trial.settings ? `${name} ${inWords(trial.settings[name])}` : lossInWords(trial);
  return {
    type: "scatter",
    mode: "lines+markers",
    name: "the best",
    x: [...points.keys()],
    y: [...points],
    line: { color: colours.orange, width: 4 },
    marker: { color: colours.orange, size: 8 },
    text: axes.map(reached),
    hovertemplate: "%{text}<extra>the best</extra>",
  };
}

/** An axis's values stand on paper of their own: lines pass behind them. */
function ticksOf({ ticks }: VerticalAxis, i: number): Partial<Annotation>[] {
  return ticks.map(({ at, text }) => ({
    x: i,
    y: at,
    text,
    xanchor: "right",
    xshift: -4,
    yanchor: "middle",
    showarrow: false,
    bgcolor: colours.paper,
    borderpad: 1,
    opacity: 0.85,
    font: { color: colours.ink, size: 11 },
  }));
}

function description(rows: readonly SearchedTrial[], { space }: SearchedTrials, shown: string | undefined): string {
  const [best] = rows;
  const tenth = rows.slice(0, Math.ceil(rows.length / 10));
  const among = Object.keys(space).map((name) => {
    const values = [...new Set(tenth.map(({ settings }) => settings[name]))];
    const numbers = values.filter((value): value is number => typeof value === "number");
    if (numbers.length === values.length) {
      const [low, high] = [Math.min(...numbers), Math.max(...numbers)].map(inWords);
      return low === high ? `${name} ${low}` : `${name} from ${low} to ${high}`;
    }
    return `${name} ${values.map(inWords).join(" or ")}`;
  });
  const few = shown ? `, drawn are ${shown}` : "";
  return (
    `Lines of ${counted(rows.length, "trial")} through settings and loss${few}. ` +
    `The best: ${lossInWords(best)} with ${settingsInWords(best.settings)}. The best tenth: ${among.join(", ")}.`
  );
}
