import { Dataset } from "../../src/data/dataset";
import { compile } from "../../src/engine/compile";
import { Engine } from "../../src/engine/engine";
import { isPlain } from "../../src/engine/optimizer-steps";
import type { Conv, Dense, Step } from "../../src/engine/step";
import { type Random, seededRandom } from "../../src/random";
import { type Tensor, tensor } from "../../src/tensor";
import { type Optimizer, sgd } from "../../src/training/optimizers";

/** Labelled noise; its upper left corner is flat, so that pooling meets ties. */
export function noise(count: number, [h, w]: readonly [number, number], classes: number): Dataset {
  const random = seededRandom(99);
  const pixels = Uint8Array.from({ length: count * h * w }, (_, k) => {
    const [i, j] = [Math.floor(k / w) % h, k % w];
    return i < h / 2 && j < w / 2 ? 0 : random.integer(256);
  });
  const labels = Uint8Array.from({ length: count }, () => random.integer(classes));
  return Dataset.from(
    { shape: [count, h, w], data: pixels },
    { shape: [count], data: labels },
    { images: "noise", labels: "noise" },
  );
}

export function randomTensor(shape: number[], random: Random, scale = 1): Tensor {
  const result = tensor(shape);
  for (let k = 0; k < result.data.length; k++) result.data[k] = random.normal() * scale;
  return result;
}

export function convStep(
  f: number,
  [kh, kw]: readonly [number, number],
  c: number,
  random: Random,
  more: Partial<Conv> = {},
): Conv {
  const filters = randomTensor([f, kh, kw, c], random, 1 / Math.sqrt(kh * kw * c));
  return { kind: "conv", filters, stride: 1, ...more };
}

export function denseStep(inputs: number, nodes: number, random: Random): Dense {
  return {
    kind: "dense",
    weights: randomTensor([inputs, nodes], random, 1 / Math.sqrt(inputs)),
    biases: randomTensor([nodes], random, 0.1),
  };
}

/** An engine of steps that no layers exist for yet. */
export function engineOf(
  steps: readonly Step[],
  dataset: Dataset,
  {
    batchSize = 1,
    threads = 1,
    optimizer = sgd() as Optimizer,
    block = 2,
    chunks = 1,
    seed = 0,
  } = {},
): Engine {
  const stepDense = batchSize === 1 && isPlain(optimizer);
  const compiled = compile(steps, dataset.imageShape, { block, stepDense });
  if (!compiled) throw new Error("the steps do not fit together");
  const imageBytes = dataset.imageShape[0] * dataset.imageShape[1];
  const shares = { batchSize, imageBytes, threads, optimizer, seed, chunks, slices: chunks };
  return new Engine(compiled, dataset, shares);
}

/** The steps' tensors, in order: filters or weights, then biases. */
export function tensorsOf(steps: readonly Step[]): Tensor[] {
  return steps.flatMap((step) => {
    if (step.kind === "conv") return [step.filters, ...(step.biases ? [step.biases] : [])];
    if (step.kind === "dense") return [step.weights, ...(step.biases ? [step.biases] : [])];
    return [];
  });
}
