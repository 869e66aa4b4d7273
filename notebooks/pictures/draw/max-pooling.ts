import { arrow, at, centred, label, tiles } from "../../../src/figures/drawing";
import { svgDocument } from "../../../src/figures/svg";
import { pooledSmallImage, smallImage } from "./example";

const width = 720;
const height = 236;
const size = 50;

/** Pale forms of the figures' series colours: one for each window. */
const tints = ["#a9cbea", "#f5c79b", "#a5d8c9", "#dec0e8"];

/** Max pooling of the 4 x 4 image: each window of 2 x 2 hands on its largest value. */
export function maxPooling(): string {
  const pooled = pooledSmallImage().data;
  const input = tiles(4, 4, size, (i, j) => {
    const window = (i >> 1) * 2 + (j >> 1);
    const value = smallImage.data[i * 4 + j];
    return { text: String(value), fill: tints[window], bold: value === pooled[window] };
  });
  const output = tiles(2, 2, size, (i, j) => ({
    text: String(pooled[i * 2 + j]),
    fill: tints[i * 2 + j],
    bold: true,
  }));
  const equations = Array.from(pooled, (largest, window) => {
    const [i, j] = [(window >> 1) * 2, (window & 1) * 2];
    const values = [0, 1, 4, 5].map((offset) => smallImage.data[i * 4 + j + offset]);
    return at(
      0,
      window * 34,
      tiles(1, 1, 22, () => ({ fill: tints[window] })),
      label(34, 16, `max(${values.join(", ")}) = ${largest}`),
    );
  });
  const content = [
    at(0, 0, label(2 * size, 14, "4 × 4", centred), at(0, 24, input)),
    arrow(224, 24 + 2 * size, 296, 24 + 2 * size),
    at(320, 0, label(size, 14 + size, "2 × 2", centred), at(0, 24 + size, output)),
    at(478, 24 + 2 * size - 66, ...equations),
  ];
  const description = `Max pooling of a 4 by 4 image: the windows of 2 by 2 become ${Array.from(pooled).join(", ")}.`;
  return svgDocument(width, height, description, content.join(""));
}
