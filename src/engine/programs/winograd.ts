import { Op } from "../simd/op";
import type { Builder, FeatureMap } from "./builder";
import type { Geometry } from "./emit-conv";
import type { Place } from "./entries";

/** Products for each place under the window below which tiles cost as much time as they save. */
const leastProducts = 2048;

/** Whether Winograd's algorithm has less to do than the sum as it stands: see simd/winograd-tiles.ts. */
export function winogradPays({ input, output, kh, kw, stride }: Geometry): boolean {
  const products = input.stored * output.stored * output.h * output.w;
  const wide = input.stored >= 8 && output.stored >= 8 && products >= leastProducts;
  return kh === 3 && kw === 3 && stride === 1 && wide;
}

const planeFloats = (count: number) => count + 16;

/** How many images' tiles are multiplied together: so many that few rows of a product are padding. */
function sharesOf(builder: Builder, rows: number, columns: number, c: number, f: number, gathered = 0) {
  const tiles = Math.ceil(rows / 4) * Math.ceil(columns / 4);
  const together = Math.max(1, Math.min(builder.block, Math.floor(32 / tiles)));
  const planes = planeFloats(together * tiles * c) + planeFloats(together * tiles * f);
  return { tiles, together, scratch: builder.scratch(144 + 36 * (planes + gathered)) };
}

/** Space for transformed filters, brought up to date before every step. */
function transformed(builder: Builder, filters: Place, c: number, f: number): Place {
  const u = builder.region("derived", 36 * planeFloats(c * f));
  const scratch = builder.region("derived", 72);
  builder.emitDerive(Op.WinogradFilters, { u, filters, c, f, scratch });
  return u;
}

/** Emits a convolution by 3 x 3 filters, stride 1: input (h, w, c) -> output (h - 2, w - 2, f). */
export function emitWinograd(builder: Builder, { input, output, filters, biases }: Geometry): void {
  const [c, f] = [input.stored, output.stored];
  const { together, scratch } = sharesOf(builder, output.h, output.w, c, f);
  const u = transformed(builder, filters, c, f);
  builder.emit(Op.Winograd, {
    out: output.at,
    input: input.at,
    filters: u,
    bias: biases ?? 0,
    h: input.h,
    w: input.w,
    c,
    f,
    offsets: builder.table(c, (t) => 4 * t),
    scratch,
    together,
  });
}

/**
 * @param into  where ∂L/∂input goes, of which (top, left) of the padded input is the first; undefined where it is
 *              not wanted
 */
export function emitWinogradGradients(
  builder: Builder,
  { input, output, filters }: Geometry,
  dLdOut: number,
  into: FeatureMap | undefined,
  top: number,
  left: number,
): void {
  const [c, f] = [input.stored, output.stored];
  const { tiles, together, scratch } = sharesOf(builder, output.h, output.w, c, f, planeFloats(c * f));
  const byFilter = into && swapped(builder, filters, c, f);
  builder.emit(Op.WinogradGradients, {
    dFilters: filters.float * 4,
    dInput: into?.at ?? -1,
    input: input.at,
    dOut: dLdOut,
    byFilter: byFilter ?? 0,
    h: input.h,
    w: input.w,
    c,
    f,
    inH: into?.h ?? 0,
    inW: into?.w ?? 0,
    top,
    left,
    scratch,
    together,
    tileOffsets: builder.table(tiles * together, (t) => 4 * c * t),
    filterOffsets: builder.table(f, (t) => 4 * t),
  });
}

function swapped(builder: Builder, filters: Place, c: number, f: number): Place {
  const swapped = builder.region("derived", 9 * c * f);
  builder.emitDerive(Op.SwapFilters, { swapped, filters, c, f, taps: 9 });
  return transformed(builder, swapped, f, c);
}
