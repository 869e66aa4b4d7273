import { ShapeError } from "../errors";
import { type Layer, type Parameters, requireGradients, type TrainingPass } from "../layers/layer";
import type { Network } from "../network/network";
import { randomBits } from "../random";
import { argMax, formatShape, requireShape, sizeOf, type Tensor } from "../tensor";
import { crossEntropy } from "./cross-entropy";
import type { ImagePass } from "./image-pass";

/**
 * `gradientsOfImage` with each layer watched, for slips of a reader's own layer that nothing else would notice: a
 * layer that changes what it was given, or that returns something of another shape.
 *
 * @throws {ShapeError} if a layer returns no tensor, or one of another shape than it should
 * @throws {Error} if a layer changes the input or the slope that it was given
 */
export function checkedPass(network: Network, image: Tensor, label: number, pass: TrainingPass): ImagePass {
  const inputs = [image];
  for (const [k, layer] of network.layers.entries()) {
    const seed = randomBits(pass.seed, k); // as Network.forward has it
    const out = unchanged(layer, "forward", "input", inputs[k], () => layer.forward(inputs[k], { seed }));
    requireTensor(layer, out);
    if (layer.outputShape) requireShape(`${layer.name}.forward: the output`, out, layer.outputShape(inputs[k].shape));
    inputs.push(out);
  }
  const probabilities = inputs[network.layers.length];
  const { loss, dLdOut } = crossEntropy(probabilities, label);
  const gradients: Parameters[] = [];
  network.layers.reduceRight((slope: Tensor, layer, k) => {
    const backward = unchanged(layer, "backward", "dLdOut", slope, () => layer.backward(slope));
    if (!backward?.dLdInput?.shape || !backward.gradients) {
      throw new ShapeError(`${layer.name}.backward: expected it to return { dLdInput, gradients }, got something else`);
    }
    requireShape(`${layer.name}.backward: dLdInput`, backward.dLdInput, inputs[k].shape);
    requireGradients(layer, backward.gradients);
    gradients[k] = backward.gradients;
    return backward.dLdInput;
  }, dLdOut);
  return { loss, correct: argMax(probabilities.data) === label, gradients };
}

function requireTensor({ name }: Layer, out: Partial<Tensor> | undefined): void {
  if (out?.shape && out.data instanceof Float64Array && out.data.length === sizeOf(out.shape)) return;
  const got = out?.shape && out.data ? `${out.data.length} values for the shape ${formatShape(out.shape)}` : "none";
  throw new ShapeError(
    `${name}.forward: expected it to return a tensor, as tensor(shape, values) makes one, got ${got}`,
  );
}

/** @throws {Error} if a layer's method writes into what it was given */
function unchanged<T>({ name }: Layer, method: string, what: string, given: Tensor, work: () => T): T {
  const before = given.data.slice();
  const result = work();
  const where = given.data.findIndex((value, k) => !Object.is(value, before[k]));
  if (where < 0) return result;
  throw new Error(
    `${name}.${method}: expected ${what} to stay as it was, but value ${where} became ${given.data[where]} from ` +
      `${before[where]}. Write into a tensor of your own: tensor(${what}.shape, ${what}.data.slice()).`,
  );
}
