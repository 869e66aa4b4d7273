import { describe, expect, test } from "vitest";
import {
  Conv2D,
  Dense,
  evaluate,
  Flatten,
  type Layer,
  MaxPool2D,
  Network,
  ReLU,
  Softmax,
  seededRandom,
  sgd,
  train,
} from "../../src/index";
import { noise } from "../helpers/engine/networks";
import { layerEvaluation, layerLosses, worst } from "../helpers/engine/on-the-layers";

// Layers from other files than the article's, as a reader puts them together: the engine ends where the layers end.

const networks: [string, () => Layer[]][] = [
  [
    "conv - relu - conv - relu - pool - dense",
    () => [new Conv2D(8), new ReLU(), new Conv2D(16), new ReLU(), new MaxPool2D(2), new Softmax(10)],
  ],
  [
    "same padding with the background, stride 2, without biases",
    () => [
      new Conv2D(5, { padding: "same", paddingValue: -0.5, bias: false }),
      new ReLU(),
      new MaxPool2D(3),
      new Conv2D(6, { size: [2, 3], padding: "same", stride: 2 }),
      new ReLU(),
      new Softmax(10),
    ],
  ],
  [
    "hidden dense layers",
    () => [new Flatten(), new Dense(9), new ReLU(), new Dense(6, { bias: false }), new ReLU(), new Softmax(10)],
  ],
];

describe.each(networks)("%s", (_, layers) => {
  const images = noise(24, [14, 13], 10);
  const network = () => new Network(layers(), { input: [14, 13], random: seededRandom(3) });

  test("trains on the engine as on the layers: 12 losses within 1e-5, the same answers", () => {
    const fast = network();
    const optimizer = sgd({ momentum: 0.5 });
    const options = { batchSize: 4, learningRate: 0.01, optimizer, shuffle: false, epochs: 2 };
    const run = train(fast, images, options);
    expect(run.ranOn).toBe("engine");

    const readable = network();
    const descent = { steps: 12, batchSize: 4, learningRate: 0.01, optimizer };
    expect(worst(run.losses, layerLosses(readable, images, descent))).toBeLessThan(1e-5);
    const [ours, layers] = [evaluate(fast, images), layerEvaluation(readable, images)];
    expect(Math.abs(ours.loss - layers.loss)).toBeLessThan(1e-5);
    expect(ours.confusion).toEqual(layers.confusion);
  });
});

test("what the engine does not know runs on the layers: overlapping windows, no softmax before the end", () => {
  const images = noise(4, [14, 13], 10);
  for (const layers of [
    [new Conv2D(4), new MaxPool2D(3, 1), new Softmax(10)],
    [new Softmax(12), new Softmax(10)],
  ]) {
    const network = new Network(layers, { input: [14, 13], random: seededRandom(3) });
    expect(train(network, images).ranOn).toBe("layers");
  }
});
