import {
  Conv2D,
  Conv3x3,
  type Dataset,
  MaxPool2,
  MaxPool2D,
  Network,
  ReLU,
  Softmax,
  seededRandom,
  type Tensor,
} from "../src/index";

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

/** conv 8 - relu - conv 16 - relu - pool - dense. */
export function deeperNetwork(): Network {
  return new Network(
    [
      ...[new Conv2D(8, { bias: false }), new ReLU()],
      ...[new Conv2D(16, { bias: false }), new ReLU()],
      ...[new MaxPool2D(2), new Softmax(10, { initialisation: "he" })],
    ],
    { input: [28, 28], random: seededRandom(1) },
  );
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

/** The tensors of either network, under the names that the peers know. */
export function tensorsByName({ parameters }: Network): Record<string, Tensor> {
  const biases = parameters[parameters.length - 1];
  const weights = parameters[parameters.length - 2];
  const [filters, filters2] = parameters.slice(0, -2);
  return { filters, ...(filters2 && { filters2 }), weights, biases };
}
