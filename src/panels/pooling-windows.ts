import { onlyOptions, ShapeError, wholeNumber } from "../errors";
import { at, centred, frame, label, pixels } from "../figures/drawing";
import { reach, round, round6 } from "../figures/numbers";
import { element, svgDocument } from "../figures/svg";
import { colours, diverging } from "../figures/theme";
import { MaxPool2 } from "../layers/max-pool2";
import { formatShape, requireShape, type Tensor, tensor } from "../tensor";
import { channelOf } from "./first-maps";
import { Panel } from "./panel";
import { handedBack, hatching, rules, sharing, tellingWindow } from "./ties";
import { totalOf } from "./under-filter";

export interface PoolingWindowsOptions {
  /** Which of the maps, from 0. Default: the first. */
  readonly channel?: number;
}

/**
 * One map under 2 x 2 max pooling, window by window: which numbers share a maximum, and what three rules for such ties
 * hand back of the slopes that come in.
 *
 * @param maps    (h, w, f), h, w from 2 to 128: what pooling takes
 * @param dLdOut  (floor(h / 2), floor(w / 2), f): the slopes of the loss for what pooling gives
 * @throws {ShapeError} if maps or slopes are of other shapes
 * @throws {RangeError} if the channel is not one of f, or a number of it is not finite
 */
export function poolingWindows(maps: Tensor, dLdOut: Tensor, options: PoolingWindowsOptions = {}): Panel {
  onlyOptions("poolingWindows", options, { channel: true });
  const [h = 0, w = 0, f = 0] = maps.shape;
  if (maps.shape.length !== 3 || !(Math.min(h, w) >= 2 && Math.max(h, w) <= 128)) {
    throw new ShapeError(`poolingWindows: maps must be (h, w, f), h and w 2-128, got ${formatShape(maps.shape)}`);
  }
  requireShape("poolingWindows: dLdOut", dLdOut, new MaxPool2().outputShape(maps.shape));
  const channel = wholeNumber("poolingWindows: channel", options.channel ?? 0, 0);
  if (channel >= f) throw new RangeError(`poolingWindows: channel must be less than ${f}, got ${channel}`);
  const map = tensor([h, w, 1], channelOf(maps, channel));
  const slopes = tensor([dLdOut.shape[0], dLdOut.shape[1], 1], channelOf(dLdOut, channel).map(round6));
  const wrong = [...map.data, ...slopes.data].find((value) => !Number.isFinite(value));
  if (wrong !== undefined) throw new RangeError(`poolingWindows: numbers must be finite, got ${wrong}`);
  const sums = rules.map(([, rule]) => totalOf(handedBack(map, slopes, rule)));
  const data = {
    panel: "pooling-windows",
    shape: [h, w],
    // To the last digit: whether two numbers are equal hangs on it.
    map: Array.from(map.data),
    slopes: Array.from(slopes.data),
    sums,
  };
  const words = wordsOf(map, slopes, sums);
  return new Panel(data, stillOf(map, slopes, sums, words), words);
}

function wordsOf(map: Tensor, slopes: Tensor, [first, all, shares]: readonly number[]): string {
  const counts = sharing(map).data;
  const ties = counts.filter((count) => count > 1).length;
  const out = `to the first maximum, ${round(first)} out; to all, ${round(all)}; in equal shares, ${round(shares)}`;
  return `A map and its pooled map. Ties: ${ties} of ${counts.length} windows. Slopes, signs left out: ${round(totalOf(slopes))} in; ${out}.`;
}

const cell = 5;
const gap = 18;
const top = 40;

/** The map with its ties hatched, the pooled map, and what the three rules hand back, with the sums. */
function stillOf(map: Tensor, slopes: Tensor, sums: readonly number[], words: string): string {
  const [h, w] = map.shape;
  const [rows, columns] = slopes.shape;
  const pooled = new MaxPool2().forward(map);
  const [mapEnd, slopeEnd] = [reach(map), reach(slopes)];
  const [i, j] = tellingWindow(map, slopes);
  const ring = (side: number) =>
    at(
      j * side * cell,
      i * side * cell,
      frame(side * cell, side * cell, { stroke: colours.orange, "stroke-width": 2.5 }),
    );
  const hatched = { d: hatching(map), transform: `scale(${cell})`, stroke: colours.ink, "stroke-width": 0.14 };
  const step = Math.max(w * cell, 118) + gap; // a line of text fits above the narrowest map
  const pooledX = step;
  const backX = pooledX + Math.max(columns * cell, 70) + gap;
  const bottom = top + h * cell;
  const backs = rules.map(([name, rule], k) => {
    const picture = pixels(handedBack(map, slopes, rule).data, [h, w], cell, diverging, [-slopeEnd, slopeEnd]);
    const x = backX + k * step;
    const sum = label(x + (w * cell) / 2, bottom + 18, `sum ${round(sums[k])}`, { ...centred, "font-size": 13 });
    return at(x, top, picture, ring(2)) + label(x, 32, name, { "font-size": 13 }) + sum;
  });
  const content = [
    label(0, 14, "map", { "font-size": 13 }),
    label(0, 32, "ties hatched", { "font-size": 13 }),
    at(0, top, pixels(map.data, [h, w], cell, diverging, [-mapEnd, mapEnd]), element("path", hatched), ring(2)),
    label(pooledX, 14, "pooled", { "font-size": 13 }),
    at(pooledX, top, pixels(pooled.data, [rows, columns], cell, diverging, [-mapEnd, mapEnd]), ring(1)),
    label(backX, 14, "handed back, where a tie's slope goes to", { "font-size": 13 }),
    ...backs,
    label(0, bottom + 18, `slopes in: sum ${round(totalOf(slopes))}, signs left out`, { "font-size": 13 }),
  ];
  return svgDocument(
    Math.ceil(Math.max(backX + 3 * step - gap + 2, backX + 260)),
    bottom + 30,
    words,
    content.join(""),
  );
}
