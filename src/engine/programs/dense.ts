import { roundUpToFour, straightPlaces, weightPlaces } from "../memory/parameter";
import { Op } from "../simd/op";
import type { Dense } from "../stage";
import type { Builder, FeatureMap } from "./builder";
import { type Lowered, scatterPooledSlope } from "./slopes";

/**
 * A fully connected layer. Its weights lie by groups of five nodes: see simd/dense.ts.
 *
 * @param selfUpdating  whether it updates its weights itself, in the backward pass
 * @returns undefined where the weights do not fit the input
 */
export function compileDense(
  builder: Builder,
  { weights, biases }: Dense,
  input: FeatureMap,
  selfUpdating: boolean,
): Lowered | undefined {
  const [inputs, nodes] = weights.shape;
  if (inputs !== input.h * input.w * input.c || input.size % 4 !== 0) return undefined;
  const groups = Math.ceil(nodes / 5);
  const output = builder.feature(1, 1, nodes, roundUpToFour(5 * groups));
  const places = weightPlaces(weights.shape, input.c, input.stored, input.size);
  const at = builder.parameter(weights, places, 5 * groups * input.size, selfUpdating ? "selfUpdating" : "descended");
  const biasesAt = biases ? builder.parameter(biases, straightPlaces, output.stored) : 0;
  const sizes = { x: input.size, groups, stored: output.stored };
  const forward = { out: output.at, input: input.at, weights: at, bias: biasesAt };
  builder.emit(Op.Dense, { ...forward, ...sizes });
  return {
    output,
    backward: (slope) => {
      const dLdOut = scatterPooledSlope(builder, slope);
      if (biasesAt) {
        const [out, f] = [biasesAt.float * 4, output.stored];
        builder.emit(Op.SumRows, { out, values: dLdOut, rows: 1, f });
      }
      const dInput = builder.workspace(input.size);
      const backward = {
        dInput,
        weights: at,
        input: input.at,
        dOut: dLdOut,
        x: input.size,
        groups,
      };
      if (selfUpdating) builder.emit(Op.DenseStep, backward);
      else
        builder.emit(Op.DenseGradients, {
          dWeights: at.float * 4,
          ...backward,
          stored: output.stored,
        });
      return { at: dInput };
    },
  };
}
