import { join } from "node:path";
import type { StartOptions } from "../../../test/helpers/kernel/client";
import { contenders } from "../contenders";

/** The names under which kernels stand in the table. */
export type KernelName = "this kernel" | "plain tslab" | "Deno" | "ipykernel";

/** A kernel to compare. */
export interface ComparedKernel {
  readonly name: KernelName;
  readonly language: "typescript" | "python";
  readonly versions: string;
  /** How it is started in a folder. */
  start(folder: string): StartOptions;
}

/** The kernels that are installed, in the table's order. */
export function comparedKernels(root: string): ComparedKernel[] {
  const measured = contenders(root).map(({ name, versions, start }) => ({
    name: name as KernelName,
    language: name === "ipykernel" ? ("python" as const) : ("typescript" as const),
    versions,
    // Deno's kernelspec asks for the signal, but Deno hears the message alone.
    start: (folder: string) => ({ ...start(folder), stopsBySignal: name === "ipykernel" }),
  }));
  const { version } = require(join(root, "node_modules/tslab/package.json"));
  const tslab: ComparedKernel = {
    name: "plain tslab",
    language: "typescript",
    versions: `tslab ${version}`,
    start: (folder) => ({ plainTslab: true, folder }),
  };
  const [ours, ...others] = measured;
  return ours ? [ours, tslab, ...others] : [];
}
