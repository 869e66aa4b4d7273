import type { Augmentation } from "../../data/augment";
import type { Tensor } from "../../tensor";
import { type Optimizer, sgd } from "../../training/optimizers";
import { memoryOf, type OptimizerMemory } from "../../training/updater";
import { resolveAddresses } from "../programs/builder";
import type { Programs } from "../programs/compile";
import type { Entry, Place } from "../programs/entries";
import { Control, controlBytes, moveBytes } from "../simd/control";
import { entryWords } from "../simd/op";

/** How a run lays out its memory and its work. */
export interface RunPlan {
  readonly batchSize: number;
  readonly imageBytes: number;
  readonly threads: number;
  /** Default sgd(). */
  readonly optimizer?: Optimizer;
  readonly augment?: Augmentation | undefined;
  readonly seed?: number;
  readonly imagesBefore?: number;
  /** What the optimizer remembers of an earlier run, and the network's parameters in the order of that. */
  readonly memory?: OptimizerMemory;
  readonly order?: readonly Tensor[];
  /** Parts of a batch, and as many parts of the parameters: what threads claim. */
  readonly chunks: number;
  /** How many steps can be brought to memory at once. Default 1. */
  readonly steps?: number;
}

/** The addresses of everything in a run's memory, in bytes. */
export interface Layout {
  readonly bytes: number;
  /** The address of the first step's control block; those of the others follow, `controlBytes` apart. */
  readonly control: number;
  /**
   * The first control block's words: the address of each part of the memory (0 if the part is not needed), and the
   * run's sizes.
   */
  readonly fields: Uint32Array;
  /** What is added to words of a control block for the next step's: where its images are, and what it gives. */
  readonly strides: ReadonlyMap<Control, number>;
  addressOf(place: Place): number;
  /** What does not change: programs and tables. */
  readonly constants: readonly { readonly at: number; readonly words: Int32Array }[];
}

/**
 * Lays out memory from `start` on. Everything begins on a cache line of its own, so that threads do not disturb each
 * other.
 */
export function layOut({ builder, predict, train, classes }: Programs, plan: RunPlan, start: number): Layout {
  const { descended, selfUpdating, derived, tables } = builder.floats;
  const { velocities, squares } = memoryOf(plan.optimizer ?? sgd());
  const { batchSize, chunks, imageBytes, steps = 1 } = plan;
  const staged = Math.max(batchSize * steps, builder.block);
  const gradientBytes = roundUpToLine(4 * descended);
  const programs: readonly (readonly [Control, readonly Entry[]])[] = [
    [Control.DeriveProgram, builder.deriveEntries],
    [Control.TrainProgram, train],
    [Control.PredictProgram, predict],
  ];
  const parts: readonly (readonly [field: Control, bytes: number])[] = [
    [Control.Parameters, 4 * (descended + selfUpdating + derived + tables)],
    [Control.Velocity, velocities ? 4 * descended : 0],
    [Control.Squares, squares ? 4 * descended : 0],
    [Control.Gradients, gradientBytes * chunks],
    [Control.Results, Math.max(16 * chunks * steps, 8 * classes * staged)],
    [Control.Labels, 2 * staged],
    [Control.Seeds, 4 * staged],
    [Control.Moves, plan.augment ? moveBytes * staged : 0],
    [Control.Bytes, imageBytes * staged],
    [Control.Workspace, builder.workspaceBytes * plan.threads],
    ...programs.map(([field, { length }]) => [field, 4 * entryWords * (length + 1)] as const),
  ];
  const fields = new Uint32Array(Control.Size); // addresses go up to 4 GB
  const control = Math.ceil(start / 64) * 64;
  let end = control + controlBytes * steps;
  for (const [field, bytes] of parts.filter(([, needed]) => needed > 0)) {
    fields[field] = end;
    end += roundUpToLine(bytes);
  }
  fields[Control.Chunks] = chunks;
  fields[Control.Block] = builder.block;
  fields[Control.WorkspaceBytes] = builder.workspaceBytes;
  fields[Control.GradientBytes] = gradientBytes;
  fields[Control.ParameterCount] = descended;
  fields[Control.ImageBytes] = imageBytes;
  fields[Control.AnswerBytes] = 8 * classes;

  const regions = {
    descended: 0,
    selfUpdating: descended,
    derived: descended + selfUpdating,
    tables: descended + selfUpdating + derived,
  };
  const addressOf = ({ region, float }: Place) => fields[Control.Parameters] + 4 * (regions[region] + float);
  return {
    bytes: end,
    control,
    fields,
    strides: new Map([
      [Control.Results, 16 * chunks],
      [Control.Labels, 2 * batchSize],
      [Control.Seeds, 4 * batchSize],
      [Control.Moves, plan.augment ? moveBytes * batchSize : 0],
      [Control.Bytes, imageBytes * batchSize],
    ]),
    addressOf,
    constants: [
      ...builder.tables.map(({ place, values }) => ({ at: addressOf(place), words: values })),
      ...programs.map(([field, entries]) => ({ at: fields[field], words: resolveAddresses(entries, addressOf) })),
    ],
  };
}

/** @returns the room for `bytes` bytes and at least one cache line behind them that nobody writes: simd reads beyond */
function roundUpToLine(bytes: number): number {
  return Math.ceil((bytes + 64) / 64) * 64;
}
