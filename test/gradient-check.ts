import type { Layer } from "../src/layers/layer";
import { type Random, seededRandom } from "../src/random";
import { type Tensor, tensor } from "../src/tensor";

/** Central differences in float64 with this step are good to about step² plus 1e-16 / step. */
const step = 1e-5;

/** What finite differences of that step can confirm, relative to the largest entry. */
export const gradientTolerance = 1e-8;

/** A tensor of normal deviates. */
export function randomTensor(shape: readonly number[], random: Random): Tensor {
  const values = tensor(shape);
  for (let k = 0; k < values.data.length; k++) values.data[k] = random.normal();
  return values;
}

/**
 * Compares every entry of a layer's backward pass with central differences of L = Σ upstream · forward(input),
 * for a random upstream gradient: an all-ones one would hide a wrong softmax.
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
