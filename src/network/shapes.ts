import { ShapeError } from "../errors";
import type { Layer } from "../layers/layer";
import type { Random } from "../random";
import { formatShape, sizeOf, type Tensor, tensor } from "../tensor";

/**
 * The shapes that an input takes on its way through layers: its own first, then each layer's output.
 *
 * @param random  for a layer that has to be built to find out
 * @throws {ShapeError} if a layer does not take the output of the one before: names it and both shapes
 */
export function shapesThrough(
  layers: readonly Layer[],
  input: readonly number[],
  random?: Random,
): readonly (readonly number[])[] {
  const shapes = [input];
  for (const [k, layer] of layers.entries()) {
    try {
      shapes.push(outputShapeOf(layer, shapes[k], random));
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      const from = k === 0 ? "the network's input" : `the output of layers[${k - 1}] ${layers[k - 1].name}`;
      throw new ShapeError(
        `Network: layers[${k}] ${layer.name} does not take ${formatShape(shapes[k])}, ${from}. ${error.message}`,
      );
    }
  }
  return shapes;
}

/** Asks the layer, or passes zeros through it where it does not say. */
function outputShapeOf(layer: Layer, inputShape: readonly number[], random: Random | undefined): readonly number[] {
  if (layer.outputShape) return layer.outputShape(inputShape);
  layer.build?.(inputShape, random);
  const out: Partial<Tensor> | undefined = layer.forward(tensor(inputShape));
  if (!out?.shape || sizeOf(out.shape) !== out.data?.length) {
    throw new ShapeError(`${layer.name}.forward: expected it to return a tensor, got something else`);
  }
  return out.shape;
}

/** Whether images of two shapes are the same for every layer: (h, w) counts as (h, w, 1). */
export function sameImage(a: readonly number[], b: readonly number[]): boolean {
  const full = (shape: readonly number[]) => (shape.length === 2 ? [...shape, 1] : shape).join();
  return full(a) === full(b);
}
