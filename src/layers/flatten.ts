import { requireShape, sizeOf, type Tensor, tensor } from "../tensor";
import { type Backward, Layer } from "./layer";

/**
 * Any shape -> one axis, row-major: what was [i, j, f] becomes [(i · w + j) · f_count + f].
 * Dense and Softmax flatten their input themselves; the layer is there to show the step in a network of its own lines.
 */
export class Flatten extends Layer {
  readonly parameters = {};
  private lastShape: readonly number[] | undefined;

  forward(input: Tensor): Tensor {
    this.lastShape = input.shape;
    return tensor(this.outputShape(input.shape), input.data.slice());
  }

  backward(dLdOut: Tensor): Backward {
    const shape = this.remembered(this.lastShape);
    requireShape("Flatten.backward: dLdOut", dLdOut, this.outputShape(shape));
    return { dLdInput: tensor(shape, dLdOut.data.slice()), gradients: {} };
  }

  override outputShape(inputShape: readonly number[]): readonly number[] {
    return [sizeOf(inputShape)];
  }

  override describe() {
    return {};
  }
}
