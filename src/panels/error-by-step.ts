import { grouped } from "../figures/numbers";
import { colours } from "../figures/theme";
import type { Shape } from "./shape";

/** Steps done, and the share of held-out digits that is wrong, 0 to 1. */
export interface ErrorAt {
  readonly step: number;
  readonly error: number;
}

export const chartSize = [380, 240] as const;
const [left, right, top, bottom] = [48, chartSize[0] - 8, 10, chartSize[1] - 40];
const shares = [1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];

/**
 * The error over the steps, both on logarithmic axes; step 0 stands left of the first.
 *
 * @param steps  of the whole run: as far as the axis goes
 * @param now    which of them is marked
 */
export function errorByStep(errors: readonly ErrorAt[], steps: number, now?: number): Shape[] {
  const x = (step: number) => left + (Math.log1p(step) / Math.log1p(steps)) * (right - left);
  const lowest = Math.min(...errors.map(({ error }) => error || 1));
  const least = shares.find((share) => share <= 0.02 && share <= lowest) ?? shares[shares.length - 1];
  // An error of 0 has no place on such an axis: it stands at its end.
  const y = (error: number) => top + (Math.log(Math.max(error, least)) / Math.log(least)) * (bottom - top);
  const small = { "font-size": 12 };
  const lines = shares
    .filter((share) => share >= least)
    .flatMap((share): Shape[] => [
      ["path", { d: `M${left} ${y(share).toFixed(1)}H${right}`, stroke: colours.grid }],
      [
        "text",
        { ...small, x: left - 6, y: y(share) + 4, "text-anchor": "end" },
        `${Number((100 * share).toFixed(1))} %`,
      ],
    ]);
  const decades = Math.floor(Math.log10(steps)) + 1;
  const apart = Math.ceil(decades / 6); // there is room for six numbers
  const powers = Array.from({ length: Math.ceil(decades / apart) }, (_, k) => 10 ** (k * apart));
  const numbers = powers.map((step): Shape => {
    const anchor = x(step) > right - 20 ? "end" : "middle";
    return ["text", { ...small, x: x(step), y: bottom + 16, "text-anchor": anchor }, grouped(step)];
  });
  const points = errors.map(({ step, error }) => `${x(step).toFixed(1)},${y(error).toFixed(1)}`);
  const marked = now === undefined ? undefined : errors[now];
  const mark: Shape[] = marked
    ? [
        ["path", { d: `M${x(marked.step).toFixed(1)} ${top}V${bottom}`, stroke: colours.orange, "stroke-width": 1.5 }],
        ["circle", { cx: x(marked.step), cy: y(marked.error), r: 6, fill: colours.orange }],
      ]
    : [];
  return [
    ...lines,
    ...numbers,
    ["text", { ...small, x: (left + right) / 2, y: bottom + 34, "text-anchor": "middle" }, "steps"],
    ["polyline", { points: points.join(" "), fill: "none", stroke: colours.blue, "stroke-width": 2 }],
    ...errors.map((at): Shape => ["circle", { cx: x(at.step), cy: y(at.error), r: 2.5, fill: colours.blue }]),
    ...mark,
  ];
}
