import type { Layer } from "../layers/layer";
import type { Tensor } from "../tensor";

/** Layers one after the other; the last one's output is a probability for each class. */
export class Network {
  /** @throws {RangeError} if there are no layers */
  constructor(readonly layers: readonly Layer[]) {
    if (layers.length === 0) throw new RangeError("Network: expected at least one layer, got none");
  }

  /** @returns (classes), the last layer's output for one image */
  forward(image: Tensor): Tensor {
    return this.layers.reduce((input, layer) => layer.forward(input), image);
  }

  /** Every parameter tensor of every layer, in order. These are the tensors themselves, not copies. */
  get parameters(): Tensor[] {
    return this.layers.flatMap((layer) => Object.values(layer.parameters));
  }
}
