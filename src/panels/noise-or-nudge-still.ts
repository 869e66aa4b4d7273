import { colourAt } from "../figures/colour-at";
import { at, frame, label } from "../figures/drawing";
import { pngAddress } from "../figures/png";
import { element, svgDocument } from "../figures/svg";
import { colours, diverging } from "../figures/theme";
import { argMax } from "../tensor";
import { firstMisread, type NudgedImage, nudgedLevels, nudgeSizes, strength, ways } from "./pixel-nudges";

const shownSize = 40;
const mostRows = 4;
const side = 84;
const gap = 10;
/** Room for "read as 5, 100.0 %" beside a picture. */
const besides = 132;
const top = 40;
type Shape = readonly [h: number, w: number];

/** Four images, changed by 40 grey levels both ways: the change, its sum with the image, and the answer. */
export function noiseOrNudgeStill(
  images: readonly NudgedImage[],
  shape: Shape,
  names: readonly string[],
): [still: string, words: string] {
  const wayWidth = 2 * (side + gap) + besides;
  const rows = images.slice(0, mostRows).map((image, n) => {
    const both = ways.map((_, way) => at(side + 2 * gap + way * wayWidth, 0, wayOf(image, way, shape, names)));
    return at(0, top + n * (side + gap), picture(grey(image.levels, shape)), ...both);
  });
  const heads = ways.map((way, k) => {
    const x = side + 2 * gap + k * wayWidth;
    return (
      label(x, 14, way, { "font-weight": 600 }) + label(x, 32, `change × ${strength}, and the sum`, { "font-size": 12 })
    );
  });
  const told = images.map((image) => {
    const [tossed, chosen] = ways.map((_, way) => readAs(image, way, names));
    const from = ways.map((_, way) => firstMisread(image.answers[way], image.label) ?? "no size");
    return `Class ${names[image.label]}: by a coin ${tossed}, by the slope ${chosen}; first misread at ${from[0]} by the coin, at ${from[1]} by the slope`;
  });
  const words = `Images of which each pixel was changed by ${shownSize} grey levels, and what the network answers. ${told.join(". ")}.`;
  const height = top + Math.min(mostRows, images.length) * (side + gap);
  const title = label(0, 14, `${shownSize} grey levels`, { "font-size": 13 });
  const content = title + heads.join("") + rows.join("");
  return [svgDocument(side + 2 * gap + 2 * wayWidth, height, words, content), words];
}

function wayOf(image: NudgedImage, way: number, shape: Shape, names: readonly string[]): string {
  const changed = nudgedLevels(image.levels, image.directions[way], shownSize);
  const difference = changedBy(image.levels, changed);
  const isRight = argMax(image.answers[way][shownAt]) === image.label;
  const answer = label(2 * (side + gap), side / 2 + 4, readAs(image, way, names), {
    "font-size": 13,
    fill: isRight ? colours.blue : colours.orange,
  });
  return at(0, 0, picture(coloured(difference, shape))) + at(side + gap, 0, picture(grey(changed, shape))) + answer;
}

const shownAt = nudgeSizes.indexOf(shownSize);

function readAs({ answers }: NudgedImage, way: number, names: readonly string[]): string {
  const p = answers[way][shownAt];
  const best = argMax(p);
  return `read as ${names[best]}, ${(100 * p[best]).toFixed(1)} %`;
}

/** Changes as shares of the whole scale of grey. */
const changedBy = (before: Uint8Array, after: Uint8Array): number[] =>
  Array.from(after, (level, k) => (level - before[k]) / 255);

const grey = (levels: Uint8Array, [height, width]: Shape): string => pngAddress({ width, height, levels });

function coloured(changes: readonly number[], [height, width]: Shape): string {
  const levels = changes.flatMap((change) => {
    const hex = colourAt(diverging, Math.min(1, Math.max(0, 0.5 + (strength * change) / 2)));
    return [1, 3, 5].map((k) => Number.parseInt(hex.slice(k, k + 2), 16));
  });
  return pngAddress({ width, height, levels: Uint8Array.from(levels) });
}

const picture = (href: string): string =>
  element("image", {
    width: side,
    height: side,
    href,
    preserveAspectRatio: "none",
    style: "image-rendering: pixelated",
  }) + frame(side, side);
