import { at, centred, frame, label } from "../../../src/figures/drawing";
import { element, svgDocument } from "../../../src/figures/svg";
import { colours } from "../../../src/figures/theme";
import { seededRandom } from "../../../src/random";

const width = 720;
const height = 276;
const side = 170;
const hill = 44; // the height of the curve above a square
const thirds = [1 / 6, 1 / 2, 5 / 6];

/** Nine settings of two numbers, on a grid and at random: how many values of the one that matters are tried. */
export function randomAndGrid(): string {
  const description =
    "Nine trials of two settings, twice. On the grid they try three values of the setting that matters, and none is near " +
    "the best; drawn at random they try nine, and two are.";
  const content = [
    at(110, 0, panel("grid: three values of the rate", grid())),
    at(440, 0, panel("random: nine values of the rate", random())),
  ];
  return svgDocument(width, height, description, content.join(""));
}

type Point = readonly [x: number, y: number];

export const grid = (): Point[] => thirds.flatMap((x) => thirds.map((y): Point => [x, y]));

/** Nine points, one in each ninth of either axis, as an even draw would have them. */
export function random(): Point[] {
  const draw = seededRandom(4);
  const rows = [4, 7, 1, 8, 2, 5, 0, 6, 3];
  return rows.map((row, k): Point => [(k + 0.2 + 0.6 * draw.uniform()) / 9, (row + 0.2 + 0.6 * draw.uniform()) / 9]);
}

/** How well a value of the first setting does, from 0 to 1: best at two thirds of the way. */
export const goodness = (x: number): number => Math.exp(-(((x - 0.67) / 0.09) ** 2));

function panel(words: string, points: readonly Point[]): string {
  const curve = Array.from({ length: 61 }, (_, k) => `${k === 0 ? "M" : "L"}${place(k / 60)} ${lift(k / 60)}`).join("");
  const dots = points.map(([x, y]) =>
    element("circle", {
      cx: place(x),
      cy: hill + 12 + place(y),
      r: 5,
      fill: goodness(x) > 0.5 ? colours.orange : colours.blue,
    }),
  );
  const values = [...new Set(points.map(([x]) => x))].map((x) =>
    element("path", {
      d: `M${place(x)} ${lift(x)}V${hill + 12 + side}`,
      stroke: colours.line,
      "stroke-dasharray": "2 3",
    }),
  );
  return [
    at(0, 10, values.join("")),
    at(0, 10, element("path", { d: curve, fill: "none", stroke: colours.orange, "stroke-width": 2.5 })),
    at(0, hill + 22, frame(side, side)),
    at(0, 10, dots.join("")),
    label(side / 2, hill + side + 46, words, { ...centred, "font-size": 16 }),
  ].join("");
}

const place = (share: number): number => Math.round(10 * side * share) / 10;
const lift = (x: number): number => Math.round(10 * hill * (1 - goodness(x))) / 10;
