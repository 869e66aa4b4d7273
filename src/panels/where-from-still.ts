import { at, frame, label, pixels } from "../figures/drawing";
import { svgDocument } from "../figures/svg";
import { colours } from "../figures/theme";
import { Dropout } from "../layers/dropout";
import { ReLU } from "../layers/relu";
import { argMax, type Tensor } from "../tensor";
import { beginAt } from "./begin-at";
import { dressOf } from "./dress";
import { channelOf } from "./first-maps";
import { flatAt, gridOf, nameOf } from "./grid";
import { originOf, strongestTerms } from "./origin";
import type { Stage } from "./packed-stages";
import { type Field, fieldsOf } from "./receptive-field";

/** How many maps of a layer the still shows, in two columns, and of how many layers. */
const mostMaps = 8;
const mostColumns = 5;
const mapSide = 46;
const imageSide = 168;
const barLength = 90;

const two = (value: number) => value.toFixed(2).replace("-", "−");

/** The panel as one finds it: the layers' maps, one number framed, what it has seen, and the terms that it sums up. */
export function whereFromStill(stages: readonly Stage[], tensors: readonly Tensor[]): { svg: string; words: string } {
  const layers = stages.map(({ layer }) => layer);
  const { n, place } = beginAt(layers, tensors);
  const shapes = tensors.map(({ shape }) => shape);
  const fields = fieldsOf(layers.slice(0, n), shapes, place);
  let x = imageSide + 24;
  const top = 24;
  const shown = shownStages(stages, tensors, n);
  const standsForIt = shown.find((k) => k >= n);
  const columns = shown.map((k) => {
    const tensor = tensors[k];
    const marked = k === standsForIt ? { ...place, h: 1, w: 1 } : fields[k];
    const { content, width } = isMaps(tensor) ? mapColumn(tensor, marked) : barColumn(tensor);
    const placed = at(x, 0, label(0, 14, titleOf(stages, k), { "font-size": 11 }), at(0, top, content));
    x += width + 20;
    return placed;
  });
  const image = pictureOf(tensors[0], tensors[0].data, imageSide, true, fields[0]);
  const grid = gridOf(shapes[n]);
  const value = tensors[n].data[flatAt(grid, place)];
  const number = `Layer ${n}, ${stages[n - 1].name}, ${nameOf(grid, place)}: ${two(value)}`;
  const seen = fields[0] ? ` It has seen ${fields[0].h} × ${fields[0].w} pixels of the image.` : "";
  const sum = sumOf(stages, tensors, n, flatAt(grid, place));
  const below = top + Math.max(imageSide, 4 * (mapSide + 4)) + 18;
  const content = [
    label(0, 14, "image", { "font-size": 11 }),
    at(0, top, image),
    ...columns,
    label(0, below, `${number}.${seen}`, { "font-size": 13 }),
    sum ? label(0, below + 20, sum, { "font-size": 12 }) : "",
  ];
  const words = `A network's maps of an image, and where one number comes from. ${number}.${seen}`;
  return { svg: svgDocument(Math.ceil(Math.max(x, 640)), below + 30, words, content.join("")), words };
}

const isMaps = ({ shape }: Tensor) => shape.length === 3 && shape[0] * shape[1] > 1;

const isPassedOn = ({ layer }: Stage) => layer instanceof ReLU || layer instanceof Dropout;

/** Which outputs are shown: maps up to the number asked about, behind ReLU or dropout where these follow, and the last. */
function shownStages(stages: readonly Stage[], tensors: readonly Tensor[], n: number): number[] {
  const isShown = (k: number) => k < stages.length && isMaps(tensors[k]) && !isPassedOn(stages[k]);
  const maps = stages.map((_, k) => k + 1).filter(isShown);
  const end = maps.findIndex((k) => k >= n) + 1 || maps.length;
  return [...maps.slice(Math.max(0, end - mostColumns), end), stages.length];
}

/** "1 Conv2D, ReLU": the layer that made the numbers, and what they passed since. */
function titleOf(stages: readonly Stage[], k: number): string {
  let first = k - 1;
  while (first > 0 && isPassedOn(stages[first])) first--;
  const passed = stages.slice(first + 1, k).some(({ layer }) => layer instanceof ReLU);
  return `${first + 1} ${stages[first].name}${passed ? ", ReLU" : ""}`;
}

function mapColumn(tensor: Tensor, marked: Field | undefined): { content: string; width: number } {
  const count = tensor.shape[2];
  const total = (f: number) => channelOf(tensor, f).reduce((sum, value) => sum + Math.abs(value), 0);
  const first = marked?.f === undefined ? [] : [marked.f];
  const others = Array.from({ length: count }, (_, f) => f).filter((f) => f !== marked?.f);
  const sorted = others.map((f) => ({ f, sum: total(f) })).sort((a, b) => b.sum - a.sum);
  const shown = [...first, ...sorted.map(({ f }) => f)].slice(0, mostMaps);
  const maps = shown.map((f, k) => {
    const isSeen = marked && (marked.f === undefined || marked.f === f);
    const map = pictureOf(tensor, channelOf(tensor, f), mapSide, false, isSeen ? marked : undefined);
    return at((k % 2) * (mapSide + 4), Math.floor(k / 2) * (mapSide + 4), map);
  });
  return { content: maps.join(""), width: Math.min(2, shown.length) * (mapSide + 4) };
}

function pictureOf(
  tensor: Tensor,
  values: ArrayLike<number>,
  side: number,
  isImage: boolean,
  field: Field | undefined,
): string {
  const [h, w] = tensor.shape;
  const size = side / Math.max(h, w);
  const { scale, range } = dressOf(tensor, isImage);
  const ring = field
    ? at(
        field.j * size,
        field.i * size,
        frame(field.w * size, field.h * size, {
          stroke: field.h * field.w > 1 ? colours.series[2] : colours.ink,
          "stroke-width": 2,
        }),
      )
    : "";
  return pixels(values, [h, w], size, scale, range) + ring;
}

function barColumn({ data }: Tensor): { content: string; width: number } {
  const shown = Array.from(data.slice(0, 10));
  const largest = Math.max(1, ...shown.map(Math.abs)); // probabilities as they are
  const best = argMax(data);
  const bars = shown.map((value, c) => {
    const fill = c === best ? colours.blue : colours.line;
    const width = Math.max(1, (Math.abs(value) / largest) * barLength);
    return (
      label(0, c * 18 + 13, String(c), { "font-size": 12 }) +
      at(16, c * 18 + 3, frame(width, 12, { fill, stroke: fill }))
    );
  });
  return { content: bars.join(""), width: barLength + 24 };
}

/** What the number sums up, the strongest terms first; nothing where it is no sum. */
function sumOf(stages: readonly Stage[], tensors: readonly Tensor[], n: number, k: number): string {
  const { layer } = stages[n - 1];
  const origin = layer && originOf(layer, tensors[n - 1], k);
  if (!origin || !("terms" in origin) || origin.columns === 1) return "";
  const { shown, others, rest } = strongestTerms(origin.terms, 5);
  const name = (channel: number) => (n === 1 ? "the image" : `map ${channel + 1}`);
  const terms = shown.map(({ channel, sum }) => `${name(channel)} ${two(sum)}`);
  if (others > 0) terms.push(`${others} others ${two(rest)}`);
  if (origin.bias !== undefined) terms.push(`bias ${two(origin.bias)}`);
  return `${terms.join(" + ")} = ${two(tensors[n].data[k])}`;
}
