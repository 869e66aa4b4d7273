import { onlyOptions, ShapeError, wholeNumber } from "../errors";
import type { Layer, TrainingPass } from "../layers/layer";
import { type Random, randomBits, seededRandom } from "../random";
import { formatShape, type Tensor } from "../tensor";
import { sameImage, shapesThrough } from "./shapes";
import { type Summary, summarize } from "./summary";

/** The options of a `Network`. */
export interface NetworkOptions {
  /** The shape of an image, (28, 28) for MNIST: the layers' sizes then follow, and are checked. */
  readonly input?: readonly number[];
  /** The stream of initial weights for layers that have no weights yet and no stream of their own. */
  readonly random?: Random;
}

/** Layers one after the other; the last one's output is a probability for each class. */
export class Network {
  /** The shape of an image; undefined if it was not told. */
  readonly input: readonly number[] | undefined;
  /**
   * The shapes that an image takes on its way: its own, then each layer's output; undefined if the input was not told.
   */
  readonly shapes: readonly (readonly number[])[] | undefined;

  /**
   *   new Network([new Conv3x3(8), new MaxPool2(), new Softmax(1352, 10)])                    every size by hand
   *   new Network([new Conv2D(8), new ReLU(), new Softmax(10)], { input: [28, 28], random })   sizes from the input's
   *
   * @throws {RangeError} if there are no layers, or one is there twice (it remembers one forward pass only)
   * @throws {ShapeError} if a layer does not take the output of the one before
   * @throws {Error} if the layers' sizes are not known and no input is given
   */
  constructor(
    readonly layers: readonly Layer[],
    options: NetworkOptions = {},
  ) {
    onlyOptions("Network", options, { input: true, random: true });
    const { input, random = seededRandom() } = options;
    if (layers.length === 0) throw new RangeError("Network: expected at least one layer, got none");
    const again = layers.findIndex((layer, k) => layers.indexOf(layer) < k);
    if (again >= 0) {
      throw new RangeError(
        `Network: expected layers of their own, got the same ${layers[again].name} as layers[${layers.indexOf(layers[again])}] and layers[${again}]`,
      );
    }
    this.input = input?.map((size) => wholeNumber("Network: input", size));
    this.shapes = this.input && shapesThrough(layers, this.input, random);
    for (const [k, layer] of layers.entries()) {
      if (this.shapes) layer.build?.(this.shapes[k], random);
      layer.draw?.(random);
      void layer.parameters; // a layer that does not know its sizes throws
    }
  }

  /**
   * @param pass  in training; each layer then decides by numbers of its own
   * @returns     (classes), the last layer's output for one image
   * @throws {ShapeError} if the image is not of the shape of `input`, or a layer does not take the output of the one
   *                      before
   */
  forward(image: Tensor, pass?: TrainingPass): Tensor {
    if (this.input && !sameImage(this.input, image.shape)) {
      const [must, got] = [formatShape(this.input), formatShape(image.shape)];
      throw new ShapeError(`Network.forward: image must be ${must}, the network's input, got ${got}`);
    }
    return this.layers.reduce(
      (input, layer, k) => layer.forward(input, pass && { seed: randomBits(pass.seed, k) }),
      image,
    );
  }

  /** Every parameter tensor of every layer, in order. These are the tensors themselves, not copies. */
  get parameters(): Tensor[] {
    return this.layers.flatMap((layer) => Object.values(layer.parameters));
  }

  /**
   * The layers with their outputs' shapes, parameters and multiply-adds: a table.
   *
   * @param input  the shape of an image, where the network was not told
   * @throws {ShapeError} if a layer does not take the output of the one before
   */
  summary(input = this.input): Summary {
    if (!input) {
      throw new RangeError("Network.summary: expected the input's shape, as in summary([28, 28])");
    }
    return summarize(this.layers, input);
  }
}
