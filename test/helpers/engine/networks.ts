import { Dataset, type ImageShape, imageBytes } from "../../../src/data/dataset";
import { Engine } from "../../../src/engine/memory/engine";
import { isPlain } from "../../../src/engine/memory/optimizer-numbers";
import { compile } from "../../../src/engine/programs/compile";
import type { Conv, Dense, Stage } from "../../../src/engine/stage";
import { type Random, seededRandom } from "../../../src/random";
import { type Tensor, tensor } from "../../../src/tensor";
import { type Optimizer, sgd } from "../../../src/training/optimizers";

/** Labelled noise; its upper left corner is flat, so that pooling meets ties. */
export function noise(count: number, [h, w, c = 1]: ImageShape, classes: number): Dataset {
  const random = seededRandom(99);
  const pixels = Uint8Array.from({ length: count * h * w * c }, (_, k) => {
    const [i, j] = [Math.floor(k / (w * c)) % h, Math.floor(k / c) % w];
    return i < h / 2 && j < w / 2 ? 0 : random.integer(256);
  });
  const labels = Int16Array.from({ length: count }, () => random.integer(classes));
  return Dataset.from(
    { shape: c === 1 ? [count, h, w] : [count, h, w, c], data: pixels },
    { shape: [count], data: labels },
    { images: "noise", labels: "noise" },
  );
}

/** @returns a tensor of normal deviates, times `scale` */
export function randomTensor(shape: number[], random: Random, scale = 1): Tensor {
  const result = tensor(shape);
  for (let k = 0; k < result.data.length; k++) result.data[k] = random.normal() * scale;
  return result;
}

/** @returns a convolution with random filters (f, kh, kw, c) */
export function convStage(
  f: number,
  [kh, kw]: readonly [number, number],
  c: number,
  random: Random,
  more: Partial<Conv> = {},
): Conv {
  const filters = randomTensor([f, kh, kw, c], random, 1 / Math.sqrt(kh * kw * c));
  return { kind: "conv", filters, stride: 1, ...more };
}

/** @returns a dense stage with random weights (inputs, nodes) and biases */
export function denseStage(inputs: number, nodes: number, random: Random): Dense {
  return {
    kind: "dense",
    weights: randomTensor([inputs, nodes], random, 1 / Math.sqrt(inputs)),
    biases: randomTensor([nodes], random, 0.1),
  };
}

/** An engine of stages that no layers exist for yet. */
export function engineOf(
  stages: readonly Stage[],
  dataset: Dataset,
  { batchSize = 1, threads = 1, optimizer = sgd() as Optimizer, block = 2, chunks = 1, seed = 0 } = {},
): Engine {
  const selfUpdatingDense = batchSize === 1 && isPlain(optimizer);
  const compiled = compile(stages, dataset.imageShape, { block, selfUpdatingDense });
  if (!compiled) throw new Error("the stages do not fit together");
  const bytes = imageBytes(dataset.imageShape);
  const plan = { batchSize, imageBytes: bytes, threads, optimizer, seed, chunks };
  return new Engine(compiled, dataset, plan);
}

/** The stages' tensors, in order: filters or weights, then biases. */
export function tensorsOf(stages: readonly Stage[]): Tensor[] {
  return stages.flatMap((stage) => {
    if (stage.kind === "conv") return [stage.filters, ...(stage.biases ? [stage.biases] : [])];
    if (stage.kind === "dense") return [stage.weights, ...(stage.biases ? [stage.biases] : [])];
    return [];
  });
}
