import type { Builder, Feature, Place } from "./builder";
import { Op } from "./kernels/op";
import type { Kernels } from "./wasm";

/** ∂L/∂(a step's output), in the workspace: a value for each of the output's or, where max pooling follows, for each window's maximum. */
export interface Slope {
  readonly at: number;
  readonly pooled?: Pooling;
}

export interface Pooling {
  readonly input: Feature;
  readonly output: Feature;
  readonly size: number;
}

/** A step whose forward entries have been emitted; `backward` emits the others, and gives ∂L/∂input where it is wanted. */
export interface Compiled {
  readonly output: Feature;
  readonly backward: (dLdOut: Slope, wanted: boolean) => Slope;
}

/** Brings a copy of parameters up to date, before a training step. */
export type Derive = (kernels: Kernels, addressOf: (place: Place) => number) => void;

/** @returns where the slope lies with a value for each of the output's, most of them 0 behind max pooling */
export function densely(builder: Builder, { at, pooled }: Slope): number {
  if (!pooled) return at;
  const { input, output, size } = pooled;
  const pixel = input.stored * 4;
  const positions = builder.workspace(output.size);
  builder.emit(
    Op.Positions,
    ...[positions, input.at, output.at, input.h, input.w, input.stored, size],
    ...[input.w * pixel, pixel, 4],
  );
  const dense = builder.workspace(input.size);
  builder.emit(Op.PoolGradient, dense, at, positions, output.size, input.size * 4);
  return dense;
}
