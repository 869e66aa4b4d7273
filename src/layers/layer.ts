import { rateFromZero, ShapeError } from "../errors";
import type { Random } from "../random";
import { requireShape, type Tensor } from "../tensor";

/** Tensors by name: a layer's parameters, or their gradients. */
export type Parameters = Readonly<Record<string, Tensor>>;

/** A layer's options as plain JSON. */
export type Description = Readonly<Record<string, number | string | boolean | readonly (number | string | boolean)[]>>;

/** The result of a backward pass: the loss's derivatives. Nothing has been changed by them yet. */
export interface Backward {
  /** ∂L/∂input, of the input's shape: what the layer before receives as its dLdOut. */
  readonly dLdInput: Tensor;
  /** ∂L/∂parameter under the parameter's name and of its shape. */
  readonly gradients: Parameters;
}

/**
 * Tells a layer that a forward pass is one of training, for layers that behave differently then: dropout is the only
 * one.
 */
export interface TrainingPass {
  /** All random decisions of the pass follow from it: a number below 2^32, another one for each image of each step. */
  readonly seed: number;
}

/**
 * A layer is two methods that face each other, forward and backward; the update follows from them.
 * Write one in a notebook cell by extending this class: it trains like the built-in ones.
 */
export abstract class Layer {
  /** What training changes, by name; {} for a layer without any, such as pooling. */
  abstract readonly parameters: Parameters;

  /**
   * The layer's output. Remembers what the backward pass needs.
   *
   * @param pass  given in training, left out for a prediction; most layers have no use for it
   */
  abstract forward(input: Tensor, pass?: TrainingPass): Tensor;

  /**
   * The derivatives of the loss at the last forward pass, given its derivative with respect to the output. Changes
   * nothing.
   */
  abstract backward(dLdOut: Tensor): Backward;

  /**
   * The article's step: backward, then gradient descent, parameter -= learnRate · ∂L/∂parameter.
   *
   * @param learnRate  may be left out where the layer has no parameters
   * @returns          ∂L/∂input at the parameters before the update
   * @throws {RangeError} if the layer has parameters and the rate is missing, NaN or negative
   */
  backprop(dLdOut: Tensor, learnRate?: number): Tensor {
    const names = Object.keys(this.parameters);
    const rate = names.length === 0 ? 0 : rateFromZero(`${this.name}.backprop: learnRate`, learnRate);
    const { dLdInput, gradients } = this.backward(dLdOut);
    requireGradients(this, gradients);
    for (const name of names) descend(this.parameters[name], gradients[name], rate);
    return dLdInput;
  }

  // The methods below are optional: with them a layer can be left to find its sizes, be counted, and be saved.

  /**
   * Makes the parameters of a layer whose sizes follow from its input. A network calls it once; a second call changes
   * nothing.
   */
  build?(inputShape: readonly number[], random?: Random): void;

  /**
   * Draws the initial weights of a layer that knows its sizes, if it has none yet. A network calls it with its own
   * stream, so that new Network(layers, { random }) is reproducible even where no layer was given a stream.
   */
  draw?(random: Random): void;

  /**
   * The shape that forward gives for an input of that shape. Without it a network passes zeros through to find out.
   *
   * @throws {ShapeError} if the layer does not take such an input
   */
  outputShape?(inputShape: readonly number[]): readonly number[];

  /**
   * How many multiplications with a weight, each with its addition, a forward pass takes. Without it a layer that has
   * no parameters counts as 0.
   */
  multiplyAdds?(inputShape: readonly number[]): number;

  /** The options to construct the layer with, as plain JSON. A model file keeps them beside the parameters. */
  describe?(): Description;

  /** The class's name, for messages and tables. */
  get name(): string {
    return this.constructor.name;
  }

  /** @returns what forward kept @throws {Error} if there was no forward pass */
  protected remembered<T>(kept: T | undefined): T {
    if (kept !== undefined) return kept;
    throw new Error(`${this.name}.backward: expected a forward pass before it, got none`);
  }

  /** @returns what build made @throws {Error} if the layer's input is still unknown */
  protected built<T>(made: T | undefined): T {
    if (made !== undefined) return made;
    throw new Error(
      `${this.name}: expected its input's shape, as in new Network(layers, { input: [28, 28] }), or a forward pass; got neither`,
    );
  }
}

/** @throws {ShapeError} if a parameter has no gradient, or one of another shape: a slip in a backward pass */
export function requireGradients({ name, parameters }: Layer, gradients: Parameters): void {
  for (const [key, { shape }] of Object.entries(parameters)) {
    const gradient: Tensor | undefined = gradients[key];
    if (!gradient) {
      const got = Object.keys(gradients).join(", ") || "none";
      throw new ShapeError(`${name}.backward: gradients must have ${key}, as the parameters do, got ${got}`);
    }
    requireShape(`${name}.backward: gradients.${key}`, gradient, shape);
  }
}

/** parameter -= rate · gradient */
export function descend(parameter: Tensor, gradient: Tensor, rate: number): void {
  const values = parameter.data;
  const slopes = gradient.data;
  for (let k = 0; k < values.length; k++) values[k] -= rate * slopes[k];
}
