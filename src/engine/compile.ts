import { Builder, type Feature } from "./builder";
import { compileConv } from "./compile-conv";
import { compileDense } from "./compile-dense";
import { type Compiled, type Derive, densely, type Slope } from "./compiled";
import { Op } from "./kernels/op";
import { fours } from "./parameter";
import type { Dropout, Step } from "./step";

export interface CompileOptions {
  /** Images that are run together. */
  readonly block: number;
  /** Whether dense layers update their own weights: they can where a batch is one image and a step is the gradient and no more. */
  readonly stepDense: boolean;
}

/** Programs, and what they need. */
export interface CompiledNetwork {
  readonly builder: Builder;
  readonly predict: Builder["entries"];
  readonly train: Builder["entries"];
  readonly derive: readonly Derive[];
  readonly classes: number;
}

/**
 * Compiles steps to programs: lists of kernel calls over addresses.
 *
 * @param imageShape  (h, w)
 * @returns undefined where the steps do not fit together or are in an order that the engine does not know
 */
export function compile(
  steps: readonly Step[],
  [h, w]: readonly [number, number],
  { block, stepDense }: CompileOptions,
): CompiledNetwork | undefined {
  const builder = new Builder(block);
  const derive: Derive[] = [];
  const first = steps[0]?.kind;
  if (first !== "conv" && first !== "dense") return undefined;
  const inputs = first === "dense" ? fours(h * w) : h * w;
  let feature = builder.feature(h, w, 1, 1, inputs);
  builder.emit(Op.Load, feature.at, h * w, inputs);

  const compiled: Compiled[] = [];
  for (const step of poolingFirst(steps).slice(0, -1)) {
    const next = compileStep(builder, derive, step, feature, stepDense);
    if (!next) return undefined;
    compiled.push(next);
    feature = next.output;
  }
  if (steps[steps.length - 1].kind !== "softmax" || feature.h * feature.w !== 1) return undefined;

  const { at, c: classes, stored } = feature;
  const predict = [...builder.entries, [Op.Softmax, at, 0, classes, stored]];
  const dLdTotals = builder.workspace(stored);
  const scratch = builder.workspace(2 * classes, 1);
  builder.emit(Op.SoftmaxLoss, dLdTotals, at, classes, stored, scratch);
  compiled.reduceRight<Slope>((slope, { backward }, k) => backward(slope, k > 0), {
    at: dLdTotals,
  });
  return { builder, predict, train: builder.entries, derive, classes };
}

function compileStep(
  builder: Builder,
  derive: Derive[],
  step: Step,
  input: Feature,
  stepDense: boolean,
): Compiled | undefined {
  if (step.kind === "conv") return compileConv(builder, derive, step, input);
  if (step.kind === "dense") return compileDense(builder, step, input, stepDense);
  if (input.stored % 4 !== 0) return undefined;
  if (step.kind === "pool") return compilePool(builder, step.size, input);
  if (step.kind === "relu") return compileRelu(builder, input);
  if (step.kind === "dropout") return compileDropout(builder, step, input);
  return undefined; // softmax before the end
}

/** Relu and max pooling can change places, first maxima included; behind pooling, relu has a quarter of the values or less. */
function poolingFirst(steps: readonly Step[]): Step[] {
  const ordered = [...steps];
  for (let k = 0; k + 1 < ordered.length; k++) {
    const [step, next] = [ordered[k], ordered[k + 1]];
    if (step.kind === "relu" && next.kind === "pool") ordered.splice(k, 2, next, step);
  }
  return ordered;
}

function compilePool(builder: Builder, size: number, input: Feature): Compiled | undefined {
  const [rows, columns] = [Math.floor(input.h / size), Math.floor(input.w / size)];
  if (rows < 1 || columns < 1) return undefined;
  const output = builder.feature(rows, columns, input.c, input.stored);
  builder.emit(Op.Pool, output.at, input.at, input.h, input.w, input.stored, size);
  return {
    output,
    backward: (slope) => ({ at: densely(builder, slope), pooled: { input, output, size } }),
  };
}

/** In place: the values before it are of no further use. Where the slopes are those of maxima, the maxima tell which are 0. */
function compileRelu(builder: Builder, input: Feature): Compiled {
  builder.emit(Op.Relu, input.at, input.size);
  return {
    output: input,
    backward: (slope) => {
      const output = slope.pooled?.output ?? input;
      builder.emit(Op.ReluGradient, slope.at, output.at, output.size);
      return slope;
    },
  };
}

/** Beside its input, not in place: max pooling before it needs its maxima. */
function compileDropout(builder: Builder, { rate, layer }: Dropout, input: Feature): Compiled {
  const { h, w, c, stored, size } = input;
  const output = builder.feature(h, w, c, stored, size);
  const factors = builder.workspace(size);
  const positions = builder.table(size, (k) => Math.floor(k / stored) * c + (k % stored));
  const last = (Math.ceil(rate * 2 ** 32) - 1) | 0; // below rate · 2^32: up to this one, read as unsigned
  const kept = new Int32Array(Float32Array.of(1 / (1 - rate)).buffer)[0];
  builder.emit(Op.Dropout, ...[output.at, input.at, factors, positions, size, layer, last, kept]);
  return {
    output,
    backward: (slope) => {
      const at = densely(builder, slope);
      builder.emit(Op.DropoutGradient, at, factors, size);
      return { at };
    },
  };
}
