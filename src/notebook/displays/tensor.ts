import { inspect } from "node:util";
import { reach } from "../../figures/numbers";
import { type Picture, pictureSheet } from "../../figures/picture-sheet";
import type { Pixels } from "../../figures/png";
import { diverging } from "../../figures/theme";
import { formatShape, sizeOf, type Tensor } from "../../tensor";
import type { MimeBundle } from "../notebook-kernel";
import { lineHtml, numbersHtml, pictureHtml, several } from "./html";

/** A smaller tensor is better read as numbers, a larger one than that does not fit a page; nor does a long strip. */
const leastSide = 12;
const mostSide = 256;
const mostRatio = 4;
/** Feature maps with more channels than these show the first of them. */
const shownMaps = 8;
const shownImages = 24;

/**
 * A tensor that has the form of an image or of feature maps, as its picture beside its numbers; undefined for others,
 * which are numbers alone. What it means nobody knows from its form: hence both. Levels, as images have them (-0.5 to
 * 0.5, 0 to 1 or 0 to 255), are grey, or colours with three channels; other values are blue below zero and orange
 * above, one map for each channel. The numbers are the kernel's text, of jupyter/kernel/show/tensor-text.ts.
 */
export function tensorDisplay(tensor: Tensor): MimeBundle | undefined {
  if (!isPicture(tensor)) return undefined;
  const text = inspect(tensor);
  const { pictures, legend } = picturesOf([tensor]);
  const description = `Picture of a tensor ${formatShape(tensor.shape)}: ${legend}`;
  const longest = pictures.length > 1 ? 84 : 168;
  const svg = pictureSheet(pictures, { description, columns: 4, longest, legend });
  return {
    "text/html": pictureHtml(svg, description) + numbersHtml(text),
    "text/plain": text,
  };
}

/** Images of one shape side by side, on one scale; undefined if the tensors do not have the form of images. */
export function imagesDisplay(images: readonly Tensor[]): MimeBundle | undefined {
  const [{ shape }] = images;
  const [, , c = 1] = shape;
  const alike = images.every((image) => image.shape.join() === shape.join());
  if (!alike || !isPicture(images[0]) || (c !== 1 && c !== 3)) return undefined;
  const shown = images.slice(0, shownImages);
  const { pictures, legend } = picturesOf(shown);
  if (pictures.length > shown.length) return undefined;
  const first = shown.length < images.length ? `, the first ${shown.length}` : "";
  const words = `${several(images.length, "tensor")} ${formatShape(shape)}${first}`;
  const description = `Pictures of ${words}: ${legend}`;
  const svg = pictureSheet(pictures, { description, columns: 6, longest: 84, legend });
  return { "text/html": lineHtml(words) + pictureHtml(svg, description) };
}

/** Whether a value is what `tensor` returns, and nothing more that a picture would hide. */
export function isTensor(value: object): value is Tensor {
  if (Object.keys(value).length !== 2) return false;
  const { shape, data } = value as Partial<Tensor>;
  return Array.isArray(shape) && data instanceof Float64Array && shape.length < 32 && sizeOf(shape) === data.length;
}

function isPicture({ shape }: Tensor): boolean {
  const [h, w, c = 1] = shape;
  const isImage = (shape.length === 2 || shape.length === 3) && c >= 1;
  const [short, long] = [Math.min(h, w), Math.max(h, w)];
  return isImage && short >= leastSide && long <= mostSide && long <= mostRatio * short;
}

/** The pictures of tensors of one shape, and what their colours mean. */
function picturesOf(tensors: readonly Tensor[]): { pictures: Picture[]; legend: string } {
  const [, , c = 1] = tensors[0].shape;
  const all = tensors.map(({ data }) => data);
  const range = c === 1 || c === 3 ? levelRange(all) : undefined;
  if (range) {
    const [least, most] = range;
    const level = (value: number) => ((value - least) / (most - least)) * 255;
    const pictures = tensors.map((tensor) => ({
      pixels: pixelsOf(tensor, (at) => Array.from(tensor.data.subarray(at, at + c), level)),
    }));
    return { pictures, legend: `black ${least}, ${c === 3 ? "full colour" : "white"} ${most}` };
  }
  const finite = all.map((values) => values.filter(Number.isFinite));
  const most = Number(reach(...finite.map((data) => ({ shape: [data.length], data }))).toPrecision(3));
  const colour = (value: number) => (Number.isFinite(value) ? mixed((value / most + 1) / 2) : rgb(notFinite));
  const pictures = tensors.flatMap((tensor) =>
    Array.from({ length: Math.min(c, shownMaps) }, (_, channel) => ({
      pixels: pixelsOf(tensor, (at) => colour(tensor.data[at + channel])),
    })),
  );
  const first = c > shownMaps ? `the first ${shownMaps} of ${c} channels, ` : "";
  const others = finite.some(({ length }, k) => length < all[k].length) ? ", purple not finite" : "";
  return { pictures, legend: `${first}blue ${-most}, pale 0, orange ${most}${others}` };
}

/** What is black and what is white, where the values are an image's levels; undefined for other values. */
function levelRange(all: readonly Float64Array[]): readonly [number, number] | undefined {
  let least = Infinity;
  let most = -Infinity;
  let whole = true;
  for (const values of all) {
    for (const value of values) {
      if (!Number.isFinite(value)) return undefined;
      least = Math.min(least, value);
      most = Math.max(most, value);
      whole &&= Number.isInteger(value);
    }
  }
  // Images reach from dark to light, or are blank; weights and feature maps often lie close about zero.
  const fits = ([from, to]: readonly [number, number]) =>
    from <= least && most <= to && (least === most || most - least >= (to - from) / 2);
  return levelRanges.find(fits) ?? (whole && fits(byteRange) ? byteRange : undefined);
}

/** The ranges of levels: as a data set's `image` gives them, and as other packages do. */
const levelRanges: readonly (readonly [number, number])[] = [
  [-0.5, 0.5],
  [0, 1],
];
const byteRange = [0, 255] as const;

/** @param colour  levels of the pixel whose first value is at this position */
function pixelsOf({ shape: [h, w, c = 1] }: Tensor, colour: (at: number) => readonly number[]): Pixels {
  const pixels = Array.from({ length: h * w }, (_, pixel) => colour(pixel * c));
  return { width: w, height: h, levels: Uint8Array.from(pixels.flat(), Math.round) };
}

const notFinite = "#b05fc4";

/** "#d9701a" as its levels of red, green and blue. */
const rgb = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

const stops = diverging.map(([at, hex]) => ({ at, levels: rgb(hex) }));

/** The colour of the diverging scale at `share`, 0 to 1. */
function mixed(share: number): number[] {
  const next = Math.max(
    1,
    stops.findIndex(({ at }) => at >= share),
  );
  const [low, high] = [stops[next - 1], stops[next]];
  const part = (share - low.at) / (high.at - low.at);
  return low.levels.map((level, k) => level + part * (high.levels[k] - level));
}
