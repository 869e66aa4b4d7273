import { Op } from "../simd/op";
import type { Builder, FeatureMap } from "./builder";
import type { Place } from "./entries";

/** The places of a convolution's numbers, which all of its entries share. */
export interface Geometry {
  readonly input: FeatureMap;
  readonly output: FeatureMap;
  readonly filters: Place;
  /** Undefined without biases. */
  readonly biases: Place | undefined;
  readonly kh: number;
  readonly kw: number;
  readonly stride: number;
}

/** Emits `conv` of the input, or of slopes, where the way back is a convolution too. */
export function emitConv(builder: Builder, conv: Geometry): void {
  const { input, output, filters, biases, kh, kw, stride } = conv;
  const run = kw * input.stored;
  const taps = kh * run;
  const offset = (tap: number) => 4 * (Math.floor(tap / run) * input.w * input.stored + (tap % run));
  builder.emit(Op.Conv, {
    out: output.at,
    input: input.at,
    filters,
    bias: biases ?? 0,
    h: input.h,
    w: input.w,
    c: input.stored,
    rows: output.h,
    columns: output.w,
    f: output.stored,
    taps,
    stride,
    tapOffsets: builder.table(taps, offset),
  });
}
