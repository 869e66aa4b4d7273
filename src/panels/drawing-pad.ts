import { onlyOptions, ShapeError } from "../errors";
import { at, frame, label, pixels } from "../figures/drawing";
import { reach } from "../figures/numbers";
import { element, svgDocument } from "../figures/svg";
import { colours, diverging, greys } from "../figures/theme";
import type { Network } from "../network/network";
import { argMax, type Tensor } from "../tensor";
import { channelOf, firstMaps } from "./first-maps";
import { packImages, unpackImages } from "./packed";
import { packNetwork } from "./packed-network";
import { Panel } from "./panel";

export interface DrawingPadOptions {
  /** What each image is, such as its label. Default: its number. */
  readonly captions?: readonly (string | number)[];
}

/**
 * A field to draw into, and what a network answers while one draws. It has the network's weights as they are now.
 *
 * @param network  of this package's layers, for images (h, w)
 * @param images   (h, w), values from -0.5 to 0.5, rounded to 256 levels: digits that can be put into the field
 * @throws {RangeError} if a layer is not of this package, or a value of an image is beyond [-0.5, 0.5]
 * @throws {ShapeError} if the images are of other shapes, or there is not one caption for each
 */
export function drawingPad(network: Network, images: readonly Tensor[], options: DrawingPadOptions = {}): Panel {
  onlyOptions("drawingPad", options, { captions: true });
  const packed = packImages("drawingPad", images);
  const layers = packNetwork("drawingPad", network);
  const captions = (options.captions ?? images.map((_, k) => k)).map(String);
  if (captions.length !== images.length) {
    throw new ShapeError(`drawingPad: captions must be ${images.length}, one for each image, got ${captions.length}`);
  }
  const [image] = unpackImages(packed.pixels, packed.shape);
  const answer = Array.from(network.forward(image).data);
  const data = {
    panel: "drawing-pad",
    ...packed,
    captions,
    layers,
    answer: answer.map((p) => Number(p.toPrecision(6))),
  };
  const best = argMax(answer);
  const words = `A digit, the maps that the first layer makes of it, and the answer: ${best}, ${percent(answer[best])}.`;
  return new Panel(data, stillOf(network, image, answer, words), words);
}

const percent = (p: number) => `${(100 * p).toFixed(1)} %`;
const cell = 6;
const small = 3;
const barLength = 170;

/** The first maps (h, w, f), up to eight, as pictures with one scale. */
function stillMaps(maps: Tensor): string[] {
  const end = reach(maps);
  return Array.from({ length: Math.min(8, maps.shape[2]) }, (_, f) =>
    pixels(channelOf(maps, f), maps.shape, small, diverging, [-end, end]),
  );
}

function stillOf(network: Network, image: Tensor, answer: readonly number[], words: string): string {
  const [h, w] = image.shape;
  const maps = firstMaps(network, image);
  const top = 24;
  const mapsX = w * cell + 30;
  const tile = maps ? maps.shape[1] * small + 8 : 0;
  const shownMaps = maps
    ? stillMaps(maps).map((map, f) => at(mapsX + (f % 4) * tile, top + Math.floor(f / 4) * tile, map))
    : [];
  const count = shownMaps.length;
  const barsX = mapsX + (count > 0 ? Math.min(4, count) * tile + 22 : 0);
  const best = argMax(answer);
  const rowHeight = (h * cell) / answer.length;
  const bars = answer.map((p, c) => {
    const [y, fill] = [top + c * rowHeight, c === best ? colours.blue : colours.line];
    const bar = { x: barsX + 18, y: y + 2, width: Math.max(1, p * barLength), height: rowHeight - 4, fill };
    const middle = y + rowHeight / 2 + 4;
    const number = p >= 0.005 ? label(barsX + 26 + p * barLength, middle, percent(p), { "font-size": 12 }) : "";
    return label(barsX, middle, String(c), { "font-size": 13 }) + element("rect", bar) + number;
  });
  const content = [
    label(0, 14, "drawn"),
    at(0, top, pixels(image.data, [h, w], cell, greys, [-0.5, 0.5]), frame(w * cell, h * cell)),
    count > 0 ? label(mapsX, 14, "maps of the first layer") : "",
    ...shownMaps,
    label(barsX, 14, "answer"),
    ...bars,
  ];
  const height = Math.max(top + h * cell, top + Math.ceil(count / 4) * tile) + 4;
  return svgDocument(Math.ceil(barsX + barLength + 90), Math.ceil(height), words, content.join(""));
}
