import { Dataset } from "../data/dataset";
import { onlyOptions, ShapeError } from "../errors";
import { round } from "../figures/numbers";
import type { Network } from "../network/network";
import { type Random, seededRandom } from "../random";
import { formatShape } from "../tensor";
import { crossEntropy } from "../training/cross-entropy";
import { predict } from "../training/predict";
import { noiseOrNudgeStill } from "./noise-or-nudge-still";
import { textOf } from "./packed";
import { Panel } from "./panel";
import { type Directions, type NudgedImage, nudgedLevels, nudgeSizes } from "./pixel-nudges";

export interface NoiseOrNudgeOptions {
  /** Tosses the coin for each pixel. */
  readonly random?: Random;
}

/** More than these are no longer told apart on a phone. */
const mostImages = 10;
/** For so many classes the page has room. */
const mostClasses = 64;

/**
 * Each pixel of an image changed by the same amount, brighter or darker: by the toss of a coin, or by the sign of the
 * loss's slope for that pixel; and what the network answers. All answers are computed here.
 *
 * @param network  any, for images (h, w), which answers with probabilities
 * @param images   one to ten
 * @throws {ShapeError} if the images are not (h, w) with sides from 3 to 128, or do not fit the network
 * @throws {RangeError} if there are none or more than ten, the answer is no probabilities, or its classes are not those
 *                      of the images, or more than 64
 */
export function noiseOrNudge(network: Network, images: Dataset, options: NoiseOrNudgeOptions = {}): Panel {
  onlyOptions("noiseOrNudge", options, { random: true });
  const { random = seededRandom() } = options;
  const { imageShape: shape, classNames } = images;
  if (shape.length !== 2 || !shape.every((side) => side >= 3 && side <= 128)) {
    throw new ShapeError(`noiseOrNudge: images must be (h, w), h and w 3-128, got ${formatShape(shape)}`);
  }
  if (images.length < 1 || images.length > mostImages) {
    throw new RangeError(`noiseOrNudge: expected 1 to ${mostImages} images, got ${images.length}`);
  }
  const undone = Array.from({ length: images.length }, (_, n) => {
    const tossed = Int8Array.from(images.pixels(n), () => (random.uniform() < 0.5 ? 1 : -1));
    return { levels: images.pixels(n), label: images.label(n), directions: [tossed, upTheLoss(network, images, n)] };
  });
  const answers = answersTo(network, images, undone);
  const nudged = undone.map((one, n): NudgedImage => ({ ...one, answers: answers[n] }));
  const data = {
    panel: "noise-or-nudge",
    shape: [...shape],
    classNames: [...classNames],
    labels: nudged.map(({ label }) => label),
    pixels: textOf(joined(nudged.map(({ levels }) => levels))),
    directions: textOf(joined(nudged.flatMap(({ directions }) => directions.map(asBytes)))),
    answers: answers.flat(3),
  };
  return new Panel(data, ...noiseOrNudgeStill(nudged, [shape[0], shape[1]], classNames));
}

/** The sign of ∂L/∂pixel: where it goes, the loss rises. */
function upTheLoss({ layers }: Network, images: Dataset, n: number): Directions {
  const answer = layers.reduce((input, layer) => layer.forward(input), images.image(n));
  const { dLdOut } = crossEntropy(answer, images.label(n));
  const { data } = layers.reduceRight((slopes, layer) => layer.backward(slopes).dLdInput, dLdOut);
  return Int8Array.from(data, Math.sign);
}

/** @returns by image, way and size: a probability for each class */
function answersTo(network: Network, images: Dataset, all: readonly Omit<NudgedImage, "answers">[]): number[][][][] {
  const changed = all.flatMap(({ levels, directions }) =>
    directions.flatMap((way) => nudgeSizes.map((size) => nudgedLevels(levels, way, size))),
  );
  const each = changed.length / all.length;
  const labels = Int32Array.from(changed, (_, k) => all[Math.floor(k / each)].label);
  const dataset = Dataset.from(
    { shape: [changed.length, ...images.imageShape], data: joined(changed) },
    { shape: [changed.length], data: labels },
    { images: "changed images", labels: "labels" },
    images.classNames,
  );
  const { shape, data } = predict(network, dataset);
  const { length: classes } = images.classNames;
  if (shape[1] !== classes || classes > mostClasses) {
    const expected = `as many classes as the images have, ${classes}, and at most ${mostClasses}`;
    throw new RangeError(`noiseOrNudge: expected ${expected}, got ${shape[1]}`);
  }
  const rows = changed.map((_, k) => Array.from(data.subarray(k * shape[1], (k + 1) * shape[1]), round));
  return all.map((_, n) =>
    [0, 1].map((way) => rows.slice(n * each + (way * each) / 2, n * each + ((way + 1) * each) / 2)),
  );
}

const asBytes = (directions: Directions): Uint8Array => Uint8Array.from(directions, (sign) => sign + 1);

const joined = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
