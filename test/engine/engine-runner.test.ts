import { createHash } from "node:crypto";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Dataset } from "../../src/data/dataset";
import { loadMnist } from "../../src/data/mnist";
import { allocate } from "../../src/engine/memory/simd-module";
import { ShapeError } from "../../src/errors";
import {
  Conv3x3,
  evaluate,
  MaxPool2,
  Network,
  Softmax,
  seededRandom,
  sgd,
  type TrainOptions,
  train,
} from "../../src/index";
import type { Tensor } from "../../src/tensor";
import { articleNetwork, weightsOf } from "../helpers/article-network";
import { layerEvaluation, layerLosses, worst } from "../helpers/engine/on-the-layers";
import { runnerContract } from "../training/runner-contract";

let images: Dataset;
let testImages: Dataset;
beforeAll(() => {
  const mnist = loadMnist();
  images = mnist.train;
  testImages = mnist.test;
});

runnerContract({
  runOn: "engine",
  rounding: 1e-6,
  except: { "take the article's rule for ties": "it is no gradient, and left to the layers" },
});

describe("the engine agrees with the readable layers", () => {
  test("at batch 1: losses within 1e-6 over 50 steps and 1e-4 over 1,000, and the same weights", () => {
    const [fast, readable] = [articleNetwork(), articleNetwork()];
    const run = train(fast, images.take(1000), { shuffle: false });
    const losses = layerLosses(readable, images, { steps: 1000, batchSize: 1, learningRate: 0.005 });
    expect(run.ranOn).toBe("engine");
    expect(worst(run.losses, losses.slice(0, 50))).toBeLessThan(1e-6);
    expect(worst(run.losses, losses)).toBeLessThan(1e-4);
    expect(worst(weightsOf(fast), weightsOf(readable))).toBeLessThan(1e-4);
  });

  test.each([
    [1, 0.9],
    [7, 0],
    [32, 0.9],
  ])("at batch %i with momentum %f, over 30 steps within 1e-6", (batchSize, momentum) => {
    const optimizer = sgd({ momentum });
    const options = { shuffle: false, batchSize, optimizer, threads: 1 };
    const run = train(articleNetwork(), images.take(30 * batchSize), options);
    const descent = { steps: 30, batchSize, learningRate: 0.005, optimizer };
    expect(run.ranOn).toBe("engine");
    expect(worst(run.losses, layerLosses(articleNetwork(), images, descent))).toBeLessThan(1e-6);
  });

  test("in evaluation: the same answers, losses within 1e-6", () => {
    const network = articleNetwork();
    train(network, images.take(2000), { shuffle: false });
    const { loss, confusion } = evaluate(network, testImages.take(500));
    const layers = layerEvaluation(network, testImages.take(500));
    expect(Math.abs(loss - layers.loss)).toBeLessThan(1e-6);
    expect(confusion).toEqual(layers.confusion);
  });

  // 95.59 % is what `npx tsx test/golden/epoch.ts` measured on the layers; PyTorch ends at 95.59 % too
  // (bench/peers/pytorch.py).
  test("after an epoch in file order: test accuracy within 0.1 point of the layers' 95.59 %", () => {
    const network = articleNetwork();
    train(network, images, { shuffle: false });
    expect(Math.abs(evaluate(network, testImages).accuracy - 0.9559)).toBeLessThanOrEqual(0.001);
  });
});

describe("the engine's bits", () => {
  const bits = (options: TrainOptions, count = 2000) => {
    const network = articleNetwork();
    const run = train(network, images.take(count), { seed: 1, ...options });
    expect(run).toMatchObject({ ranOn: "engine" });
    const weights = Float32Array.from(weightsOf(network));
    return createHash("sha256").update(weights).update(run.losses).digest("hex").slice(0, 16);
  };

  // The digests were made on Node 20 and x86-64; Node 22 and 24 give the same.
  test.each([
    ["batch 1", { batchSize: 1 }, "10a74bb17ec42768"],
    ["batch 32 with momentum", { batchSize: 32, optimizer: sgd({ momentum: 0.9 }) }, "47857a293f85c669"],
  ])("are the same on every machine and in every run: %s", (_, options, digest) => {
    expect(bits(options)).toBe(digest);
    expect(bits(options)).toBe(digest);
  });

  test.each([32, 100, 256])("do not depend on the number of threads: batch %i", (batchSize) => {
    const digests = [1, 2, 3, 5].map((threads) => bits({ batchSize, threads, optimizer: sgd({ momentum: 0.5 }) }));
    expect(new Set(digests).size).toBe(1);
  });

  test("the run tells its threads: no more than a batch can be shared among, and 1 at batch 1", () => {
    const threads = (options: TrainOptions) => train(articleNetwork(), images.take(256), options).threads;
    expect(threads({ batchSize: 32, threads: 2 })).toBe(2);
    expect(threads({ batchSize: 16, threads: 8 })).toBe(2);
    expect(threads({ batchSize: 1, threads: 8 })).toBe(1);
    expect(threads({ batchSize: 1 })).toBe(1);
  });
});

