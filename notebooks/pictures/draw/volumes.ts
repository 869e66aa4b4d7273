import { lean, leaning, pixels } from "../../../src/figures/drawing";
import { reach } from "../../../src/figures/numbers";
import { element, short } from "../../../src/figures/svg";
import { diverging, greys } from "../../../src/figures/theme";
import type { Tensor } from "../../../src/tensor";
import { channelOf } from "./example";

/** A digit as a sheet standing at (x, y), its upper left corner. */
export function digitSheet(image: Tensor, x: number, y: number, pixel: number): string {
  return leaning(x, y, pixels(image.data, image.shape, pixel, greys, [-0.5, 0.5]));
}

/** Feature maps as sheets one behind the other, the first in front at (x, y). */
export function mapSheets(maps: Tensor, x: number, y: number, pixel: number, apart: number): string {
  const [h, w, f] = maps.shape;
  const range = 0.6 * reach(maps); // the few strongest pixels share a colour
  const sheets = Array.from({ length: f }, (_, k) =>
    leaning(x + k * apart, y, pixels(channelOf(maps, k), [h, w], pixel, diverging, [-range, range])),
  );
  return sheets.reverse().join("");
}

/** How wide and high f sheets of h x w pixels are, and how far their right edge rises above y. */
export function sheetsSize(f: number, side: number, apart: number) {
  const [width, rise] = lean(side, 0);
  return { width: width + (f - 1) * apart, rise: -rise };
}

/** The outline of pixels on a sheet at (x, y). */
export function outlined(
  x: number,
  y: number,
  pixel: number,
  [i, j]: readonly [number, number],
  side: number,
  colour: string,
): string {
  const rect = element("rect", {
    x: j * pixel,
    y: i * pixel,
    width: side * pixel,
    height: side * pixel,
    fill: "none",
    stroke: colour,
    "stroke-width": 2,
  });
  return leaning(x, y, rect);
}

/** A line between two points, each given on its sheet. */
export function ray(
  from: { x: number; y: number; on: [number, number] },
  to: { x: number; y: number; on: [number, number] },
  colour: string,
): string {
  const [[ax, ay], [bx, by]] = [lean(...from.on), lean(...to.on)];
  const d = `M${short(from.x + ax)} ${short(from.y + ay)}L${short(to.x + bx)} ${short(to.y + by)}`;
  return element("path", { d, fill: "none", stroke: colour, "stroke-width": 1.3 });
}
