import type { Step } from "../src/engine/step";
import {
  Conv3x3,
  type Dataset,
  MaxPool2,
  Network,
  Softmax,
  seededRandom,
  type Tensor,
} from "../src/index";
import { tensor } from "../src/tensor";

/** The article's network for images of a size, and another number of filters. */
export function articleNetwork(filters = 8, size = 28): Network {
  const random = seededRandom(1);
  const side = Math.floor((size - 2) / 2);
  return new Network([
    new Conv3x3(filters, { random }),
    new MaxPool2(),
    new Softmax(side * side * filters, 10, { random }),
  ]);
}

/** conv 8 - relu - conv 16 - relu - pool - dense, by the engine's steps. */
export function deeperSteps(): Step[] {
  const random = seededRandom(1);
  const values = (shape: number[], deviation: number) => {
    const result = tensor(shape);
    for (let k = 0; k < result.data.length; k++) result.data[k] = random.normal() * deviation;
    return result;
  };
  return [
    { kind: "conv", stride: 1, filters: values([8, 3, 3, 1], Math.sqrt(2 / 9)) },
    { kind: "relu" },
    { kind: "conv", stride: 1, filters: values([16, 3, 3, 8], Math.sqrt(2 / 72)) },
    { kind: "relu" },
    { kind: "pool", size: 2 },
    { kind: "dense", weights: values([2304, 10], Math.sqrt(2 / 2304)), biases: tensor([10]) },
    { kind: "softmax" },
  ];
}

/** Weights by name, as the peers read them. */
export function weightsAsJson(tensors: Record<string, Tensor>): string {
  const plain = Object.entries(tensors).map(([name, { shape, data }]) => {
    return [name, { shape, data: Array.from(data) }] as const;
  });
  return JSON.stringify(Object.fromEntries(plain));
}

/** Every image made so many times as wide and high, each pixel repeated. */
export function enlarged(dataset: Dataset, factor: number, count: number): Dataset {
  const [h, w] = dataset.imageShape;
  const [H, W] = [h * factor, w * factor];
  const data = new Uint8Array(count * H * W);
  for (let n = 0; n < count; n++) {
    const pixels = dataset.pixels(n);
    for (let i = 0; i < H; i++)
      for (let j = 0; j < W; j++)
        data[(n * H + i) * W + j] = pixels[Math.floor(i / factor) * w + Math.floor(j / factor)];
  }
  const labels = Uint8Array.from({ length: count }, (_, n) => dataset.label(n));
  const from = dataset.constructor as typeof Dataset;
  const name = { images: "enlarged", labels: "enlarged" };
  return from.from({ shape: [count, H, W], data }, { shape: [count], data: labels }, name);
}

/** The deeper network's tensors under the names that the peers know. */
export function tensorsByName(steps: readonly Step[]): Record<string, Tensor> {
  const [filters, filters2] = steps.flatMap((step) => (step.kind === "conv" ? [step.filters] : []));
  const dense = steps.find((step) => step.kind === "dense");
  if (dense?.kind !== "dense" || !dense.biases) throw new Error("bench: expected a dense step");
  return { filters, filters2, weights: dense.weights, biases: dense.biases };
}
