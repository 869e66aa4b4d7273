import { arrow, at, frame, label, centred as middle, pixels } from "../../../src/figures/drawing";
import { svgDocument } from "../../../src/figures/svg";
import { diverging, greys } from "../../../src/figures/theme";
import type { Tensor } from "../../../src/tensor";
import type { TrainedExample } from "./example";

const width = 720;
const height = 230;
const pixel = 6;
const square = 5; // pixels a side, of 28
const places = 28 - square + 1;
const centred = { ...middle, "font-size": 17 };

/** Where a network needs a digit: a square covers one place after the other, and its answer's probability is noted. */
export function occlusion({ image, label: digit, probabilities, answerTo }: TrainedExample): string {
  const whole = probabilities.data[digit];
  const all = Array.from({ length: places * places }, (_, k) => k);
  const left = all.map((k) => answerTo(covered(image, Math.floor(k / places), k % places)).data[digit]);
  const falls = left.map((p) => whole - p);
  const most = Math.max(...falls.map(Math.abs));
  const worst = falls.indexOf(Math.max(...falls));
  const [top, start] = [Math.floor(worst / places), worst % places];
  const percent = (p: number) => `${(100 * p).toFixed(1)} %`;
  const side = 28 * pixel;
  const map = places * pixel;
  const content = [
    at(0, 20, pixels(image.data, image.shape, pixel, greys, [-0.5, 0.5])),
    label(side / 2, side + 46, `as it is: ${percent(whole)}`, centred),
    arrow(side + 14, 20 + side / 2, side + 78, 20 + side / 2),
    at(
      side + 94,
      20,
      pixels(covered(image, top, start).data, image.shape, pixel, greys, [-0.5, 0.5]),
      at(start * pixel, top * pixel, frame(square * pixel, square * pixel, { stroke: "#f29c48", "stroke-width": 2 })),
    ),
    label(side + 94 + side / 2, side + 46, `a square covered: ${percent(left[worst])}`, centred),
    arrow(2 * side + 108, 20 + side / 2, 2 * side + 172, 20 + side / 2),
    at(2 * side + 190, 20 + (side - map) / 2, pixels(falls, [places, places], pixel, diverging, [-most, most])),
    label(2 * side + 190 + map / 2, side + 46, "every place of the square", centred),
  ];
  const description = `A handwritten ${digit}, read with ${percent(whole)}; the same with a square covered, ${percent(left[worst])}; and a map of how far the probability falls, orange, or rises, blue, with the square at each place.`;
  return svgDocument(width, height, description, content.join(""));
}

/** The image with a square of background at a place. */
function covered({ shape, data }: Tensor, top: number, left: number): Tensor {
  const inside = (at: number, start: number) => at >= start && at < start + square;
  const hidden = data.map((value, k) =>
    inside(Math.floor(k / shape[1]), top) && inside(k % shape[1], left) ? -0.5 : value,
  );
  return { shape, data: hidden };
}
