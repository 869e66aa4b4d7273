import type { Progress } from "../training/progress";
import { element, escaped, short, svgDocument } from "./svg";
import { colours } from "./theme";

/** Loss and accuracy over the steps since the point before. */
export interface PanelPoint {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
}

const width = 720;
const height = 208;
const chart = { top: 96, height: 88, width: 320 };

/**
 * How far training has come, as one SVG image of 720 x 208: a bar, step, epoch and time, and both curves so far.
 *
 * @param points  by step; no more than a few hundred, each costs some thirty bytes
 */
export function trainingPanel(
  title: string,
  progress: Progress,
  points: readonly PanelPoint[],
): string {
  const { step, steps, epoch, epochs, loss, accuracy, secondsPassed, secondsLeft } = progress;
  const done = step === steps;
  const time = done ? `done in ${duration(secondsPassed)}` : `${duration(secondsLeft)} left`;
  const count = `step ${grouped(step)} of ${grouped(steps)}, epoch ${epoch} of ${epochs}`;
  const x = (at: number) => (chart.width * at) / steps;
  const most = Math.max(...points.map((point) => point.loss), 0.01);
  const top = niceAbove(most);
  const content = [
    text(0, 18, title, { "font-size": 16 }),
    text(width, 18, time, { "text-anchor": "end", "font-size": 15, "font-weight": 600 }),
    bar(step / steps, done),
    text(0, 58, count),
    curve(0, "Loss", loss.toFixed(3), String(top), colours.orange, points, x, (p) => p.loss / top),
    curve(
      width - chart.width,
      "Accuracy",
      `${(100 * accuracy).toFixed(1)} %`,
      "100 %",
      colours.blue,
      points,
      x,
      (p) => p.accuracy,
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

/** One chart: its frame, its name and last value above it, the line. */
function curve(
  left: number,
  name: string,
  last: string,
  top: string,
  colour: string,
  points: readonly PanelPoint[],
  x: (step: number) => number,
  share: (point: PanelPoint) => number,
): string {
  const { height: h, width: w } = chart;
  const tick = 42; // pixels for the numbers of the axis
  const line = points
    .map((p) => `${short(tick + (x(p.step) * (w - tick)) / w)},${short(h * (1 - share(p)))}`)
    .join(" ");
  const content = [
    text(tick, -12, name),
    text(w, -12, last, { "text-anchor": "end", fill: colour, "font-weight": 600 }),
    text(tick - 6, 4, top, { "text-anchor": "end" }),
    text(tick - 6, h + 4, "0", { "text-anchor": "end" }),
    element("path", { d: `M${tick} 0H${w}M${tick} ${h / 2}H${w}`, stroke: colours.grid }),
    element("path", { d: `M${tick} ${h}H${w}`, stroke: colours.line }),
    element("polyline", {
      points: line,
      fill: "none",
      stroke: colour,
      "stroke-width": 2,
      "stroke-linejoin": "round",
      "stroke-linecap": "round",
    }),
    element("circle", {
      cx: line.split(/[ ,]/).at(-2),
      cy: line.split(",").at(-1),
      r: 3,
      fill: colour,
    }),
  ].join("");
  return element("g", { transform: `translate(${left} ${chart.top})` }, content);
}

function text(x: number, y: number, content: string, more: Record<string, string | number> = {}) {
  return element("text", { x, y, fill: colours.text, "font-size": 13, ...more }, escaped(content));
}

/** The least of 1, 2, 2.5, 3, 4, 5 times a power of ten that is not below. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 2.5, 3, 4, 5, 10].find((step) => step * power >= value) ?? 10;
  return Number((factor * power).toPrecision(2));
}

/** 12345 -> "12,345" */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "0.8 s", "42 s", "3 min 05 s" */
function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
