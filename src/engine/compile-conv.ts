import type { Border } from "../layers/padding";
import { sizeOf } from "../tensor";
import type { Builder, Feature, Place } from "./builder";
import type { Compiled, Derive, Pooling, Slope } from "./compiled";
import { Op } from "./kernels/op";
import { filterPlaces, fours, straightPlaces } from "./parameter";
import type { Conv } from "./step";

/** Where a convolution's numbers lie; one for all of its entries. */
interface Geometry {
  readonly input: Feature;
  readonly output: Feature;
  readonly filters: Place;
  /** Without biases undefined. */
  readonly biases: Place | undefined;
  readonly kh: number;
  readonly kw: number;
  readonly stride: number;
}

/** @returns undefined where the filters do not fit the input */
export function compileConv(
  builder: Builder,
  derive: Derive[],
  { filters, biases, stride, padding }: Conv,
  unpadded: Feature,
): Compiled | undefined {
  const [f, kh, kw] = filters.shape;
  const border = borderOf(padding, unpadded);
  const input = border ? compilePadding(builder, border, padding?.value ?? 0, unpadded) : unpadded;
  const rows = Math.floor((input.h - kh) / stride) + 1;
  const columns = Math.floor((input.w - kw) / stride) + 1;
  if (rows < 1 || columns < 1 || sizeOf(filters.shape) !== f * kh * kw * input.c) return undefined;

  const stored = fours(f);
  const output = builder.feature(rows, columns, f, stored);
  const places = filterPlaces(filters.shape, input.c, input.stored, stored);
  const at = builder.parameter(filters, places, kh * kw * input.stored * stored);
  const biasesAt = biases ? builder.parameter(biases, straightPlaces, stored) : undefined;
  const conv = { input, output, filters: at, biases: biasesAt, kh, kw, stride };
  emitConv(builder, conv);
  return {
    output,
    backward: (dLdOut, wanted) => {
      const dLdInput = dLdOut.pooled
        ? pooledBackward(builder, derive, conv, dLdOut, dLdOut.pooled, wanted)
        : backward(builder, derive, conv, dLdOut, wanted);
      if (!border || !wanted) return dLdInput;
      const { h, w, stored: c, size } = unpadded;
      const cropped = builder.workspace(size);
      const { top, left } = border;
      builder.emit(Op.Crop, cropped, dLdInput.at, h, w, c, input.h, input.w, top, left);
      return { at: cropped };
    },
  };
}

/** @returns undefined where there is nothing to put around */
function borderOf(padding: Conv["padding"], { h, w }: Feature): Border | undefined {
  const border = padding?.border(h, w);
  return border && Object.values(border).some((lines) => lines > 0) ? border : undefined;
}

function compilePadding(
  builder: Builder,
  { top, bottom, left, right }: Border,
  value: number,
  { at, h, w, c, stored }: Feature,
): Feature {
  const padded = builder.feature(h + top + bottom, w + left + right, c, stored);
  builder.emit(Op.Pad, padded.at, at, h, w, stored, padded.h, padded.w, top, left, 1);
  if (value !== 0) builder.fills.push({ feature: padded, value });
  return padded;
}

