import { type Random, seededRandom } from "../random";
import { requireShape, type Tensor, tensor } from "../tensor";
import { type Layer, requireGradients } from "./layer";

/** Central differences in float64 with this step are good to about step² plus 1e-16 / step. */
const step = 1e-5;

/** What finite differences of that step can confirm, relative to the largest entry. */
export const gradientTolerance = 1e-8;

/** What `checkGradients` found. */
export class GradientCheck {
  readonly #layerName: string;
  /** The largest difference relative to the largest entry, by name: of the input's gradient under "input". */
  readonly errors: Readonly<Record<string, number>>;
  /** Whether every gradient agrees with finite differences to 1e-8 of its largest entry. */
  readonly agrees: boolean;

  constructor(layerName: string, errors: Readonly<Record<string, number>>) {
    this.#layerName = layerName;
    this.errors = errors;
    this.agrees = Object.values(errors).every(isSmall);
  }

  toString(): string {
    const verdict = this.agrees ? "agrees with" : "differs from";
    const lines = Object.entries(this.errors).map(([name, error]) => {
      const word = isSmall(error) ? "agrees" : "DIFFERS";
      return `  ${name.padEnd(10)} ${word} (largest relative difference ${error.toExponential(1)})`;
    });
    return [`${this.#layerName}.backward ${verdict} finite differences of forward`, ...lines].join("\n");
  }
}

const isSmall = (error: number): boolean => error < gradientTolerance;

/**
 * Judges a layer's backward pass by its forward pass: each gradient is compared with central differences of
 * L = Σ_k upstream[k] · out[k], on a random input and for a random upstream gradient, entry by entry.
 *
 *   checkGradients(new LeakyReLU(), [4, 5, 2])
 *
 * A layer with a kink (ReLU, pooling) is judged beside it: that a random input lies within 1e-5 of a kink is very rare.
 *
 * @param inputShape  small: every entry costs two forward passes
 * @param seed        another one tries other numbers
 * @throws {ShapeError} if backward returns a gradient of another shape than its parameter, or than the input
 */
export function checkGradients(layer: Layer, inputShape: readonly number[], seed = 1): GradientCheck {
  const random = seededRandom(seed);
  layer.build?.(inputShape, random);
  layer.draw?.(random);
  return new GradientCheck(layer.name, gradientErrors(layer, randomTensor(inputShape, random), seed));
}

/** A tensor of normal deviates. */
export function randomTensor(shape: readonly number[], random: Random): Tensor {
  const values = tensor(shape);
  for (let k = 0; k < values.data.length; k++) values.data[k] = random.normal();
  return values;
}

/**
 * Compares the gradients on a given input. The upstream gradient is random, since one of all ones would hide a wrong
 * softmax.
 *
 * @returns by name, the largest difference relative to the largest entry: the input's under "input"
 */
export function gradientErrors(layer: Layer, input: Tensor, seed = 1): Record<string, number> {
  const upstream = randomTensor(layer.forward(input).shape, seededRandom(seed));
  const loss = () => {
    const out = layer.forward(input);
    return out.data.reduce((sum, value, k) => sum + value * upstream.data[k], 0);
  };
  loss();
  const { dLdInput, gradients } = layer.backward(upstream);
  requireGradients(layer, gradients);
  requireShape(`${layer.name}.backward: dLdInput`, dLdInput, input.shape);
  const errors: Record<string, number> = { input: largestError(input, dLdInput, loss) };
  for (const [name, parameter] of Object.entries(layer.parameters)) {
    errors[name] = largestError(parameter, gradients[name], loss);
  }
  return errors;
}

function largestError(variable: Tensor, gradient: Tensor, loss: () => number): number {
  const numeric = variable.data.map((value, k) => {
    variable.data[k] = value + step;
    const above = loss();
    variable.data[k] = value - step;
    const below = loss();
    variable.data[k] = value;
    return (above - below) / (2 * step);
  });
  return relativeDifference(gradient.data, numeric);
}

/** The largest |a - b| relative to the largest |b|; NaN anywhere gives NaN, which no tolerance accepts. */
export function relativeDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.NaN;
  let difference = 0;
  let scale = 0;
  for (let k = 0; k < b.length; k++) {
    difference = Math.max(difference, Math.abs(a[k] - b[k]));
    scale = Math.max(scale, Math.abs(b[k]));
  }
  return scale === 0 ? difference : difference / scale;
}
