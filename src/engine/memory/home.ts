import type { Programs } from "../programs/compile";
import { type Layout, layOut, type RunPlan } from "./layout";
import { allocate, instantiate, type SharedMemory, type Simd, simdHeap } from "./simd-module";

/** Where an engine lives: in memory of its own, or in memory that several share. */
export interface Home {
  readonly memory: SharedMemory;
  readonly simd: Simd;
  readonly layout: Layout;
}

/** @throws {RangeError} if there is not enough memory */
export function homeOf(network: Programs, plan: RunPlan): Home {
  const layout = layOut(network, plan, simdHeap());
  const memory = allocate(layout.bytes);
  return { memory, simd: instantiate(memory), layout };
}
