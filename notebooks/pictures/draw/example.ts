import {
  Conv3x3,
  crossEntropy,
  loadMnist,
  MaxPool2,
  Softmax,
  seededRandom,
  type Tensor,
  tensor,
} from "../../../src/index";

// What the pictures show, computed by the layers.

/** The article's 4 x 4 image. */
export const smallImage = tensor([4, 4], [0, 50, 0, 29, 0, 80, 31, 2, 33, 90, 0, 75, 0, 9, 0, 95]);

export const verticalSobel = [-1, 0, 1, -2, 0, 2, -1, 0, 1];
export const horizontalSobel = [-1, -2, -1, 0, 0, 0, 1, 2, 1];

/** (h - 2, w - 2), an image under one 3 x 3 filter. */
export function filtered(image: Tensor, weights: readonly number[]): Tensor {
  const conv = new Conv3x3(1);
  conv.filters.data.set(weights);
  const out = conv.forward(image);
  return tensor(out.shape.slice(0, 2), out.data);
}

/** (2, 2), the 4 x 4 image after max pooling. */
export function pooledSmallImage(): Tensor {
  return new MaxPool2().forward(tensor([4, 4, 1], smallImage.data));
}

export interface TrainedExample {
  readonly image: Tensor;
  readonly label: number;
  readonly filters: Tensor;
  readonly maps: Tensor;
  readonly pooled: Tensor;
  readonly probabilities: Tensor;
  /** Of the trained network, to any image. */
  readonly answerTo: (image: Tensor) => Tensor;
  /** Of each step of its training. */
  readonly losses: readonly number[];
  readonly weights: { readonly conv: number; readonly softmax: number };
}

/**
 * A test digit on its way through the article's network after three epochs of 1,000 images.
 * The layers train it, one after the other and in file order: the pictures are the same on every machine.
 */
export function trainedExample(): TrainedExample {
  const random = seededRandom(1);
  const conv = new Conv3x3(8, { random });
  const pool = new MaxPool2();
  const softmax = new Softmax(13 * 13 * 8, 10, { random });
  const { train, test } = loadMnist();
  const losses: number[] = [];
  for (let step = 0; step < 3000; step++) {
    const out = softmax.forward(pool.forward(conv.forward(train.image(step % 1000))));
    const { loss, dLdOut } = crossEntropy(out, train.label(step % 1000));
    losses.push(loss);
    conv.backprop(pool.backprop(softmax.backprop(dLdOut, 0.005)), 0.005);
  }
  const shown = 32; // a 3 that is not beyond doubt
  const image = test.image(shown);
  const maps = conv.forward(image);
  const pooled = pool.forward(maps);
  return {
    image,
    label: test.label(shown),
    filters: conv.filters,
    maps,
    pooled,
    probabilities: softmax.forward(pooled),
    answerTo: (image) => softmax.forward(pool.forward(conv.forward(image))),
    losses,
    weights: {
      conv: conv.filters.data.length,
      softmax: softmax.weights.data.length,
    },
  };
}

/** One channel of (h, w, f), flat. */
export function channelOf({ shape, data }: Tensor, channel: number): Float64Array {
  return data.filter((_, k) => k % shape[2] === channel);
}
