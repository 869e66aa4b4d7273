import type { Attributes } from "../figures/svg";
import { colours } from "../figures/theme";
import type { Shape } from "./shape";

/** How far a weight moves from state to state, and how many states there are on each side of where it was. */
export const stepSize = 0.25;
export const around = 12;
export const states = 2 * around + 1;
/** How many states more the loss is known for on each side: as far as the longest nudge reaches. */
export const beyond = 8;
/** The judge's nudges, from long to short. */
export const epsilons: readonly number[] = [2, 1, 0.5, 0.25, 1e-5];

/** The state and the nudge with which the panel begins: far enough for tangent and secant to differ. */
export const begin = { state: around - 4, epsilon: 2 } as const;

/** The loss as a curve of one weight. */
export interface NudgedWeight {
  /** The weight before it was moved: state `around`. */
  readonly weight: number;
  /** The loss at each state, and `beyond` more on each side. */
  readonly losses: readonly number[];
  /** By backward, at each state. */
  readonly slopes: readonly number[];
  /** By the judge with the shortest nudge, at each state. */
  readonly judged: readonly number[];
}

/** The weight at a state. */
export const weightAt = ({ weight }: NudgedWeight, state: number) => weight + (state - around) * stepSize;

export const lossAt = ({ losses }: NudgedWeight, state: number) => losses[state + beyond];

/** What the judge says: (L(w + ε) - L(w - ε)) / 2ε. */
export function judgedSlope(nudged: NudgedWeight, state: number, epsilon: number): number {
  if (epsilon < stepSize) return nudged.judged[state];
  const far = epsilon / stepSize;
  return (lossAt(nudged, state + far) - lossAt(nudged, state - far)) / (2 * epsilon);
}

export const plotSize = [420, 250] as const;
const [left, right, top, bottom] = [38, plotSize[0] - 8, 8, plotSize[1] - 36];

/** The curve, the point on it, the tangent from backward, and the judge's secant. Numbers stand in the caption. */
export function plotOf(nudged: NudgedWeight, state: number, epsilon: number): Shape[] {
  const shown = Array.from({ length: states }, (_, s) => lossAt(nudged, s));
  const [least, most] = [Math.min(...shown), Math.max(...shown)];
  const margin = (most - least) * 0.06 || 1e-3;
  const [low, high] = [least - margin, most + margin];
  const x = (s: number) => left + (s / (states - 1)) * (right - left);
  const y = (loss: number) => bottom - ((loss - low) / (high - low)) * (bottom - top);
  const within = (value: number, from: number, to: number) => Math.min(to, Math.max(from, value));
  const line = (loss: number, slope: number, style: Attributes): Shape => {
    const perState = slope * stepSize;
    const ends = [0, states - 1].map((s) => {
      const at = loss + perState * (s - state);
      const seen = within(at, low, high);
      const where = within(seen === at ? s : state + (seen - loss) / perState, 0, states - 1);
      return `${x(where).toFixed(2)} ${y(seen).toFixed(2)}`;
    });
    return ["path", { d: `M${ends.join("L")}`, fill: "none", ...style }];
  };
  const dot = (s: number, loss: number, r: number, fill: string): Shape => [
    "circle",
    { cx: x(s), cy: y(loss), r, fill },
  ];
  const far = epsilon / stepSize;
  const chord = epsilon < stepSize ? [] : [state - far, state + far];
  const middle = chord.length > 0 ? (lossAt(nudged, chord[0]) + lossAt(nudged, chord[1])) / 2 : lossAt(nudged, state);
  const small = { "font-size": 12 };
  const underAxis = [0, around, states - 1].map((s): Shape => {
    const anchor = s === 0 ? "start" : s === around ? "middle" : "end";
    return ["text", { x: x(s), y: bottom + 16, "text-anchor": anchor, ...small }, tick(weightAt(nudged, s))];
  });
  const besideAxis = [least, most].map((loss): Shape => {
    return ["text", { x: left - 6, y: y(loss) + 4, "text-anchor": "end", ...small }, tick(loss)];
  });
  return [
    [
      "path",
      { d: `M${left} ${top}V${bottom}H${right}M${x(around)} ${bottom}V${top}`, fill: "none", stroke: colours.line },
    ],
    [
      "path",
      {
        d: `M${shown.map((loss, s) => `${x(s).toFixed(2)} ${y(loss).toFixed(2)}`).join("L")}`,
        fill: "none",
        stroke: colours.text,
        "stroke-width": 2.5,
      },
    ],
    line(middle, judgedSlope(nudged, state, epsilon), {
      stroke: colours.orange,
      "stroke-width": 2,
      "stroke-dasharray": "6 4",
    }),
    line(lossAt(nudged, state), nudged.slopes[state], { stroke: colours.blue, "stroke-width": 2 }),
    ...chord.filter((s) => s >= 0 && s < states).map((s) => dot(s, lossAt(nudged, s), 4, colours.orange)),
    dot(state, lossAt(nudged, state), 6, colours.blue),
    ...underAxis,
    ...besideAxis,
    ["text", { x: (left + right) / 2, y: bottom + 32, "text-anchor": "middle", ...small }, "the weight"],
  ];
}

const tick = (value: number) => value.toFixed(2).replace("-", "−");
