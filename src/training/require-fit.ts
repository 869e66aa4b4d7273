import type { Dataset } from "../data/dataset";
import { ShapeError } from "../errors";
import { Softmax } from "../layers/softmax";
import type { Network } from "../network/network";
import { sameImage, shapesThrough } from "../network/shapes";
import { formatShape } from "../tensor";

/**
 * Looks at all that can be known of a network and a data set before anything is computed.
 *
 * @param place  who asks, for the message
 * @throws {ShapeError} if the images are not of the network's input's shape, or a layer does not take the output of the
 *                      one before
 * @throws {RangeError} if a label is not a class of the network, or the classes were left out of new Softmax(inputs,
 *                      classes)
 */
export function requireFit(place: string, network: Network, dataset: Dataset): void {
  const { layers, input } = network;
  if (input && !sameImage(input, dataset.imageShape)) {
    const [must, got] = [formatShape(input), formatShape(dataset.imageShape)];
    throw new ShapeError(`${place}: images must be ${must}, the network's input, got ${got}`);
  }
  if (!layers.every((layer) => layer.outputShape)) return; // to ask such a layer is to run it
  const shapes = shapesThrough(layers, dataset.imageShape);
  const [classes] = shapes[layers.length];
  const last = layers[layers.length - 1];
  if (last instanceof Softmax && classes !== dataset.classNames.length && last.weights.shape[0] === classes) {
    throw new RangeError(
      `${place}: new Softmax(${classes}) has ${classes} classes, as many as its input has values, and the images have ` +
        `${dataset.classNames.length}: write new Softmax(${classes}, ${dataset.classNames.length})`,
    );
  }
  for (const position of dataset.order) {
    const label = dataset.labels[position];
    if (label < classes) continue;
    throw new RangeError(
      `${place}: labels must be classes of the network, whole numbers from 0 to ${classes - 1}, got ${label}`,
    );
  }
}
