import { onlyOptions, ShapeError, wholeNumber } from "../errors";
import { type Random, seededRandom } from "../random";
import { formatShape, requireShape, sizeOf, type Tensor, tensor } from "../tensor";
import { type Initialisation, initialisationNamed, initialise } from "./initialisation";
import { type Backward, type Description, Layer, type Parameters } from "./layer";

/** The options of a `Dense` layer. */
export interface DenseOptions {
  /** Whether each node adds a number of its own, 0 at first. Default true. */
  readonly bias?: boolean;
  /** Default "he". fanIn is the number of inputs, fanOut the number of nodes. */
  readonly initialisation?: Initialisation;
  /** Where the initial weights come from; left out, from the network's. */
  readonly random?: Random;
}

/**
 * A fully connected layer: any shape -> (nodes). How many values its input has is settled when a network is built, or
 * by the first input.
 */
export class Dense extends Layer {
  readonly nodes: number;
  readonly bias: boolean;
  private readonly initialisation: Initialisation;
  private readonly random: Random | undefined;
  private made: Parameters | undefined;
  private lastInput: Tensor | undefined;

  /**
   * @param nodes  how many values the output has
   * @throws {RangeError} if it is not a whole number >= 1, or there is no such initialisation
   */
  constructor(nodes: number, options: DenseOptions = {}) {
    super();
    onlyOptions("Dense", options, { bias: true, initialisation: true, random: true });
    this.nodes = wholeNumber("Dense: nodes", nodes);
    this.bias = options.bias ?? true;
    const { initialisation = "he" } = options;
    this.initialisation = initialisationNamed("Dense: initialisation", initialisation);
    this.random = options.random;
  }

  get parameters(): Parameters {
    return this.built(this.made);
  }

  /** (inputs, nodes) */
  get weights(): Tensor {
    return this.parameters.weights;
  }

  /** (nodes); undefined without bias */
  get biases(): Tensor | undefined {
    return this.parameters.biases;
  }

  override build(inputShape: readonly number[], random = seededRandom()): void {
    if (this.made) return;
    this.outputShape(inputShape); // throws if there is no input
    const inputs = sizeOf(inputShape);
    const weights = tensor([inputs, this.nodes]);
    const fans = { fanIn: inputs, fanOut: this.nodes };
    initialise(weights.data, this.initialisation, fans, this.random ?? random);
    this.made = this.bias ? { weights, biases: tensor([this.nodes]) } : { weights };
  }

  /**
   *   out[n] = Σ_x input[x] · weights[x, n] + biases[n]
   *
   * @param input  any shape; it is flattened
   * @returns      (nodes)
   * @throws {ShapeError} if input has another number of values than the weights have rows
   */
  forward(input: Tensor): Tensor {
    const out = tensor(this.outputShape(input.shape));
    this.build(input.shape);
    if (this.biases) out.data.set(this.biases.data);
    const weights = this.weights.data;
    const { nodes } = this;
    for (let x = 0; x < input.data.length; x++) {
      const value = input.data[x];
      for (let n = 0; n < nodes; n++) out.data[n] += value * weights[x * nodes + n]; // weights[x, n]
    }
    this.lastInput = input;
    return out;
  }

  /**
   *   ∂L/∂weights[x, n] = input[x] · dLdOut[n]
   *   ∂L/∂biases[n]     = dLdOut[n]
   *   ∂L/∂input[x]      = Σ_n weights[x, n] · dLdOut[n]
   *
   * @param dLdOut  (nodes)
   * @returns       dLdInput in the shape of the input before it was flattened
   */
  backward(dLdOut: Tensor): Backward {
    const input = this.remembered(this.lastInput);
    requireShape("Dense.backward: dLdOut", dLdOut, [this.nodes]);
    const weights = this.weights.data;
    const dLdWeights = tensor(this.weights.shape);
    const dLdInput = tensor(input.shape);
    const { nodes } = this;
    for (let x = 0; x < input.data.length; x++) {
      const value = input.data[x];
      let slope = 0;
      for (let n = 0; n < nodes; n++) {
        const weight = x * nodes + n; // weights[x, n]
        dLdWeights.data[weight] = value * dLdOut.data[n];
        slope += weights[weight] * dLdOut.data[n];
      }
      dLdInput.data[x] = slope;
    }
    const dLdBiases = tensor([nodes], dLdOut.data.slice());
    return {
      dLdInput,
      gradients: this.bias ? { weights: dLdWeights, biases: dLdBiases } : { weights: dLdWeights },
    };
  }

  override outputShape(inputShape: readonly number[]): readonly number[] {
    const inputs = this.made?.weights.shape[0];
    const size = sizeOf(inputShape);
    if (size < 1 || (inputs !== undefined && size !== inputs)) {
      throw new ShapeError(
        `Dense.forward: input must have ${inputs ?? ">= 1"} values, got ${formatShape(inputShape)} with ${size}`,
      );
    }
    return [this.nodes];
  }

  override multiplyAdds(inputShape: readonly number[]): number {
    return sizeOf(inputShape) * this.nodes;
  }

  override describe(): Description {
    return { nodes: this.nodes, bias: this.bias };
  }
}
