import { Op } from "../simd/op";
import type { Builder, FeatureMap } from "./builder";

/**
 * ∂L/∂(a stage's output), in the workspace: a value for each of the output's or, where max pooling follows, for each
 * window's maximum.
 */
export interface Slope {
  readonly at: number;
  readonly pooled?: Pooling;
}

/** A pooling stage: (h, w, f) -> (floor(h / size), floor(w / size), f). */
export interface Pooling {
  readonly input: FeatureMap;
  readonly output: FeatureMap;
  readonly size: number;
}

/**
 * A stage whose forward entries have been emitted; `backward` emits the others, and gives ∂L/∂input where it is wanted.
 */
export interface Lowered {
  readonly output: FeatureMap;
  readonly backward: (dLdOut: Slope, wanted: boolean) => Slope;
}

/** @returns the address of the slope, one value for each value of the output; behind max pooling most are 0 */
export function scatterPooledSlope(builder: Builder, { at, pooled }: Slope): number {
  if (!pooled) return at;
  const { input, output, size } = pooled;
  const pixel = input.stored * 4;
  const positions = builder.workspace(output.size);
  const { h, w, stored: f } = input;
  builder.emit(Op.Positions, {
    positions,
    input: input.at,
    out: output.at,
    h,
    w,
    f,
    size,
    rowBytes: w * pixel,
    columnBytes: pixel,
    laneBytes: 4,
  });
  const dInput = builder.workspace(input.size);
  const [count, bytes] = [output.size, input.size * 4];
  builder.emit(Op.PoolGradient, { dInput, dOut: at, positions, count, bytes });
  return dInput;
}
