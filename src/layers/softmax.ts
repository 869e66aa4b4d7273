import { onlyOptions, ShapeError, wholeNumber } from "../errors";
import { type Random, seededRandom } from "../random";
import { formatShape, requireShape, sizeOf, type Tensor, tensor } from "../tensor";
import { type Initialisation, initialisationNamed, initialise } from "./initialisation";
import { type Backward, type Description, Layer } from "./layer";

/** The options of a `Softmax` layer. */
export interface SoftmaxOptions {
  /** Where the initial weights come from; left out, from the network's. */
  readonly random?: Random;
  /** Default "article": normal deviates / inputs. */
  readonly initialisation?: Initialisation;
}

/**
 * A fully connected layer whose totals become probabilities: any shape with `inputs` values -> (nodes).
 * It contains the sums of `dense.ts` once more, so that the article's layer can be read alone.
 *
 *   new Softmax(1352, 10)   the article's call
 *   new Softmax(10)         takes its number of inputs from the network or the first input
 *
 * @see Zhou, CNNs Part 1 (forward) and Part 2 (backward)
 */
export class Softmax extends Layer {
  readonly nodes: number;
  /** How many values an input has, where the layer was told. */
  private readonly inputs: number | undefined;
  private readonly initialisation: Initialisation;
  private readonly random: Random | undefined;
  private made: { readonly weights: Tensor; readonly biases: Tensor } | undefined;
  private last: { input: Tensor; probabilities: Tensor } | undefined;

  /**
   * @param inputs  the number of values of an input, 13 · 13 · 8 = 1352 in the article
   * @param nodes   the number of classes
   * @param options with inputs and random given, the weights are drawn at once
   * @throws {RangeError} if a size is not a whole number >= 1
   */
  constructor(inputs: number, nodes: number, options?: SoftmaxOptions);
  constructor(nodes: number, options?: SoftmaxOptions);
  constructor(first: number, second: number | SoftmaxOptions = {}, third: SoftmaxOptions = {}) {
    super();
    const [nodes, options] = typeof second === "number" ? [second, third] : [first, second];
    onlyOptions("Softmax", options, { initialisation: true, random: true });
    this.nodes = wholeNumber("Softmax: nodes", nodes);
    const { random, initialisation = "article" } = options;
    this.initialisation = initialisationNamed("Softmax: initialisation", initialisation);
    this.random = random;
    if (typeof second === "number") this.inputs = wholeNumber("Softmax: inputs", first);
    if (random) this.draw(random);
  }

  get parameters(): { readonly weights: Tensor; readonly biases: Tensor } {
    if (!this.made) this.draw(seededRandom());
    return this.built(this.made);
  }

  override draw(random: Random): void {
    if (this.inputs !== undefined) this.build([this.inputs], random);
  }

  /** (inputs, nodes) */
  get weights(): Tensor {
    return this.parameters.weights;
  }

  /** (nodes) */
  get biases(): Tensor {
    return this.parameters.biases;
  }

  override build(inputShape: readonly number[], random = seededRandom()): void {
    if (this.made) return;
    const { nodes } = this;
    const inputs = this.inputs ?? sizeOf(inputShape);
    if (!(inputs >= 1)) {
      throw new ShapeError(`Softmax.forward: input must have values, got ${formatShape(inputShape)}`);
    }
    if (this.inputs === undefined && inputs === nodes && inputShape.length > 1) {
      throw new RangeError(
        `Softmax: new Softmax(${nodes}) has ${nodes} classes, as many as its input ${formatShape(inputShape)} has values. ` +
          `For 10 classes write new Softmax(${nodes}, 10), or new Softmax(10).`,
      );
    }
    const weights = tensor([inputs, nodes]);
    const fans = { fanIn: inputs, fanOut: nodes };
    initialise(weights.data, this.initialisation, fans, this.random ?? random);
    this.made = { weights, biases: tensor([nodes]) };
  }