function emitConv(builder: Builder, conv: Geometry): void {
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

/**
 *   ∂L/∂filters[di, dj, c, f] = Σ_{i, j} dLdOut[i, j, f] · input[i · stride + di, j · stride + dj, c]
 *   ∂L/∂input                 = dLdOut, spread by the stride and padded, under the filters turned by 180 degrees
 */
function backward(
  builder: Builder,
  derive: Derive[],
  conv: Geometry,
  dLdOut: Slope,
  wanted: boolean,
): Slope {
  const { input, output, filters, biases, kh, kw, stride } = conv;
  const pixels = output.h * output.w;
  const together = imagesTogether(builder, pixels);
  const pixelOffset = (k: number) => {
    const [image, i, j] = [
      Math.floor(k / pixels),
      Math.floor((k % pixels) / output.w),
      k % output.w,
    ];
    return 4 * (image * input.size + stride * input.stored * (i * input.w + j));
  };
  builder.emit(
    Op.FilterGradient,
    ...[filters.float * 4, input.at, dLdOut.at, 0, input.h, input.w, input.stored],
    ...[pixels, output.stored, kh, kw, builder.table(together * pixels, pixelOffset), together],
  );
  if (biases) {
    builder.emit(Op.SumRows, biases.float * 4, dLdOut.at, pixels, output.stored);
  }
  if (!wanted) return { at: 0 };
  if (input.h * input.w > mostPadding * pixels)
    return columnBackward(builder, derive, conv, dLdOut);
  const [h, w] = [input.h + kh - 1, input.w + kw - 1];
  const spread = builder.feature(h, w, output.c, output.stored);
  builder.emit(
    Op.Pad,
    ...[spread.at, dLdOut.at, output.h, output.w, output.stored, h, w, kh - 1, kw - 1, stride],
  );
  const turned = builder.region("derived", kh * kw * input.stored * output.stored);
  derive.push((kernels, addressOf) =>
    kernels.turnFilters(
      addressOf(turned),
      addressOf(filters),
      ...([input.stored, output.stored, kh, kw] as const),
    ),
  );
  const dLdInput = { ...input, at: builder.workspace(input.size) };
  emitConv(builder, {
    ...{ input: spread, output: dLdInput, filters: turned, biases: undefined },
    ...{ kh, kw, stride: 1 },
  });
  return dLdInput;
}

/** Where the output is so much smaller than the input, `columnGradient` has less to do than a convolution of mostly padding. */
const mostPadding = 1.3;

/** As many as have some 64 pixels in all: a sum is stored when they are added up, and the pixels still fit the first cache. */
function imagesTogether({ block }: Builder, pixels: number): number {
  return Math.max(1, Math.min(block, Math.ceil(64 / pixels)));
}

function columnBackward(
  builder: Builder,
  derive: Derive[],
  { input, output, filters, kh, kw, stride }: Geometry,
  dLdOut: Slope,
): Slope {
  const pixels = output.h * output.w;
  const taps = kh * kw * input.stored;
  const together = imagesTogether(builder, pixels);
  const byFilter = builder.region("derived", output.stored * taps);
  derive.push((kernels, addressOf) =>
    kernels.filtersByFilter(
      addressOf(byFilter),
      addressOf(filters),
      ...([output.stored, kh, kw * input.stored] as const),
    ),
  );
  const at = builder.workspace(input.size);
  const columns = builder.workspace(pixels * taps, together);
  builder.emit(
    Op.ColumnGradient,
    ...[at, dLdOut.at, byFilter, columns, input.h, input.w, input.stored],
    ...[output.h, output.w, output.stored, kh, kw, stride],
    ...[builder.table(output.stored, (f) => 4 * f), together],
  );
  return { at };
}

/** The same where max pooling follows: only each window's maximum has a slope, and only there are filters and input visited. */
function pooledBackward(
  builder: Builder,
  derive: Derive[],
  { input, output, filters, biases, kh, kw, stride }: Geometry,
  dLdPooled: Slope,
  pooling: Pooling,
  wanted: boolean,
): Slope {
  const run = fours(kw * input.stored);
  const windows = pooling.output.h * pooling.output.w;
  const row = input.w * input.stored * 4;
  const positions = builder.workspace(pooling.output.size);
  builder.emit(
    Op.Positions,
    ...[positions, pooling.input.at, pooling.output.at, output.h, output.w, output.stored],
    ...[pooling.size, stride * row, stride * input.stored * 4, 0],
  );
  const gathered = builder.workspace(output.stored * kh * run, 1);
  builder.emit(
    Op.PooledFilterGradient,
    ...[filters.float * 4, input.at, dLdPooled.at, positions, gathered],
    ...[windows, output.stored, kh, kw * input.stored, run, row, input.size * 4],
    builder.workspace(2 * windows, 1),
  );
  if (biases) {
    builder.emit(Op.SumRows, biases.float * 4, dLdPooled.at, windows, output.stored);
  }
  if (!wanted) return { at: 0 };
  const byFilter = builder.region("derived", output.stored * kh * run);
  derive.push((kernels, addressOf) =>
    kernels.filtersByFilter(
      addressOf(byFilter),
      addressOf(filters),
      ...([output.stored, kh, run] as const),
    ),
  );
  const at = builder.workspace(input.size);
  builder.emit(
    Op.PooledInputGradient,
    ...[at, builder.workspace(5 * output.stored, 1), dLdPooled.at, positions, byFilter],
    ...[windows, output.stored, kh, run, input.h, row],
  );
  return { at };
}
