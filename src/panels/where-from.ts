import { onlyOptions, ShapeError } from "../errors";
import type { Network } from "../network/network";
import type { Tensor } from "../tensor";
import { packImages, unpackImages } from "./packed";
import { packStages, passThrough, printOf, unpackStages } from "./packed-stages";
import { Panel } from "./panel";
import { whereFromStill } from "./where-from-still";

export interface WhereFromOptions {
  /** What each image is, such as its label. Default: its number. */
  readonly captions?: readonly (string | number)[];
}

/**
 * All numbers of a network on its way from an image to an answer: point at one, and see which numbers it comes from.
 * It has the network's weights as they are now. Of a layer of the reader's own it has the outputs for these images.
 *
 * @param network  any, for images (h, w)
 * @param images   (h, w), values from -0.5 to 0.5, to look at one after the other; rounded to 256 levels
 * @throws {RangeError} if a value of an image is beyond [-0.5, 0.5], a number of the first answer is none, or the
 *                      outputs of own layers are more than a page can hold
 * @throws {ShapeError} if the images are of other shapes, or there is not one caption for each
 */
export function whereFrom(network: Network, images: readonly Tensor[], options: WhereFromOptions = {}): Panel {
  onlyOptions("whereFrom", options, { captions: true });
  const packed = packImages("whereFrom", images);
  const captions = (options.captions ?? images.map((_, k) => k)).map(String);
  if (captions.length !== images.length) {
    throw new ShapeError(`whereFrom: captions must be ${images.length}, one for each image, got ${captions.length}`);
  }
  const shown = unpackImages(packed.pixels, packed.shape);
  const layers = packStages("whereFrom", network, shown);
  const stages = unpackStages(layers, shown.length);
  const tensors = passThrough(stages, shown[0], 0);
  const prints = tensors.slice(1).map(printOf);
  const dead = prints.findIndex((print) => !Number.isFinite(print));
  if (dead >= 0) {
    throw new RangeError(`whereFrom: expected finite numbers in the network, got others from layers[${dead}] on`);
  }
  const { svg, words } = whereFromStill(stages, tensors);
  return new Panel({ panel: "where-from", ...packed, captions, layers, prints }, svg, words);
}
