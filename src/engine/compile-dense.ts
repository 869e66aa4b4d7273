import type { Builder, Feature } from "./builder";
import { type Compiled, densely } from "./compiled";
import { Op } from "./kernels/op";
import { fours, straightPlaces, weightPlaces } from "./parameter";
import type { Dense } from "./step";

/**
 * A fully connected layer. Weights lie by node in the engine.
 *
 * @param stepped  whether it updates its weights itself, in the backward pass
 * @returns undefined where the weights do not fit the input
 */
export function compileDense(
  builder: Builder,
  { weights, biases }: Dense,
  input: Feature,
  stepped: boolean,
): Compiled | undefined {
  const [inputs, nodes] = weights.shape;
  if (inputs !== input.h * input.w * input.c || input.size % 4 !== 0) return undefined;
  const output = builder.feature(1, 1, nodes, fours(nodes));
  const places = weightPlaces(weights.shape, input.c, input.stored, input.size);
  const at = builder.parameter(
    weights,
    places,
    nodes * input.size,
    stepped ? "stepped" : "descended",
  );
  const biasesAt = biases ? builder.parameter(biases, straightPlaces, output.stored) : 0;
  const sizes = [input.size, nodes, output.stored] as const;
  builder.emit(Op.Dense, output.at, input.at, at, biasesAt, ...sizes);
  return {
    output,
    backward: (slope, wanted) => {
      const dLdOut = densely(builder, slope);
      if (biasesAt) builder.emit(Op.SumRows, biasesAt.float * 4, dLdOut, 1, output.stored);
      const dLdInput = wanted || stepped ? builder.workspace(input.size) : 0;
      if (stepped) {
        builder.emit(Op.DenseStep, dLdInput, at, input.at, dLdOut, input.size, nodes);
        return { at: dLdInput };
      }
      const images = builder.table(builder.block, (k) => 4 * output.stored * k);
      builder.emit(Op.DenseGradient, at.float * 4, input.at, dLdOut, 0, input.size, nodes, images);
      const each = builder.table(nodes, (c) => 4 * c);
      if (wanted) builder.emit(Op.DenseInputGradient, dLdInput, at, dLdOut, 0, ...sizes, each);
      return { at: dLdInput };
    },
  };
}
