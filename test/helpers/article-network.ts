import { Conv3x3 } from "../../src/layers/conv3x3";
import { MaxPool2, type Ties } from "../../src/layers/max-pool2";
import { Softmax } from "../../src/layers/softmax";
import { Network } from "../../src/network/network";
import { seededRandom } from "../../src/random";

/** The article's network: 28 x 28 -> 26 x 26 x 8 -> 13 x 13 x 8 -> 10. */
export function articleNetwork(seed = 1, ties: Ties = "first"): Network {
  const random = seededRandom(seed);
  return new Network([new Conv3x3(8, { random }), new MaxPool2({ ties }), new Softmax(13 * 13 * 8, 10, { random })]);
}

/** Every weight of a network, in order, copied. */
export function weightsOf(network: Network): number[] {
  return network.parameters.flatMap(({ data }) => Array.from(data));
}
