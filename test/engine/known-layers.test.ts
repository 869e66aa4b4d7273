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
import { layerRunner } from "../../src/training/layer-runner";
import { noise } from "./networks";

// Layers from other files than the article's, as a reader puts them together: the engine ends where the layers end.

const networks: [string, () => Layer[]][] = [
  [
    "conv - relu - conv - relu - pool - dense",
    () => [
      ...[new Conv2D(8), new ReLU(), new Conv2D(16), new ReLU()],
      ...[new MaxPool2D(2), new Softmax(10)],
    ],
  ],
  [
    "same padding with the background, stride 2, without biases",
    () => [
      new Conv2D(5, { padding: "same", paddingValue: -0.5, bias: false }),
      ...[new ReLU(), new MaxPool2D(3)],
      new Conv2D(6, { size: [2, 3], padding: "same", stride: 2 }),
      ...[new ReLU(), new Softmax(10)],
    ],
  ],
  [
    "hidden dense layers",
    () => [
      ...[new Flatten(), new Dense(9), new ReLU()],
      ...[new Dense(6, { bias: false }), new ReLU(), new Softmax(10)],
    ],
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
    const runner = layerRunner(readable, images, { optimizer });
    for (let step = 0; step < 12; step++) {
      const batch = Uint32Array.of(0, 1, 2, 3).map((k) => (step % 6) * 4 + k);
      const { loss } = runner.trainBatch(batch, 0.01);
      expect(Math.abs(run.losses[step] - loss)).toBeLessThan(1e-5);
    }
    const { loss, accuracy } = evaluate(fast, images);
    let sum = 0;
    let correct = 0;
    for (let i = 0; i < images.length; i++) {
      const p = Array.from(runner.predict(i));
      sum -= Math.log(p[images.label(i)]) / images.length;
      if (p.indexOf(Math.max(...p)) === images.label(i)) correct++;
    }
    expect(Math.abs(loss - sum)).toBeLessThan(1e-5);
    expect(accuracy).toBe(correct / images.length);
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
