import { requireShape, type Tensor, tensor } from "../tensor";
import { type Backward, Layer } from "./layer";

/** The rectifier: what is negative becomes 0. Any shape -> the same shape. */
export class ReLU extends Layer {
  readonly parameters = {};
  private lastInput: Tensor | undefined;

  /**
   *   out[x] = max(0, input[x])
   *
   * NaN stays NaN, so that training notices it.
   */
  forward(input: Tensor): Tensor {
    this.lastInput = input;
    return tensor(
      input.shape,
      input.data.map((value) => Math.max(0, value)),
    );
  }

  /**
   *   ∂L/∂input[x] = dLdOut[x] where input[x] > 0, else 0
   *
   * At 0 itself the slope may be anything from 0 to 1; it is 0 here, as in PyTorch.
   */
  backward(dLdOut: Tensor): Backward {
    const input = this.remembered(this.lastInput);
    requireShape("ReLU.backward: dLdOut", dLdOut, input.shape);
    const dLdInput = dLdOut.data.map((slope, x) => (input.data[x] <= 0 ? 0 : slope));
    return { dLdInput: tensor(input.shape, dLdInput), gradients: {} };
  }

  override outputShape(inputShape: readonly number[]): readonly number[] {
    return inputShape;
  }

  override describe() {
    return {};
  }
}
