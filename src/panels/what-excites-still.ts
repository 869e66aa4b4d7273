import type { Dataset } from "../data/dataset";
import { at, frame, label } from "../figures/drawing";
import { grouped } from "../figures/numbers";
import { pngAddress } from "../figures/png";
import { element, svgDocument } from "../figures/svg";
import { countedImages, type Excited, type ExcitedFilter, type ExcitedLayer } from "./excited";

const mostRows = 8;
const side = 46;
const gap = 6;
const [left, top] = [76, 26];

/**
 * The filters of the last layer with the strongest answers, a row each: what nine images showed it, and which labels
 * excite it. Below, how many filters of each layer one label excites.
 */
export function whatExcitesStill(layers: readonly ExcitedLayer[], images: Dataset): [still: string, words: string] {
  const layer = layers[layers.length - 1];
  const strongest = [...layer.filters].sort((a, b) => b.best[0].answer - a.best[0].answer).slice(0, mostRows);
  const counted = Math.min(countedImages, images.length);
  const title = `What excites filters of layer ${layer.at + 1}, ${layer.name}, most, of ${grouped(images.length)} images`;
  const labelsX = left + 9 * (side + gap) + 8;
  const rows = strongest.map((one, k) => {
    const middle = side / 2 + 4;
    const patches = one.best.map((seen, n) => at(left + n * (side + gap), 0, patch(seen, images)));
    const name = label(0, middle, `filter ${one.filter + 1}`, { "font-size": 13 });
    const labels = label(labelsX, middle, commonest(one, images.classNames), { "font-size": 13 });
    return at(0, top + k * (side + gap), name, ...patches, labels);
  });
  const head = label(labelsX, 14, `labels of the ${counted} strongest`, { "font-size": 13 });
  const about = strongest.map((one) => `filter ${one.filter + 1}: ${commonest(one, images.classNames)}`);
  const below = [aboutLabels(layers, counted), aboutSilent(layers)].filter((line) => line !== "");
  const words = [`${title}. Labels of the ${counted} that excite each most: ${about.join("; ")}.`, ...below].join(" ");
  const bottom = top + strongest.length * (side + gap) + 14;
  const lines = below.map((line, k) => label(0, bottom + 20 * k, line, { "font-size": 13 }));
  const content =
    label(0, 14, `layer ${layer.at + 1}, ${layer.name}`, { "font-size": 13 }) + head + [...rows, ...lines].join("");
  return [svgDocument(labelsX + 250, bottom + 20 * below.length - 8, words, content), words];
}

function aboutLabels(layers: readonly ExcitedLayer[], counted: number): string {
  const isOfOne = ({ counts }: ExcitedFilter) => 2 * Math.max(...counts) >= counted;
  const told = layers.map(
    ({ at, filters }) => `${filters.filter(isOfOne).length} of ${filters.length} of layer ${at + 1}`,
  );
  return `Filters of whose ${counted} strongest at least half have one label: ${told.join(", ")}.`;
}

function aboutSilent(layers: readonly ExcitedLayer[]): string {
  const silent = layers.flatMap(({ at, isRectified, filters }) =>
    filters.filter(({ heard }) => isRectified && heard === 0).map((one) => `${one.filter + 1} of layer ${at + 1}`),
  );
  return silent.length > 0 ? `Filters that answer to no image at all: ${silent.slice(0, 12).join(", ")}.` : "";
}

/** The pixels that a filter has seen. */
function patch({ image, i, j, h, w }: Excited, images: Dataset): string {
  const levels = new Uint8Array(h * w);
  const [, columns] = images.imageShape;
  const pixels = images.pixels(image);
  for (let k = 0; k < h * w; k++) levels[k] = pixels[(i + Math.floor(k / w)) * columns + j + (k % w)];
  const scale = side / Math.max(h, w);
  const size = { width: w * scale, height: h * scale };
  const href = pngAddress({ width: w, height: h, levels });
  return element("image", { ...size, href, style: "image-rendering: pixelated" }) + frame(size.width, size.height);
}

/** "62 of 7, 20 of 9, 10 of 3, 8 of others" */
function commonest({ counts }: ExcitedFilter, names: readonly string[]): string {
  const sorted = counts.map((count, c) => ({ count, c })).sort((a, b) => b.count - a.count || a.c - b.c);
  const first = sorted.slice(0, 3).filter(({ count }) => count > 0);
  const others = sorted.slice(3).reduce((sum, { count }) => sum + count, 0);
  const told = first.map(({ count, c }) => `${count} of ${names[c]}`);
  return [...told, ...(others > 0 ? [`${others} of others`] : [])].join(", ");
}
