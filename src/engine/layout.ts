import type { Augmentation } from "../data/augment";
import { type Optimizer, sgd } from "../training/optimizers";
import type { Place } from "./builder";
import { link } from "./builder";
import type { CompiledNetwork } from "./compile";
import { Field } from "./kernels/field";
import { memoryOf } from "./optimizer-steps";

/** How a run shares out its memory and its work. */
export interface Shares {
  readonly batchSize: number;
  readonly imageBytes: number;
  readonly threads: number;
  /** Default sgd(). */
  readonly optimizer?: Optimizer;
  readonly augment?: Augmentation | undefined;
  readonly seed?: number;
  /** Parts of a batch, and parts of the parameters: what threads claim. */
  readonly chunks: number;
  readonly slices: number;
}

/** Addresses in bytes of everything in a run's memory. */
export interface Layout {
  readonly bytes: number;
  readonly control: number;
  readonly images: number;
  readonly labels: number;
  readonly seeds: number;
  readonly results: number;
  readonly predictProgram: number;
  readonly parameters: number;
  /** What the optimizer remembers of earlier steps: 0 where it does not. */
  readonly velocity: number;
  readonly squares: number;
  readonly workspace: number;
  readonly workspaceBytes: number;
  addressOf(place: Place): number;
  /** The control block's words, to be copied to `control`. */
  readonly fields: Int32Array;
  /** What does not change: programs and tables. */
  readonly constants: readonly { readonly at: number; readonly words: Int32Array }[];
}

/** Lays out memory from `start` on. Everything begins on a cache line of its own, so that threads do not disturb each other. */
export function layOut(
  { builder, predict, train, classes }: CompiledNetwork,
  shares: Shares,
  start: number,
): Layout {
  let end = Math.ceil(start / 64) * 64;
  const reserve = (bytes: number) => {
    const at = end;
    end += Math.ceil((bytes + 64) / 64) * 64;
    return at;
  };
  const { descended, stepped, derived, tables } = builder.floats;
  const staged = Math.max(shares.batchSize, builder.block);
  const control = reserve(Field.Size * 4);
  const parameters = reserve(4 * (descended + stepped + derived + tables));
  const { velocities, squared } = memoryOf(shares.optimizer ?? sgd());
  const velocity = velocities ? reserve(4 * descended) : 0;
  const squares = squared ? reserve(4 * descended) : 0;
  const gradientBytes = Math.ceil((4 * descended + 64) / 64) * 64;
  const gradients = reserve(gradientBytes * shares.chunks);
  const results = reserve(Math.max(16 * shares.chunks, 8 * classes * builder.block));
  const labels = reserve(staged);
  const seeds = reserve(4 * staged);
  const images = reserve(staged * shares.imageBytes);
  const workspaceBytes = builder.workspaceBytes;
  const workspace = reserve(workspaceBytes * shares.threads);

  const regions = {
    ...{ descended: 0, stepped: descended, derived: descended + stepped },
    tables: descended + stepped + derived,
  };
  const addressOf = ({ region, float }: Place) => parameters + 4 * (regions[region] + float);
  const [trainWords, predictWords] = [link(train, addressOf), link(predict, addressOf)];
  const trainProgram = reserve(trainWords.byteLength);
  const predictProgram = reserve(predictWords.byteLength);

  const fields = new Int32Array(Field.Size);
  fields[Field.Program] = trainProgram;
  fields[Field.Chunks] = shares.chunks;
  fields[Field.Slices] = shares.slices;
  fields[Field.Block] = builder.block;
  fields[Field.Workspace] = workspace;
  fields[Field.WorkspaceBytes] = workspaceBytes;
  fields[Field.Gradients] = gradients;
  fields[Field.GradientBytes] = gradientBytes;
  fields[Field.Parameters] = parameters;
  fields[Field.Velocity] = velocity;
  fields[Field.Squares] = squares;
  fields[Field.ParameterCount] = descended;
  fields[Field.Bytes] = images;
  fields[Field.ImageBytes] = shares.imageBytes;
  fields[Field.Labels] = labels;
  fields[Field.Seeds] = seeds;
  fields[Field.Results] = results;
  return {
    bytes: end,
    ...{ control, images, labels, seeds, results, predictProgram, parameters, velocity, squares },
    ...{ workspace, workspaceBytes, addressOf, fields },
    constants: [
      ...builder.tables.map(({ place, values }) => ({ at: addressOf(place), words: values })),
      { at: trainProgram, words: trainWords },
      { at: predictProgram, words: predictWords },
    ],
  };
}
