import { Conv3x3 } from "../layers/conv3x3";
import { MaxPool2 } from "../layers/max-pool2";
import { Softmax } from "../layers/softmax";
import { Network } from "../network/network";
import { seededRandom } from "../random";

/** How many weights the article's network has, and where they begin. */
export interface ArticleNetworkOptions {
  readonly filters: number;
  readonly classes: number;
  /** Of the first weights: the same seed gives the same. */
  readonly seed: number;
}

/**
 * The article's network for images (h, w): convolution 3 x 3, max pooling 2 x 2, softmax.
 *
 * @throws {RangeError} if filters or classes is not a whole number >= 1
 */
export function articleNetwork([h, w]: readonly number[], { filters, classes, seed }: ArticleNetworkOptions): Network {
  const random = seededRandom(seed);
  const inputs = Math.floor((h - 2) / 2) * Math.floor((w - 2) / 2) * filters;
  const conv = new Conv3x3(filters, { random });
  return new Network([conv, new MaxPool2(), new Softmax(inputs, classes, { random })]);
}
