import type { Progress } from "../training/progress";
import { grouped } from "./numbers";
import { element, short, svgDocument, textLine } from "./svg";
import { colours } from "./theme";

/** Loss and accuracy over the steps since the point before: live-progress.ts makes them of training/progress.ts. */
export interface PicturePoint {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
}

const width = 720;
const height = 208;
const chart = { top: 96, height: 88, width: 320 };
const tick = 42; // pixels for the numbers of a chart's axis
const dot = 3; // the radius of a curve's last point

/** On a phone the picture is half as wide; its words grow away from where they are anchored, so that they can be read. */
const onPhones = element(
  "style",
  {},
  "@media (max-width: 480px) { text { transform-box: fill-box; transform-origin: 0 80%; transform: scale(1.7) } " +
    'text[text-anchor="end"] { transform-origin: 100% 80% } text[font-size="16"], text[font-size="15"] { transform: scale(1.4) } }',
);

/**
 * How far training has come, as one SVG image of 720 x 208: a bar, step, epoch and time, and both curves so far.
 *
 * @param points   by step; no more than a few hundred, each costs some thirty bytes
 * @param stopped  whether nothing more will come, although training has not reached its end
 */
export function progressPicture(
  title: string,
  progress: Progress,
  points: readonly PicturePoint[],
  stopped = false,
): string {
  const { step, steps, epoch, epochs, loss, accuracy, secondsPassed, secondsLeft } = progress;
  const done = secondsLeft === 0;
  const running = done ? `done in ${duration(secondsPassed)}` : `${duration(secondsLeft)} left`;
  const time = stopped ? `stopped after ${((step * epochs) / steps).toFixed(1)} epochs` : running;
  const count = `step ${grouped(step)} of ${grouped(steps)}, epoch ${epoch} of ${epochs}`;
  const line = (share: (point: PicturePoint) => number) =>
    points.map((p): Point => {
      const x = tick + (p.step / steps) * (chart.width - tick - dot);
      return [short(x), short(chart.height * (1 - share(p)))];
    });
  const most = Math.max(...points.map((point) => point.loss), 0.01);
  const top = niceAbove(most);
  const content = [
    onPhones,
    text(0, 18, title, { "font-size": 16 }),
    text(width, 18, time, { "text-anchor": "end", "font-size": 15, "font-weight": 600 }),
    bar(step / steps, done),
    text(0, 58, count),
    curve(
      0,
      { name: "Loss", last: loss.toFixed(3), top: String(top), colour: colours.orange },
      line((p) => p.loss / top),
    ),
    curve(
      width - chart.width,
      { name: "Accuracy", last: `${(100 * accuracy).toFixed(1)} %`, top: "100 %", colour: colours.blue },
      line((p) => p.accuracy),
    ),
  ].join("");
  return svgDocument(width, height, `${title}: ${count}, ${time}`, content);
}

function bar(share: number, done: boolean): string {
  const shape = { x: 0, y: 30, height: 8, rx: 4 };
  return (
    element("rect", { ...shape, width, fill: colours.grid }) +
    element("rect", {
      ...shape,
      width: width * share,
      fill: done ? colours.series[2] : colours.blue,
    })
  );
}

/** A point of a curve: pixels from its chart's corner, as text. */
type Point = readonly [x: string, y: string];

/** What is written around a chart. */
interface ChartWords {
  readonly name: string;
  /** The last value. */
  readonly last: string;
  /** What the top of the axis stands for. */
  readonly top: string;
  readonly colour: string;
}

/** One chart: its frame, its name and last value above it, the line. */
function curve(left: number, { name, last, top, colour }: ChartWords, line: readonly Point[]): string {
  const { height: h, width: w } = chart;
  const [x, y] = line.at(-1) ?? [];
  const content = [
    text(tick, -12, name),
    text(w, -12, last, { "text-anchor": "end", fill: colour, "font-weight": 600 }),
    text(tick - 6, 4, top, { "text-anchor": "end" }),
    text(tick - 6, h + 4, "0", { "text-anchor": "end" }),
    element("path", { d: `M${tick} 0H${w}M${tick} ${h / 2}H${w}`, stroke: colours.grid }),
    element("path", { d: `M${tick} ${h}H${w}`, stroke: colours.line }),
    element("polyline", {
      points: line.map(([x, y]) => `${x},${y}`).join(" "),
      fill: "none",
      stroke: colour,
      "stroke-width": 2,
      "stroke-linejoin": "round",
      "stroke-linecap": "round",
    }),
    element("circle", {
      cx: x,
      cy: y,
      r: dot,
      fill: colour,
    }),
  ].join("");
  return element("g", { transform: `translate(${left} ${chart.top})` }, content);
}

function text(x: number, y: number, content: string, more: Record<string, string | number> = {}) {
  return textLine(content, { x, y, fill: colours.text, "font-size": 13, ...more });
}

/** The least of 1, 2, 2.5, 3, 4, 5 times a power of ten that is not below. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 2.5, 3, 4, 5, 10].find((step) => step * power >= value) ?? 10;
  return Number((factor * power).toPrecision(2));
}

/** "0.8 s", "42 s", "3 min 05 s" */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
