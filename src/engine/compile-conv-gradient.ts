import type { Builder } from "./builder";
import type { Derive, Pooling, Slope } from "./compiled";
import { emitConv, type Geometry } from "./emit-conv";
import { Op } from "./kernels/op";
import { fours } from "./parameter";

// A convolution's gradients. The input's is made in one of three ways, whichever has the least to do.

/**
 *   ∂L/∂filters[di, dj, c, f] = Σ_{i, j} dLdOut[i, j, f] · input[i · stride + di, j · stride + dj, c]
 *   ∂L/∂input                 = dLdOut, spread by the stride and padded, under the filters turned by 180 degrees
 */
export function convBackward(
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
export function pooledBackward(
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
