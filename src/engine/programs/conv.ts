import type { Border } from "../../layers/padding";
import { sizeOf } from "../../tensor";
import { filterPlaces, roundUpToFour, straightPlaces } from "../memory/parameter";
import { Op } from "../simd/op";
import type { Conv } from "../stage";
import type { Builder, FeatureMap } from "./builder";
import { convBackward, pooledBackward, pooledFilters } from "./conv-gradient";
import { emitConv } from "./emit-conv";
import { type Lowered, scatterPooledSlope } from "./slopes";
import { emitWinograd, emitWinogradGradients, winogradPays } from "./winograd";

/** @returns undefined where the filters do not fit the input */
export function compileConv(
  builder: Builder,
  { filters, biases, stride, padding }: Conv,
  unpadded: FeatureMap,
): Lowered | undefined {
  const [f, kh, kw] = filters.shape;
  const border = borderOf(padding, unpadded);
  const input = border ? compilePadding(builder, border, padding?.value ?? 0, unpadded) : unpadded;
  const rows = Math.floor((input.h - kh) / stride) + 1;
  const columns = Math.floor((input.w - kw) / stride) + 1;
  if (rows < 1 || columns < 1 || sizeOf(filters.shape) !== f * kh * kw * input.c) return undefined;

  const stored = roundUpToFour(f);
  const output = builder.feature(rows, columns, f, stored);
  const places = filterPlaces(filters.shape, input.c, input.stored, stored);
  const at = builder.parameter(filters, places, kh * kw * input.stored * stored);
  const biasesAt = biases ? builder.parameter(biases, straightPlaces, stored) : undefined;
  const conv = { input, output, filters: at, biases: biasesAt, kh, kw, stride };
  const pays = winogradPays(conv);
  if (pays) emitWinograd(builder, conv);
  else emitConv(builder, conv);
  return {
    output,
    backward: (dLdOut, wanted) => {
      if (pays && !dLdOut.pooled) {
        const into = wanted ? { ...unpadded, at: builder.workspace(unpadded.size) } : undefined;
        const { top, left } = border ?? { top: 0, left: 0 };
        emitWinogradGradients(builder, conv, dLdOut.at, into, top, left);
        if (biases && biasesAt) {
          const pixels = rows * columns;
          const [out, values] = [biasesAt.float * 4, dLdOut.at];
          builder.emit(Op.SumRows, { out, values, rows: pixels, f: stored });
        }
        return { at: into?.at ?? 0 };
      }
      const dLdInput = dLdOut.pooled
        ? pooledBackward(builder, conv, dLdOut, dLdOut.pooled, wanted)
        : convBackward(builder, conv, dLdOut, wanted);
      if (!border || !wanted) return dLdInput;
      const { h, w, stored: c, size } = unpadded;
      const cropped = builder.workspace(size);
      const { top, left } = border;
      builder.emit(Op.Crop, {
        out: cropped,
        input: dLdInput.at,
        h,
        w,
        c,
        inH: input.h,
        inW: input.w,
        top,
        left,
      });
      return { at: cropped };
    },
  };
}

/** A 3 x 3 convolution of the image itself and 2 x 2 pooling, which simd/conv-pool.ts does in one pass. */
export function compileConvPool(
  builder: Builder,
  { filters, biases, padding }: Conv,
  unpadded: FeatureMap,
): Lowered | undefined {
  const [f] = filters.shape;
  const border = borderOf(padding, unpadded);
  const input = border ? compilePadding(builder, border, padding?.value ?? 0, unpadded) : unpadded;
  const [rows, columns] = [(input.h - 2) >> 1, (input.w - 2) >> 1];
  if (rows < 1 || columns < 1 || sizeOf(filters.shape) !== f * 9) return undefined;
  const stored = roundUpToFour(f);
  const output = builder.feature(rows, columns, f, stored);
  const places = filterPlaces(filters.shape, 1, 1, stored);
  const at = builder.parameter(filters, places, 9 * stored);
  const biasesAt = biases ? builder.parameter(biases, straightPlaces, stored) : undefined;
  const positions = builder.workspace(output.size);
  const rows4 = builder.workspace(12 * stored, 1);
  const scratch = builder.workspace(4 * (2 * columns + 8) * 9, 1);
  builder.emit(Op.ConvPool, {
    out: output.at,
    positions,
    input: input.at,
    filters: at,
    bias: biasesAt ?? 0,
    size: input.size,
    w: input.w,
    rows,
    columns,
    f: stored,
    rows4,
    scratch,
  });
  const conv = { input, output, filters: at, biases: biasesAt, kh: 3, kw: 3, stride: 1 };
  return {
    output,
    backward: (slope) => {
      pooledFilters(builder, conv, { at: scatterPooledSlope(builder, slope) }, output, positions);
      return { at: 0 };
    },
  };
}

/** @returns undefined where there is nothing to put around */
function borderOf(padding: Conv["padding"], { h, w }: FeatureMap): Border | undefined {
  const border = padding?.border(h, w);
  return border && Object.values(border).some((lines) => lines > 0) ? border : undefined;
}

function compilePadding(
  builder: Builder,
  { top, bottom, left, right }: Border,
  value: number,
  { at, h, w, c, stored }: FeatureMap,
): FeatureMap {
  const padded = builder.feature(h + top + bottom, w + left + right, c, stored);
  builder.emit(Op.Pad, {
    out: padded.at,
    input: at,
    h,
    w,
    c: stored,
    outH: padded.h,
    outW: padded.w,
    top,
    left,
    stride: 1,
  });
  if (value !== 0) builder.fills.push({ feature: padded, value });
  return padded;
}
