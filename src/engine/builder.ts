import type { Tensor } from "../tensor";
import { Op } from "./kernels/op";
import type { Parameter } from "./parameter";

/** 32-bit words of an entry of a program; kernels/run.ts reads them. */
export const entryWords = 20;

/** Where something lies that is not in a thread's workspace: `float32` from the beginning of a region. */
export interface Place {
  readonly region: "descended" | "stepped" | "derived" | "tables";
  readonly float: number;
}

type Operand = number | Place;

/** One layer's feature maps, or inputs, of a block of images, in the workspace. */
export interface Feature {
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
  readonly feature: Feature;
  readonly value: number;
}

/**
 * Collects what a network is compiled to: entries of the program, and who needs how much memory.
 * Four regions hold what all threads share: parameters that `descend` updates, parameters that a layer's own kernel
 * updates, copies of parameters in another order, and tables of distances.
 */
export class Builder {
  readonly entries: Operand[][] = [];
  readonly parameters: { parameter: Parameter; region: Place["region"] }[] = [];
  readonly floats = { descended: 0, stepped: 0, derived: 0, tables: 0 };
  readonly fills: Fill[] = [];
  readonly tables: { readonly place: Place; readonly values: Int32Array }[] = [];
  workspaceBytes = 0;

  /** @param block  images that a workspace holds */
  constructor(readonly block: number) {}

  emit(op: Op, ...operands: Operand[]): void {
    this.entries.push([op, ...operands]);
  }

  /** Memory in the workspace for `floats` values of each image. Kernels may read a little beyond. */
  workspace(floats: number, images = this.block): number {
    const at = this.workspaceBytes;
    this.workspaceBytes += Math.ceil((floats * images * 4 + 64) / 64) * 64;
    return at;
  }

  feature(h: number, w: number, c: number, stored: number, size = h * w * stored): Feature {
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
    region: "descended" | "stepped" = "descended",
  ): Place {
    const place = this.region(region, floats);
    this.parameters.push({ parameter: { tensor, offset: place.float, placeOf }, region });
    return place;
  }
}

/** Entries as the kernels read them, each place turned into an address. */
export function link(
  entries: readonly Operand[][],
  addressOf: (place: Place) => number,
): Int32Array {
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
