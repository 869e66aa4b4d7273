import {
  Conv2D,
  Conv3x3,
  type Dataset,
  Dense,
  Flatten,
  type Layer,
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
function deeperNetwork(): Network {
  return new Network(
    [
      new Conv2D(8, { bias: false }),
      new ReLU(),
      new Conv2D(16, { bias: false }),
      new ReLU(),
      new MaxPool2D(2),
      new Softmax(10, { initialisation: "he" }),
    ],
    { input: [28, 28], random: seededRandom(1) },
  );
}

const convolution = (filters: number) => [new Conv2D(filters), new ReLU()];
const same = (filters: number) => [new Conv2D(filters, { padding: "same" }), new ReLU()];

/** Notebook 5's recipe, without the dropout whose draws no other library makes. */
function recipeNetwork(): Network {
  const layers = [
    ...convolution(16),
    new MaxPool2D(2),
    ...convolution(32),
    new MaxPool2D(2),
    ...convolution(64),
    new Softmax(10, { initialisation: "he" }),
  ];
  return new Network(layers, { input: [28, 28], random: seededRandom(1) });
}

/** In the manner of VGG, 3 x 3, same padding: conv 32, conv 32, pool, conv 64, conv 64, pool, dense 128, dense 10. */
export function vggNetwork(input: readonly number[] = [28, 28]): Network {
  const layers = [
    ...same(32),
    ...same(32),
    new MaxPool2D(2),
    ...same(64),
    ...same(64),
    new MaxPool2D(2),
    new Dense(128),
    new ReLU(),
    new Softmax(10, { initialisation: "he" }),
  ];
  return new Network(layers, { input, random: seededRandom(1) });
}

/** Networks wider than the article's, by the titles of their tables. */
export const widerNetworks: Record<string, () => Network> = {
  "conv 8 - conv 16": deeperNetwork,
  "notebook 5's recipe": recipeNetwork,
  "VGG-like": vggNetwork,
};

/** A network's layers with their tensors, as bench/peers/pytorch.py reads them. */
export function layersAsJson(network: Network): string {
  return JSON.stringify(network.layers.flatMap((layer) => peerLayer(layer)));
}

function peerLayer(layer: Layer): object[] {
  if (layer instanceof ReLU) return [{ kind: "relu" }];
  if (layer instanceof MaxPool2 || (layer instanceof MaxPool2D && layer.size === 2)) return [{ kind: "pool" }];
  if (layer instanceof Flatten) return [];
  const { filters, weights, biases } = layer.parameters;
  const tensors = { weights: plain(filters ?? weights), biases: biases && plain(biases) };
  if (layer instanceof Conv3x3) return [{ kind: "conv", same: false, ...tensors }];
  if (layer instanceof Conv2D && layer.stride === 1)
    return [{ kind: "conv", same: layer.padding === "same", ...tensors }];
  if (layer instanceof Dense || layer instanceof Softmax) return [{ kind: "dense", ...tensors }];
  throw new Error(`bench: the peers know no ${layer.name}`);
}

const plain = ({ shape, data }: Tensor) => ({ shape, data: Array.from(data) });

/**
 * Floating-point operations of one image, counted as direct sums over every pixel: forward, and in training the
 * gradients of all weights and of all inputs but the image.
 */
export function operations(network: Network, input: readonly number[], job: string): number {
  const products = network.summary(input).rows.map(({ multiplyAdds }) => multiplyAdds ?? 0);
  const all = products.reduce((a, b) => a + b);
  const first = products.find((count) => count > 0) ?? 0;
  return 2 * (job === "train" ? 3 * all - first : all);
}

/** Weights by name, as the peers read them. */
export function weightsAsJson(tensors: Record<string, Tensor>): string {
  const byName = Object.entries(tensors).map(([name, tensor]) => [name, plain(tensor)] as const);
  return JSON.stringify(Object.fromEntries(byName));
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

/** Digits of 32 x 32 pixels in one colour on another, three channels: a data set of the form of CIFAR-10. */
export function colouredDigits(dataset: Dataset, count: number): Dataset {
  const [side, frame] = [32, 2];
  const random = seededRandom(1);
  const data = new Uint8Array(count * side * side * 3);
  for (let n = 0; n < count; n++) {
    const pixels = dataset.pixels(n);
    for (let k = 0; k < 3; k++) {
      const [dark, bright] = [random.integer(128), 128 + random.integer(128)];
      for (let i = 0; i < side; i++)
        for (let j = 0; j < side; j++) {
          const [y, x] = [i - frame, j - frame];
          const grey = y >= 0 && y < 28 && x >= 0 && x < 28 ? pixels[y * 28 + x] : 0;
          const level = dark + ((bright - dark) * grey) / 255;
          data[((n * side + i) * side + j) * 3 + k] = Math.round(level);
        }
    }
  }
  const labels = Uint8Array.from({ length: count }, (_, n) => dataset.label(n));
  const from = dataset.constructor as typeof Dataset;
  const name = { images: "coloured digits", labels: "coloured digits" };
  return from.from({ shape: [count, side, side, 3], data }, { shape: [count], data: labels }, name);
}

/** The tensors of the article's network, under the names that the peers know. */
export function tensorsByName({ parameters }: Network): Record<string, Tensor> {
  const [filters, weights, biases] = parameters;
  return { filters, weights, biases };
}