  /**
   *   total[c] = Σ_x input[x] · weights[x, c] + biases[c]
   *   p[c]     = e^{total[c]} / Σ_k e^{total[k]}
   *
   * @param input  any shape with `inputs` values; it is flattened
   * @returns      (nodes), probabilities that sum to 1
   * @throws {ShapeError} if the number of values is not `inputs`
   */
  forward(input: Tensor): Tensor {
    this.build(input.shape);
    const probabilities = tensor(this.outputShape(input.shape), this.totals(input));
    softmaxInPlace(probabilities.data);
    this.last = { input, probabilities };
    return probabilities;
  }

  private totals(input: Tensor): Float64Array {
    const totals = Float64Array.from(this.biases.data);
    const weights = this.weights.data;
    const nodes = totals.length;
    for (let x = 0; x < input.data.length; x++) {
      const value = input.data[x];
      for (let c = 0; c < nodes; c++) totals[c] += value * weights[x * nodes + c]; // weights[x, c]
    }
    return totals;
  }

  /**
   * ∂p[k]/∂total[c] = p[k] · ((k = c) - p[c]), so for any dLdOut
   *
   *   ∂L/∂total[c]      = p[c] · (dLdOut[c] - Σ_k dLdOut[k] · p[k])
   *   ∂L/∂weights[x, c] = input[x] · ∂L/∂total[c]
   *   ∂L/∂biases[c]     = ∂L/∂total[c]
   *   ∂L/∂input[x]      = Σ_c weights[x, c] · ∂L/∂total[c]
   *
   * @param dLdOut  (nodes)
   * @returns       dLdInput in the shape of the input before it was flattened
   */
  backward(dLdOut: Tensor): Backward {
    const { input, probabilities } = this.remembered(this.last);
    requireShape("Softmax.backward: dLdOut", dLdOut, probabilities.shape);
    const p = probabilities.data;
    const mean = p.reduce((sum, pk, k) => sum + dLdOut.data[k] * pk, 0);
    const dLdTotals = p.map((pc, c) => pc * (dLdOut.data[c] - mean));

    const nodes = p.length;
    const weights = this.weights.data;
    const dLdWeights = new Float64Array(weights.length);
    const dLdInput = new Float64Array(input.data.length);
    for (let x = 0; x < dLdInput.length; x++) {
      const value = input.data[x];
      let slope = 0;
      for (let c = 0; c < nodes; c++) {
        const weight = x * nodes + c; // weights[x, c]
        dLdWeights[weight] = value * dLdTotals[c];
        slope += weights[weight] * dLdTotals[c];
      }
      dLdInput[x] = slope;
    }
    return {
      dLdInput: tensor(input.shape, dLdInput),
      gradients: {
        weights: tensor(this.weights.shape, dLdWeights),
        biases: tensor([nodes], dLdTotals),
      },
    };
  }

  override outputShape(inputShape: readonly number[]): readonly number[] {
    const inputs = this.made?.weights.shape[0] ?? this.inputs;
    const size = sizeOf(inputShape);
    if (inputs !== undefined && size !== inputs) {
      throw new ShapeError(
        `Softmax.forward: input must have ${inputs} values, got ${formatShape(inputShape)} with ${size}`,
      );
    }
    return [this.nodes];
  }

  override multiplyAdds(inputShape: readonly number[]): number {
    return sizeOf(inputShape) * this.nodes;
  }

  override describe(): Description {
    return { nodes: this.nodes };
  }
}

/**
 * totals -> probabilities. Subtracting the largest first changes nothing in exact arithmetic and
 * keeps e^x from overflowing.
 */
function softmaxInPlace(totals: Float64Array): void {
  const largest = totals.reduce((a, b) => Math.max(a, b), -Infinity);
  let sum = 0;
  for (let c = 0; c < totals.length; c++) sum += totals[c] = Math.exp(totals[c] - largest);
  for (let c = 0; c < totals.length; c++) totals[c] /= sum;
}
