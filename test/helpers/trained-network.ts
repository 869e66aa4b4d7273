import { Conv3x3, loadMnist, MaxPool2, Network, Softmax, seededRandom, train } from "../../src/index";

let network: Network | undefined;

/** The article's network after one epoch: a second on the engine, once for a file of tests. */
export function trainedNetwork(): Network {
  if (network) return network;
  const random = seededRandom(42);
  network = new Network([new Conv3x3(8, { random }), new MaxPool2(), new Softmax(1352, 10, { random })]);
  train(network, loadMnist().train, { seed: 42, learningRate: 0.005 });
  return network;
}
