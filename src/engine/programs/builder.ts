import type { Tensor } from "../../tensor";
import type { Parameter } from "../memory/parameter";
import { entryWords, Op } from "../simd/op";
import { type Entry, entryOf, type KnownOp, type Operands, type Place } from "./entries";

/** One layer's feature maps, or inputs, of a block of images, in the workspace. */
export interface FeatureMap {
  /** Bytes from the beginning of the workspace. */
  readonly at: number;
  readonly h: number;
  readonly w: number;
  readonly c: number;
  /** Values stored for a pixel: c, or c rounded up to a multiple of 4 by values that are 0. */
  readonly stored: number;
  /** float32 from one image to the next. */
  readonly size: number;
}

/** Padding to write once: value `value` in all `c` channels of a feature. */
export interface Fill {
  readonly feature: FeatureMap;
  readonly value: number;
}

/**
 * Collects what a network is compiled to: entries of the program, and who needs how much memory.
 * Four regions hold what all threads share: parameters that `descend` updates, parameters that a layer's own entry
 * updates, copies of parameters in another order, and tables of distances.
 */
export class Builder {
  readonly entries: Entry[] = [];
  /** What a step begins with: it brings copies of parameters in another order up to date. */
  readonly deriveEntries: Entry[] = [];
  readonly parameters: { parameter: Parameter; region: Place["region"] }[] = [];
  readonly floats = { descended: 0, selfUpdating: 0, derived: 0, tables: 0 };
  readonly fills: Fill[] = [];
  readonly tables: { readonly place: Place; readonly values: Int32Array }[] = [];
  workspaceBytes = 0;
  /** How much scratch memory the neediest entry takes, in float32. */
  mostScratch = 0;
  private readonly scratchAt: number;

  /**
   * @param block  images that a workspace holds
   * @param scratch  float32 for entries to use one after the other
   */
  constructor(
    readonly block: number,
    scratch = 0,
  ) {
    this.scratchAt = this.workspace(scratch, 1);
  }

  scratch(floats: number): number {
    this.mostScratch = Math.max(this.mostScratch, floats);
    return this.scratchAt;
  }

  emit<O extends KnownOp>(op: O, operands: Operands<O>): void {
    this.entries.push(entryOf(op, operands));
  }

  emitDerive<O extends KnownOp>(op: O, operands: Operands<O>): void {
    this.deriveEntries.push(entryOf(op, operands));
  }

  /** Memory in the workspace for `floats` values of each image. Simd may read a little beyond. */
  workspace(floats: number, images = this.block): number {
    const at = this.workspaceBytes;
    this.workspaceBytes += Math.ceil((floats * images * 4 + 64) / 64) * 64;
    return at;
  }

  feature(h: number, w: number, c: number, stored: number, size = h * w * stored): FeatureMap {
    return { at: this.workspace(size), h, w, c, stored, size };
  }

  region(region: Place["region"], floats: number): Place {
    const float = this.floats[region];
    this.floats[region] += Math.ceil(floats / 4) * 4;
    return { region, float };
  }

  /** A table of 32-bit integers, value k of them given by `value`. */
  table(length: number, value: (k: number) => number): Place {
    const place = this.region("tables", length);
    this.tables.push({ place, values: Int32Array.from({ length }, (_, k) => value(k)) });
    return place;
  }

  parameter(
    tensor: Tensor,
    placeOf: Parameter["placeOf"],
    floats: number,
    region: "descended" | "selfUpdating" = "descended",
  ): Place {
    const place = this.region(region, floats);
    this.parameters.push({ parameter: { tensor, offset: place.float, placeOf }, region });
    return place;
  }
}

/** Entries as simd/run.ts reads them, each place turned into an address. */
export function resolveAddresses(entries: readonly Entry[], addressOf: (place: Place) => number): Int32Array {
  const words = new Int32Array((entries.length + 1) * entryWords);
  entries.forEach((entry, k) => {
    words.set(
      entry.map((operand) => (typeof operand === "number" ? operand : addressOf(operand))),
      k * entryWords,
    );
  });
  words[entries.length * entryWords] = Op.End;
  return words;
}
