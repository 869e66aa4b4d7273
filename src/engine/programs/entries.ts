import { Op } from "../simd/op";

/**
 * How an operand is counted: "x" in bytes from a thread's workspace, "g" from a chunk's gradient, "p" an address that
 * all share, "i" a number.
 */
export type OperandKind = "x" | "g" | "p" | "i";

const [x, g, p, i] = ["x", "g", "p", "i"] as const;

/**
 * The operands of every operation, in the order in which simd/run.ts reads them: the two tables face each other line by
 * line, and a test compares them. What an operand means stands at the function of the same name.
 */
// biome-ignore format: one line an operation, as in simd/run.ts, where it fits
export const operandKinds = {
  [Op.Load]: { out: x, h: i, w: i, c: i, stored: i, moved: x, frame: x },
  [Op.Pad]: { out: x, input: x, h: i, w: i, c: i, outH: i, outW: i, top: i, left: i, stride: i },
  [Op.Crop]: { out: x, input: x, h: i, w: i, c: i, inH: i, inW: i, top: i, left: i },
  [Op.Conv]: {
    out: x, input: x, filters: p, bias: p, h: i, w: i, c: i, rows: i, columns: i, f: i, taps: i, stride: i,
    tapOffsets: p,
  },
  [Op.ConvPool]: {
    out: x, positions: x, input: x, filters: p, bias: p, size: i, w: i, rows: i, columns: i, f: i, rows4: x,
    scratch: x,
  },
  [Op.Winograd]: { out: x, input: x, filters: p, bias: p, h: i, w: i, c: i, f: i, offsets: p, scratch: x, together: i },
  [Op.WinogradGradients]: {
    dFilters: g, dInput: x, input: x, dOut: x, byFilter: p, h: i, w: i, c: i, f: i, inH: i, inW: i, top: i, left: i,
    tileOffsets: p, filterOffsets: p, scratch: x, together: i,
  },
  [Op.TurnFilters]: { turned: p, filters: p, c: i, f: i, kh: i, kw: i },
  [Op.SwapFilters]: { swapped: p, filters: p, c: i, f: i, taps: i },
  [Op.WinogradFilters]: { u: p, filters: p, c: i, f: i, scratch: p },
  [Op.FiltersByFilter]: { byFilter: p, filters: p, f: i, kh: i, run: i },
  [Op.FilterGradient]: {
    dFilters: g, input: x, dOut: x, h: i, w: i, c: i, pixels: i, f: i, kh: i, kw: i, pixelOffsets: p, together: i,
  },
  [Op.ColumnGradient]: {
    dInput: x, dOut: x, byFilter: p, columns: x, h: i, w: i, c: i, rows: i, cols: i, f: i, kh: i, kw: i, stride: i,
    offsets: p, together: i,
  },
  [Op.Pool]: { out: x, input: x, h: i, w: i, f: i, size: i },
  [Op.Positions]: {
    positions: x, input: x, out: x, h: i, w: i, f: i, size: i, rowBytes: i, columnBytes: i, laneBytes: i,
  },
  [Op.PoolGradient]: { dInput: x, dOut: x, positions: x, count: i, bytes: i },
  [Op.PooledFilterGradient]: {
    dFilters: g, input: x, dPooled: x, positions: x, gathered: x, windows: i, f: i, kh: i, used: i, run: i, row: i,
    imageBytes: i, scratch: x,
  },
  [Op.PooledInputGradient]: {
    dInput: x, scratch: x, dPooled: x, positions: x, byFilter: p, windows: i, f: i, kh: i, run: i, h: i, row: i,
  },
  [Op.Relu]: { values: x, count: i },
  [Op.ReluGradient]: { slopes: x, output: x, count: i },
  [Op.Dense]: { out: x, input: x, weights: p, bias: p, x: i, groups: i, stored: i },
  [Op.DenseGradients]: { dWeights: g, dInput: x, weights: p, input: x, dOut: x, x: i, groups: i, stored: i },
  [Op.DenseStep]: { dInput: x, weights: p, input: x, dOut: x, x: i, groups: i },
  [Op.Softmax]: { totals: x, classes: i, stored: i },
  [Op.SoftmaxLoss]: { dTotals: x, totals: x, classes: i, stored: i, scratch: x },
  [Op.SumRows]: { out: g, values: x, rows: i, f: i },
  [Op.Dropout]: { out: x, input: x, factors: x, positions: p, count: i, layer: i, last: i, kept: i },
  [Op.DropoutGradient]: { slopes: x, factors: x, count: i },
} as const satisfies Record<Exclude<Op, Op.End>, Record<string, OperandKind>>;

/** A place outside of the workspaces: `float` float32 from the beginning of a region that all threads share. */
export interface Place {
  readonly region: "descended" | "selfUpdating" | "derived" | "tables";
  readonly float: number;
}

/** The operations of programs, without the one that ends a program. */
export type KnownOp = keyof typeof operandKinds;
/** A number, or a place whose address is known when memory has been laid out. */
export type Operand = number | Place;

/** The operands of one operation by name. */
export type Operands<O extends KnownOp> = {
  readonly [name in keyof (typeof operandKinds)[O]]: (typeof operandKinds)[O][name] extends "p" | "g"
    ? Operand
    : number;
};

/** One call of a program: an operation, then its operands in their order. */
export type Entry = readonly [op: KnownOp, ...operands: Operand[]];

/** @returns the operands in the order in which they are read */
export function entryOf<O extends KnownOp>(op: O, operands: Operands<O>): Entry {
  const names = Object.keys(operandKinds[op]) as (keyof Operands<O>)[];
  return [op, ...names.map((name) => operands[name] as Operand)];
}
