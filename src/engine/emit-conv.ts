import type { Builder, Feature, Place } from "./builder";
import { Op } from "./kernels/op";

/** Where a convolution's numbers lie; one for all of its entries. */
export interface Geometry {
  readonly input: Feature;
  readonly output: Feature;
  readonly filters: Place;
  /** Without biases undefined. */
  readonly biases: Place | undefined;
  readonly kh: number;
  readonly kw: number;
  readonly stride: number;
}

/** `conv` of the input, or of slopes where they go back as a convolution. */
export function emitConv(builder: Builder, conv: Geometry): void {
  const { input, output, filters, biases, kh, kw, stride } = conv;
  const run = kw * input.stored;
  const taps = kh * run;
  const offset = (tap: number) =>
    4 * (Math.floor(tap / run) * input.w * input.stored + (tap % run));
  builder.emit(
    Op.Conv,
    ...[output.at, input.at, filters, biases ?? 0, input.h, input.w, input.stored],
    ...[output.h, output.w, output.stored, taps, stride, builder.table(taps, offset)],
  );
}
