import { positiveRate } from "../errors";
import type { Tensor } from "../tensor";

/** Tensors by name: a layer's parameters, or their gradients. */
export type Parameters = Readonly<Record<string, Tensor>>;

/** What a backward pass gives: the loss's derivatives, none of them applied yet. */
export interface Backward {
  /** ∂L/∂input, of the input's shape: what the layer before receives as its dLdOut. */
  readonly dLdInput: Tensor;
  /** ∂L/∂parameter under the parameter's name and of its shape. */
  readonly gradients: Parameters;
}

/**
 * A layer is two methods that face each other, forward and backward; the update follows from them.
 * Write one in a notebook cell by extending this class: it trains like the built-in ones.
 */
export abstract class Layer {
  /** What training changes, by name; {} for a layer without any, such as pooling. */
  abstract readonly parameters: Parameters;

  /** The layer's output. Remembers what the backward pass needs. */
  abstract forward(input: Tensor): Tensor;

  /** The derivatives of the loss at the last forward pass, given its derivative with respect to the output. Changes nothing. */
  abstract backward(dLdOut: Tensor): Backward;

  /**
   * The article's step: backward, then gradient descent, parameter -= learnRate · ∂L/∂parameter.
   *
   * @param learnRate  may be left out where the layer has no parameters
   * @returns          ∂L/∂input at the parameters before the update
   * @throws {RangeError} if the layer has parameters and the rate is missing, NaN or not positive
   */
  backprop(dLdOut: Tensor, learnRate?: number): Tensor {
    const names = Object.keys(this.parameters);
    const rate =
      names.length === 0 ? 0 : positiveRate(`${this.name}.backprop: learnRate`, learnRate);
    const { dLdInput, gradients } = this.backward(dLdOut);
    for (const name of names) descend(this.parameters[name], gradients[name], rate);
    return dLdInput;
  }

  /** The class's name, for messages and tables. */
  get name(): string {
    return this.constructor.name;
  }

  /** @returns what forward kept @throws {Error} if there was no forward pass */
  protected remembered<T>(kept: T | undefined): T {
    if (kept !== undefined) return kept;
    throw new Error(`${this.name}.backward: expected a forward pass before it, got none`);
  }
}

/** parameter -= rate · gradient */
export function descend(parameter: Tensor, gradient: Tensor, rate: number): void {
  const values = parameter.data;
  const slopes = gradient.data;
  for (let k = 0; k < values.length; k++) values[k] -= rate * slopes[k];
}
