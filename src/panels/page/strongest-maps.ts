import type { Tensor } from "../../tensor";
import { gridOf } from "../grid";
import type { Origin } from "../origin";
import { mostTerms } from "./origin-view";

/** The maps that give most to a number. */
export function strongestMaps(origin: Origin, input: Tensor): { f: number; sum: number }[] {
  if (!("terms" in origin)) return [];
  const grid = gridOf(input.shape);
  const sums = new Array<number>(grid.c).fill(0);
  for (const { parts, sum } of origin.terms) {
    const at = parts.find((part) => part.at !== undefined)?.at;
    if (at !== undefined) sums[at % grid.c] += sum;
  }
  const sorted = sums.map((sum, f) => ({ f, sum })).sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum));
  return grid.c > 1 ? sorted.slice(0, mostTerms) : [];
}
