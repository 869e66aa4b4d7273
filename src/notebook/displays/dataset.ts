import { types } from "node:util";
import type { Dataset } from "../../data/dataset";
import { pictureSheet } from "../../figures/picture-sheet";
import type { Pixels } from "../../figures/png";
import { formatShape, sizeOf } from "../../tensor";
import type { MimeBundle } from "../notebook-kernel";
import { inBraces, lineHtml, listed, pictureHtml, several } from "./html";

const shown = 12;
const columns = 6;
const mostDatasets = 4;
/** A larger image is drawn with fewer pixels. */
const mostPixels = 96;

/** A data set as its first twelve images with their labels, below how many it has and what its classes are called. */
export function datasetDisplay(
  dataset: Dataset,
  name = "",
): MimeBundle & { "text/html": string; "text/plain": string } {
  const words = [name, sizeWords(dataset), listed(dataset.classNames, 12)];
  const heading = words.filter(Boolean).join(": ");
  const count = sizeOf(dataset.imageShape) === 0 ? 0 : Math.min(dataset.length, shown);
  if (count === 0) return { "text/html": lineHtml(heading), "text/plain": heading };
  const captions = Array.from({ length: count }, (_, i) => captionOf(dataset, i));
  const pictures = captions.map((caption, i) => ({ caption, pixels: pixelsOf(dataset, i) }));
  const first = count === dataset.length ? "" : count === 1 ? "the first: " : `the first ${count}: `;
  const description = `Images with their labels, ${first}${captions.join(", ")}`;
  const svg = pictureSheet(pictures, { description, columns, longest: 72 });
  return {
    "text/html": lineHtml(heading) + pictureHtml(svg, description),
    "text/plain": `${heading}\n  ${first}${captions.join(", ")}`,
  };
}

/** "Dataset { 60,000 images (28, 28), 10 classes }" */
export function datasetLine(dataset: Dataset): string {
  return inBraces(dataset.constructor.name, sizeWords(dataset));
}

function sizeWords({ length, imageShape, classNames }: Dataset): string {
  const images = length === 0 ? "no images" : several(length, "image");
  return `${images} ${formatShape(imageShape)}, ${several(classNames.length, "class", "classes")}`;
}

/** Whether all parts of an object are data sets, also such that were made before an edit of their class. */
export function areDatasets(parts: Readonly<Record<string, unknown>>): parts is Record<string, Dataset> {
  const all = Object.values(parts);
  return all.length > 0 && all.length <= mostDatasets && all.every(isDataset);
}

function isDataset(value: unknown): value is Dataset {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return false;
  const { bytes, labels, order, imageShape, classNames } = value as Partial<Dataset>;
  return [bytes, labels, order].every(ArrayBuffer.isView) && Array.isArray(imageShape) && Array.isArray(classNames);
}

/** Data sets under their names, as `loadMnist` gives them. */
export function datasetsDisplay(datasets: Readonly<Record<string, Dataset>>): MimeBundle {
  const all = Object.entries(datasets).map(([name, dataset]) => datasetDisplay(dataset, name));
  return {
    "text/html": all.map((one) => one["text/html"]).join("\n"),
    "text/plain": all.map((one) => one["text/plain"]).join("\n"),
  };
}

const captionOf = (dataset: Dataset, i: number): string => {
  const label = dataset.label(i);
  return dataset.classNames[label] ?? String(label);
};

/** Image i as a picture: grey, or in colours where it has three channels; of other channels the first. */
function pixelsOf(dataset: Dataset, i: number): Pixels {
  const [h, w, c = 1] = dataset.imageShape;
  const bytes = dataset.pixels(i);
  const step = Math.max(1, Math.ceil(Math.max(h, w) / mostPixels));
  const height = Math.ceil(h / step);
  const width = Math.ceil(w / step);
  const channels = c === 3 ? 3 : 1;
  const levels = new Uint8Array(height * width * channels);
  for (let row = 0, k = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const pixel = (row * step * w + column * step) * c; // bytes[row · step, column · step, 0]
      for (let channel = 0; channel < channels; channel++) levels[k++] = bytes[pixel + channel];
    }
  }
  return { width, height, levels };
}
