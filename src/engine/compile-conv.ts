import type { Border } from "../layers/padding";
import { sizeOf } from "../tensor";
import type { Builder, Feature } from "./builder";
import { convBackward, pooledBackward } from "./compile-conv-gradient";
import type { Compiled, Derive } from "./compiled";
import { emitConv } from "./emit-conv";
import { Op } from "./kernels/op";
import { filterPlaces, fours, straightPlaces } from "./parameter";
import type { Conv } from "./step";

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
        : convBackward(builder, derive, conv, dLdOut, wanted);
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
