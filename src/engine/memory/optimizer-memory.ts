import type { Tensor } from "../../tensor";
import { noMemory, type OptimizerMemory } from "../../training/updater";
import type { Builder } from "../programs/builder";
import { Control } from "../simd/control";
import type { Layout } from "./layout";
import { pack, unpack } from "./parameter";

/**
 * What the optimizer remembers, in the engine's memory: at `velocity` and at `squares` lies a float32 for each one of
 * the parameters that `descend` updates, in the parameters' own order and padding.
 */
export interface MeansPlan {
  readonly parameters: Builder["parameters"];
  /** The tensors in the order of the network's parameters, which is that of an OptimizerMemory. */
  readonly order: readonly Tensor[];
  readonly layout: Layout;
  readonly descended: number;
}

/** Puts what an earlier run remembered into the engine's memory; where there is nothing, zeros. */
export function writeMeans(plan: MeansPlan, memory: OptimizerMemory, floats: Float32Array): void {
  const { layout, order, descended } = plan;
  for (const [at, means] of [
    [layout.fields[Control.Velocity], memory.velocities] as const,
    [layout.fields[Control.Squares], memory.squares] as const,
  ]) {
    if (at === 0) continue;
    floats.fill(0, at / 4, at / 4 + descended);
    for (const { tensor, offset, placeOf } of descendedIn(plan)) {
      const data = means[order.indexOf(tensor)];
      if (data) pack({ tensor: { shape: tensor.shape, data }, offset: at / 4 + offset, placeOf }, floats);
    }
  }
}

/** Copies the engine's means in the engine's order, which is quick: every writeBack does it. */
export function copyMeans({ layout, descended }: MeansPlan, steps: number, floats: Float32Array) {
  const copy = (at: number) => (at === 0 ? undefined : floats.slice(at / 4, at / 4 + descended));
  return { steps, velocity: copy(layout.fields[Control.Velocity]), squares: copy(layout.fields[Control.Squares]) };
}

/** Brings such a copy into the order of the network's parameters. */
export function memoryFrom(plan: MeansPlan, copied: ReturnType<typeof copyMeans>): OptimizerMemory {
  const inOrder = (means: Float32Array | undefined) => {
    if (!means) return noMemory.velocities;
    const found = new Map(descendedIn(plan).map((parameter) => [parameter.tensor, parameter]));
    return plan.order.map((tensor) => {
      const values = new Float64Array(tensor.data.length);
      const parameter = found.get(tensor);
      if (parameter) unpack(parameter, means, values);
      return values;
    });
  };
  return { steps: copied.steps, velocities: inOrder(copied.velocity), squares: inOrder(copied.squares) };
}

function descendedIn({ parameters }: MeansPlan) {
  return parameters.filter(({ region }) => region === "descended").map(({ parameter }) => parameter);
}
