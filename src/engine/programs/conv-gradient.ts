import { roundUpToFour } from "../memory/parameter";
import { Op } from "../simd/op";
import type { Builder, FeatureMap } from "./builder";
import { emitConv, type Geometry } from "./emit-conv";
import type { Pooling, Slope } from "./slopes";

// A convolution's gradients. The input's is made in one of three ways, whichever has the least to do.

/**
 *   ∂L/∂filters[di, dj, c, f] = Σ_{i, j} dLdOut[i, j, f] · input[i · stride + di, j · stride + dj, c]
 *   ∂L/∂input                 = dLdOut, pad by the stride and padded, under the filters turned by 180 degrees
 */
export function convBackward(builder: Builder, conv: Geometry, dLdOut: Slope, wanted: boolean): Slope {
  const { input, output, filters, biases, kh, kw, stride } = conv;
  const pixels = output.h * output.w;
  const together = imagesTogether(builder, pixels);
  const pixelOffset = (k: number) => {
    const [image, i, j] = [Math.floor(k / pixels), Math.floor((k % pixels) / output.w), k % output.w];
    return 4 * (image * input.size + stride * input.stored * (i * input.w + j));
  };
  const [c, f] = [input.stored, output.stored];
  builder.emit(Op.FilterGradient, {
    dFilters: filters.float * 4,
    input: input.at,
    dOut: dLdOut.at,
    h: input.h,
    w: input.w,
    c,
    pixels,
    f,
    kh,
    kw,
    pixelOffsets: builder.table(together * pixels, pixelOffset),
    together,
  });
  if (biases) builder.emit(Op.SumRows, { out: biases.float * 4, values: dLdOut.at, rows: pixels, f });
  if (!wanted) return { at: 0 };
  if (input.h * input.w > mostPadding * pixels) return columnBackward(builder, conv, dLdOut);
  const [h, w] = [input.h + kh - 1, input.w + kw - 1];
  const padded = builder.feature(h, w, output.c, output.stored);
  builder.emit(Op.Pad, {
    out: padded.at,
    input: dLdOut.at,
    h: output.h,
    w: output.w,
    c: f,
    outH: h,
    outW: w,
    top: kh - 1,
    left: kw - 1,
    stride,
  });
  const turned = builder.region("derived", kh * kw * input.stored * output.stored);
  builder.emitDerive(Op.TurnFilters, { turned, filters, c: input.stored, f: output.stored, kh, kw });
  const dLdInput = { ...input, at: builder.workspace(input.size) };
  emitConv(builder, {
    input: padded,
    output: dLdInput,
    filters: turned,
    biases: undefined,
    kh,
    kw,
    stride: 1,
  });
  return dLdInput;
}

/**
 * Emits `columnGradient`, which has less to do than a convolution of mostly padding where the output is much smaller
 * than the input.
 */
const mostPadding = 1.3;

/**
 * How many images to add up before a sum is written back: about 64 pixels' worth, which still fits the first-level
 * cache.
 */
function imagesTogether({ block }: Builder, pixels: number): number {
  return Math.max(1, Math.min(block, Math.ceil(64 / pixels)));
}

function columnBackward(builder: Builder, { input, output, filters, kh, kw, stride }: Geometry, dLdOut: Slope): Slope {
  const pixels = output.h * output.w;
  const taps = kh * kw * input.stored;
  const together = imagesTogether(builder, pixels);
  const byFilter = builder.region("derived", output.stored * taps);
  builder.emitDerive(Op.FiltersByFilter, { byFilter, filters, f: output.stored, kh, run: kw * input.stored });
  const at = builder.workspace(input.size);
  const columns = builder.workspace(pixels * taps, together);
  builder.emit(Op.ColumnGradient, {
    dInput: at,
    dOut: dLdOut.at,
    byFilter,
    columns,
    h: input.h,
    w: input.w,
    c: input.stored,
    rows: output.h,
    cols: output.w,
    f: output.stored,
    kh,
    kw,
    stride,
    offsets: builder.table(output.stored, (f) => 4 * f),
    together,
  });
  return { at };
}

/** The filters' gradient and the biases' where max pooling follows. */
export function pooledFilters(
  builder: Builder,
  { input, output, filters, biases, kh, kw }: Geometry,
  dLdPooled: Slope,
  pooled: FeatureMap,
  positions: number,
): void {
  const run = roundUpToFour(kw * input.stored);
  const windows = pooled.h * pooled.w;
  const row = input.w * input.stored * 4;
  const gathered = builder.workspace(output.stored * kh * run, 1);
  const [dPooled, f] = [dLdPooled.at, output.stored];
  builder.emit(Op.PooledFilterGradient, {
    dFilters: filters.float * 4,
    input: input.at,
    dPooled,
    positions,
    gathered,
    windows,
    f,
    kh,
    used: kw * input.stored,
    run,
    row,
    imageBytes: input.size * 4,
    scratch: builder.workspace(2 * windows, 1),
  });
  if (biases) builder.emit(Op.SumRows, { out: biases.float * 4, values: dPooled, rows: windows, f });
}

/**
 * Both gradients where max pooling follows: only each window's maximum has a slope, and only there are filters and
 * input visited.
 */
export function pooledBackward(
  builder: Builder,
  { input, output, filters, biases, kh, kw, stride }: Geometry,
  dLdPooled: Slope,
  pooling: Pooling,
  wanted: boolean,
): Slope {
  const run = roundUpToFour(kw * input.stored);
  const windows = pooling.output.h * pooling.output.w;
  const row = input.w * input.stored * 4;
  const positions = builder.workspace(pooling.output.size);
  builder.emit(Op.Positions, {
    positions,
    input: pooling.input.at,
    out: pooling.output.at,
    h: output.h,
    w: output.w,
    f: output.stored,
    size: pooling.size,
    rowBytes: stride * row,
    columnBytes: stride * input.stored * 4,
    laneBytes: 0,
  });
  pooledFilters(builder, { input, output, filters, biases, kh, kw, stride }, dLdPooled, pooling.output, positions);
  if (!wanted) return { at: 0 };
  const byFilter = builder.region("derived", output.stored * kh * run);
  builder.emitDerive(Op.FiltersByFilter, { byFilter, filters, f: output.stored, kh, run });
  const at = builder.workspace(input.size);
  builder.emit(Op.PooledInputGradient, {
    dInput: at,
    scratch: builder.workspace(3 * output.stored, 1),
    dPooled: dLdPooled.at,
    positions,
    byFilter,
    windows,
    f: output.stored,
    kh,
    run,
    h: input.h,
    row,
  });
  return { at };
}
