import { at, centred, label, pixels } from "../../../src/figures/drawing";
import { reach } from "../../../src/figures/numbers";
import { svgDocument } from "../../../src/figures/svg";
import { colours, diverging } from "../../../src/figures/theme";
import type { TrainedExample } from "./example";
import { digitSheet, mapSheets, outlined, ray, sheetsSize } from "./volumes";

const width = 720;
const height = 270;
const pixel = 6;
const apart = 32;

/** 28 x 28 x 1 under eight 3 x 3 filters becomes 26 x 26 x 8: one map for each filter, one pixel for each window. */
export function convVolume({ image, label: digit, filters, maps }: TrainedExample): string {
  const input = { x: 2, y: 52 };
  const output = { x: 720 - sheetsSize(8, 26 * pixel, apart).width - 2, y: 58 };
  const window: [number, number] = [7, 14]; // row and column
  const [i, j] = window;
  const corners: [number, number][] = [
    [0, 0],
    [0, 3],
    [3, 3],
    [3, 0],
  ];
  const rays = corners.map(([di, dj]) =>
    ray(
      { ...input, on: [(j + dj) * pixel, (i + di) * pixel] },
      { ...output, on: [(j + (dj && 1)) * pixel, (i + (di && 1)) * pixel] },
      colours.orange,
    ),
  );
  const below = (x: number, w: number, text: string) => label(x + w / 2, height - 10, text, centred);
  const content = [
    digitSheet(image, input.x, input.y, pixel),
    outlined(input.x, input.y, pixel, window, 3, colours.orange),
    mapSheets(maps, output.x, output.y, pixel, apart),
    outlined(output.x, output.y, pixel, window, 1, colours.orange),
    rays.join(""),
    at(186, 58, filterTiles(filters)),
    below(2, 112, "28 × 28 × 1"),
    below(186, 98, "eight 3 × 3 filters"),
    below(output.x, 720 - output.x, maps.shape.join(" × ")),
  ];
  const description = `A handwritten ${digit} of 28 by 28 pixels, eight filters of 3 by 3, and the eight maps of 26 by 26 that they give.`;
  return svgDocument(width, height, description, content.join(""));
}

/** The filters in two columns. */
function filterTiles({ data }: TrainedExample["filters"]): string {
  const range = reach({ shape: [data.length], data });
  return Array.from({ length: data.length / 9 }, (_, f) =>
    at(
      (f % 2) * 54 + 4,
      (f >> 1) * 46,
      pixels(data.subarray(f * 9, f * 9 + 9), [3, 3], 12, diverging, [-range, range]),
    ),
  ).join("");
}