describe("the engine leaves to the layers what it does not know", () => {
  const ranOn = (network: Network) => train(network, images.take(2), { shuffle: false, threads: 1 }).ranOn;
  const random = seededRandom(1);
  const around = (conv: Conv3x3) => new Network([conv, new MaxPool2(), new Softmax(1352, 10, { random })]);

  test("the article's rule for ties", () => {
    expect(ranOn(articleNetwork(1, "all"))).toBe("layers");
  });

  test("a reader's subclass, even one that changes nothing", () => {
    class MyConv extends Conv3x3 {}
    expect(ranOn(around(new MyConv(8, { random })))).toBe("layers");
  });

  test("a built-in layer with a method of its own, or a class whose method was replaced", () => {
    const doubling = new Conv3x3(8, { random });
    const { forward } = Conv3x3.prototype;
    const twice = function (this: Conv3x3, input: Tensor) {
      const out = forward.call(this, input);
      for (let k = 0; k < out.data.length; k++) out.data[k] *= 2;
      return out;
    };
    doubling.forward = twice;
    expect(ranOn(around(doubling))).toBe("layers");

    expect(ranOn(around(new Conv3x3(8, { random })))).toBe("engine");
    Conv3x3.prototype.forward = twice;
    try {
      expect(ranOn(around(new Conv3x3(8, { random })))).toBe("layers");
    } finally {
      Conv3x3.prototype.forward = forward;
    }
  });

  test("a backward pass that was changed alone", () => {
    const conv = new Conv3x3(8, { random });
    const { backward } = conv;
    conv.backward = (dLdOut) => {
      const result = backward.call(conv, dLdOut);
      const { filters } = result.gradients;
      for (let k = 0; k < filters.data.length; k++) filters.data[k] *= 1.5;
      return result;
    };
    expect(ranOn(around(conv))).toBe("layers");
  });

  test("layers that do not fit together: a ShapeError as ever", () => {
    expect(() => ranOn(new Network([new Softmax(783, 10)]))).toThrow(ShapeError);
    expect(() => ranOn(around(new Conv3x3(4)))).toThrow(ShapeError);
  });

  test("so threads above 1 are refused there", () => {
    expect(() => train(articleNetwork(1, "all"), images.take(64), { threads: 2 })).toThrow(
      "train: the layers run on 1 thread, got threads: 2",
    );
  });
});

describe("asked for what cannot be, the engine refuses and leaves the network as it was:", () => {
  const unchanged = (network: Network, attempt: () => void) => {
    const before = weightsOf(network);
    attempt();
    expect(weightsOf(network)).toEqual(before);
  };

  test("more memory than there is", () => {
    expect(() => allocate(5e9)).toThrow(
      "train: the engine needs 5000 MB for this network and batch size, and WebAssembly has at most 4295 MB. Try smaller batches.",
    );
    const network = articleNetwork();
    const api = (globalThis as unknown as { WebAssembly: { Memory: unknown } }).WebAssembly;
    const { Memory } = api;
    onTestFinished(() => {
      api.Memory = Memory;
    });
    api.Memory = class {
      constructor() {
        throw new RangeError("could not allocate memory");
      }
    };
    unchanged(network, () => {
      const run = () => train(network, images.take(64), { batchSize: 64, threads: 2 });
      expect(run).toThrow(
        /^train: the engine needs 1 MB .*, and got none \(could not allocate memory\)\. Try smaller batches\.$/,
      );
    });
  });
});

// On the layers a probability of 0 has no slope, and such a network stays as it is.
test("a network that begins with losses of several hundred, from filters that are far too large, is let recover", () => {
  const network = articleNetwork();
  const [filters] = network.parameters;
  for (let k = 0; k < filters.data.length; k++) filters.data[k] *= 900;
  const { losses } = train(network, images.take(3000), { seed: 1 });
  const mean = (from: number, to: number) =>
    losses.subarray(from, to).reduce((sum, loss) => sum + loss, 0) / (to - from);
  expect(mean(0, 100)).toBeGreaterThan(300);
  expect(mean(2000, 3000)).toBeLessThan(mean(0, 100) / 2);
});

test("two hundred runs one after the other find memory", () => {
  const network = articleNetwork();
  for (let k = 0; k < 200; k++) train(network, images.take(1));
});
