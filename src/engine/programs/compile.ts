import type { ImageShape } from "../../data/dataset";
import { roundUpToFour } from "../memory/parameter";
import { Op } from "../simd/op";
import type { Conv, Dropout, Stage } from "../stage";
import { Builder, type FeatureMap } from "./builder";
import { compileConv, compileConvPool } from "./conv";
import { compileDense } from "./dense";
import { entryOf } from "./entries";
import { type Lowered, type Slope, scatterPooledSlope } from "./slopes";

/** How a network is compiled. */
export interface CompileOptions {
  /** Images that are run together. */
  readonly block: number;
  /**
   * Whether dense layers update their own weights: they can where a batch is one image and a step is the gradient and
   * no more.
   */
  readonly selfUpdatingDense: boolean;
}

/** Programs, and what they need. */
export interface Programs {
  readonly builder: Builder;
  readonly predict: Builder["entries"];
  readonly train: Builder["entries"];
  readonly classes: number;
}

/**
 * Compiles stages to programs: lists of calls over addresses.
 *
 * @returns undefined where the stages do not fit together or are in an order that the engine does not know
 */
export function compile(
  stages: readonly Stage[],
  imageShape: ImageShape,
  options: CompileOptions,
): Programs | undefined {
  const scratch = compileWith(0, stages, imageShape, options)?.builder.mostScratch;
  return scratch === undefined ? undefined : compileWith(scratch, stages, imageShape, options);
}

function compileWith(
  scratch: number,
  stages: readonly Stage[],
  [h, w, channels = 1]: ImageShape,
  { block, selfUpdatingDense }: CompileOptions,
): Programs | undefined {
  const builder = new Builder(block, scratch);
  const first = stages[0]?.kind;
  if (first !== "conv" && first !== "dense") return undefined;
  const inputs = first === "dense" ? roundUpToFour(h * w * channels) : h * w * channels;
  let feature = builder.feature(h, w, channels, channels, inputs);
  const moved = builder.workspace((h * w * channels) / 4, 1);
  const frame = builder.workspace(((h + 2) * (w + 2) * channels) / 4, 1);
  const out = feature.at;
  builder.emit(Op.Load, { out, h, w, c: channels, stored: inputs, moved, frame });

  const compiled: Lowered[] = [];
  const ordered = poolingFirst(stages).slice(0, -1);
  for (let k = 0; k < ordered.length; k++) {
    const stage = ordered[k];
    const fused = fuses(stage, ordered[k + 1], feature) && compileConvPool(builder, stage, feature);
    if (fused) k++;
    const next = fused || compileStage(builder, stage, feature, selfUpdatingDense);
    if (!next) return undefined;
    compiled.push(next);
    feature = next.output;
  }
  if (stages[stages.length - 1].kind !== "softmax" || feature.h * feature.w !== 1) return undefined;

  const { at, c: classes, stored } = feature;
  const probabilities = entryOf(Op.Softmax, { totals: at, classes, stored });
  const predict = [...builder.entries, probabilities];
  const dLdTotals = builder.workspace(stored);
  const exponentials = builder.workspace(2 * classes, 1);
  builder.emit(Op.SoftmaxLoss, {
    dTotals: dLdTotals,
    totals: at,
    classes,
    stored,
    scratch: exponentials,
  });
  compiled.reduceRight<Slope>((slope, { backward }, k) => backward(slope, k > 0), {
    at: dLdTotals,
  });
  return { builder, predict, train: builder.entries, classes };
}

function fuses(stage: Stage, next: Stage | undefined, input: FeatureMap): stage is Conv {
  if (stage.kind !== "conv" || next?.kind !== "pool" || next.size !== 2) return false;
  const [, kh, kw] = stage.filters.shape;
  return kh === 3 && kw === 3 && stage.stride === 1 && input.stored === 1;
}

function compileStage(
  builder: Builder,
  stage: Stage,
  input: FeatureMap,
  selfUpdatingDense: boolean,
): Lowered | undefined {
  if (stage.kind === "conv") return compileConv(builder, stage, input);
  if (stage.kind === "dense") return compileDense(builder, stage, input, selfUpdatingDense);
  if (input.stored % 4 !== 0) return undefined;
  if (stage.kind === "pool") return compilePool(builder, stage.size, input);
  if (stage.kind === "relu") return compileRelu(builder, input);
  if (stage.kind === "dropout") return compileDropout(builder, stage, input);
  return undefined; // softmax before the end
}

/**
 * Relu and max pooling can change places, first maxima included; behind pooling, relu has a quarter of the values or
 * less.
 */
function poolingFirst(stages: readonly Stage[]): Stage[] {
  const ordered = [...stages];
  for (let k = 0; k + 1 < ordered.length; k++) {
    const [stage, next] = [ordered[k], ordered[k + 1]];
    if (stage.kind === "relu" && next.kind === "pool") ordered.splice(k, 2, next, stage);
  }
  return ordered;
}

function compilePool(builder: Builder, size: number, input: FeatureMap): Lowered | undefined {
  const [rows, columns] = [Math.floor(input.h / size), Math.floor(input.w / size)];
  if (rows < 1 || columns < 1) return undefined;
  const output = builder.feature(rows, columns, input.c, input.stored);
  const { h, w, stored: f } = input;
  builder.emit(Op.Pool, { out: output.at, input: input.at, h, w, f, size });
  return {
    output,
    backward: (slope) => ({
      at: scatterPooledSlope(builder, slope),
      pooled: { input, output, size },
    }),
  };
}

/**
 * ReLU works in place, since nothing reads its input again. If pooling follows, there is one slope a window, and the
 * maxima tell which are 0.
 */
function compileRelu(builder: Builder, input: FeatureMap): Lowered {
  builder.emit(Op.Relu, { values: input.at, count: input.size });
  return {
    output: input,
    backward: (slope) => {
      const output = slope.pooled?.output ?? input;
      builder.emit(Op.ReluGradient, {
        slopes: slope.at,
        output: output.at,
        count: output.size,
      });
      return slope;
    },
  };
}

/** Dropout does not work in place, because max pooling before it still needs its maxima. */
function compileDropout(builder: Builder, { rate, layer }: Dropout, input: FeatureMap): Lowered {
  const { h, w, c, stored, size } = input;
  const output = builder.feature(h, w, c, stored, size);
  const factors = builder.workspace(size);
  const positions = builder.table(size, (k) => Math.floor(k / stored) * c + (k % stored));
  const last = (Math.ceil(rate * 2 ** 32) - 1) | 0; // the largest number below rate · 2^32, to be read as unsigned
  const kept = new Int32Array(Float32Array.of(1 / (1 - rate)).buffer)[0];
  builder.emit(Op.Dropout, {
    out: output.at,
    input: input.at,
    factors,
    positions,
    count: size,
    layer,
    last,
    kept,
  });
  return {
    output,
    backward: (slope) => {
      const at = scatterPooledSlope(builder, slope);
      builder.emit(Op.DropoutGradient, { slopes: at, factors, count: size });
      return { at };
    },
  };
}
