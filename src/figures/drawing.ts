import { argMax } from "../tensor";
import { colourAt } from "./colour-at";
import { type Attributes, element, short, textLine } from "./svg";
import { type ColourScale, colours } from "./theme";

// The few shapes that the pictures are made of. Tiles have a ground of their own; what stands on the page itself is
// mid-grey.

export function label(
  x: number,
  y: number,
  text: string,
  more: Attributes & { readonly "font-size"?: number } = {},
): string {
  return textLine(text.replaceAll("-", "−"), { x, y, fill: colours.text, "font-size": 14, ...more });
}

export const centred = { "text-anchor": "middle" } as const;

/** A group moved to (x, y). */
export function at(x: number, y: number, ...content: string[]): string {
  return element("g", { transform: `translate(${short(x)} ${short(y)})` }, content.join(""));
}

/** How one tile of a grid looks; left out, it is paper with ink. */
export interface Tile {
  readonly text?: string;
  readonly fill?: string;
  readonly ink?: string;
  readonly bold?: boolean;
  /** Small print in the lower right corner. */
  readonly corner?: string;
}

/** Square tiles with a number on each, from the origin. */
export function tiles(rows: number, columns: number, size: number, tileAt: (i: number, j: number) => Tile): string {
  let content = "";
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) content += at(j * size, i * size, tile(size, tileAt(i, j)));
  }
  return content;
}

function tile(size: number, { text = "", fill = colours.paper, ink = colours.ink, bold, corner }: Tile) {
  const ground = element("rect", {
    x: 1,
    y: 1,
    width: size - 2,
    height: size - 2,
    rx: 3,
    fill,
  });
  const middle = size / 2 - (corner ? size * 0.09 : 0);
  const number = label(middle, middle + size * 0.13, text, {
    ...centred,
    fill: ink,
    "font-size": size * 0.38,
    "font-weight": bold ? 700 : undefined,
  });
  const small = corner
    ? label(size - 4, size - 5, corner, {
        "text-anchor": "end",
        fill: ink,
        "font-size": size * 0.27,
      })
    : "";
  return ground + (text ? number : "") + small;
}

/** A line with a head at its end. */
export function arrow(x0: number, y0: number, x1: number, y1: number): string {
  const angle = (Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI;
  const length = Math.hypot(x1 - x0, y1 - y0);
  const path = element("path", {
    d: `M0 0H${short(length)}M${short(length - 7)} -5L${short(length)} 0L${short(length - 7)} 5`,
    fill: "none",
    stroke: colours.text,
    "stroke-width": 1.6,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  });
  const transform = `translate(${short(x0)} ${short(y0)}) rotate(${short(angle)})`;
  return element("g", { transform }, path);
}

const levels = 24;

/**
 * An image with pixels of the given size, from the origin. The commonest of its 25 colours is its ground; each other
 * colour is one path of all its pixels.
 *
 * @param values  row-major, as many as h · w
 * @param range   the values of the first and last colour; what is beyond has the same
 */
export function pixels(
  values: ArrayLike<number>,
  [h, w]: readonly number[],
  size: number,
  scale: ColourScale,
  [least, most]: readonly [number, number],
): string {
  const level = Array.from(values, (value) => {
    const share = (value - least) / (most - least);
    return Math.round(Math.min(1, Math.max(0, share)) * levels);
  });
  const counts = new Array<number>(levels + 1).fill(0);
  for (const l of level) counts[l]++;
  const ground = argMax(counts);
  const fill = (l: number) => colourAt(scale, l / levels);
  const paths = counts.map((count, l) =>
    count > 0 && l !== ground ? element("path", { d: runsOf(level, l, h, w), fill: fill(l) }) : "",
  );
  const attributes = { transform: `scale(${short(size)})`, "shape-rendering": "crispEdges" };
  const back = element("rect", { width: w, height: h, fill: fill(ground) });
  return element("g", attributes, back + paths.join("")) + frame(w * size, h * size);
}

/** The path around each run of pixels of a level. */
function runsOf(level: readonly number[], wanted: number, h: number, w: number): string {
  let path = "";
  for (let i = 0; i < h; i++) {
    for (let j = 0; j < w; j++) {
      const start = j;
      while (j < w && level[i * w + j] === wanted) j++;
      if (j > start) path += `M${start} ${i}h${j - start}v1h-${j - start}z`;
    }
  }
  return path;
}

export function frame(width: number, height: number, more: Attributes = {}): string {
  return element("rect", { width, height, fill: "none", stroke: colours.line, ...more });
}

/** Content as a sheet seen from the side, standing at (x, y); its right edge is further away and higher. */
export function leaning(x: number, y: number, content: string): string {
  const matrix = [leanX, leanY, 0, 1, x, y].map(short).join(" ");
  return element("g", { transform: `matrix(${matrix})` }, content);
}

/** Where a point of a sheet comes to lie. */
export const lean = (x: number, y: number): [number, number] => [leanX * x, leanY * x + y];

const leanX = 0.66;
const leanY = -0.2;
