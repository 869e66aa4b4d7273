import { beforeAll, describe, expect, test } from "vitest";
import { augmenter } from "../../src/data/augment";
import { type Dataset, imageOf } from "../../src/data/dataset";
import { loadMnist } from "../../src/data/mnist";
import { ShapeError, TrainingError } from "../../src/errors";
import { relativeDifference } from "../../src/layers/check-gradients";
import { Dropout } from "../../src/layers/dropout";
import type { Layer, TrainingPass } from "../../src/layers/layer";
import { Softmax } from "../../src/layers/softmax";
import { Network } from "../../src/network/network";
import { randomBits } from "../../src/random";
import { type Tensor, tensor } from "../../src/tensor";
import { crossEntropy } from "../../src/training/cross-entropy";
import { evaluate } from "../../src/training/evaluate";
import { adam, type Optimizer, sgd } from "../../src/training/optimizers";
import type { Progress } from "../../src/training/progress";
import type { Run } from "../../src/training/run";
import { train } from "../../src/training/train";
import { articleNetwork, weightsOf } from "../helpers/article-network";
import { noise } from "../helpers/engine/networks";
import { runnerContract } from "./runner-contract";

let images: Dataset;
let testImages: Dataset;
beforeAll(() => {
  const mnist = loadMnist();
  images = mnist.train.take(300);
  testImages = mnist.test.take(200);
});

/** The article's loop, by its own calls. */
function trainByHand(network: Network, dataset: Dataset, learnRate: number): number[] {
  return Array.from({ length: dataset.length }, (_, i) => {
    const out = network.forward(dataset.image(i));
    const { loss, dLdOut } = crossEntropy(out, dataset.label(i));
    network.layers.reduceRight((slope: Tensor, layer: Layer) => layer.backprop(slope, learnRate), dLdOut);
    return loss;
  });
}

runnerContract({
  runOn: "layers",
  rounding: 1e-15,
  except: { "share a batch among two threads": "the layers run on one thread" },
});

describe("train", () => {
  test("at batch 1 in file order is the article's loop to the last bit", () => {
    const [ours, byHand] = [articleNetwork(), articleNetwork()];
    const { losses } = train(ours, images, { shuffle: false });
    expect(Array.from(losses)).toEqual(trainByHand(byHand, images, 0.005));
    expect(weightsOf(ours)).toEqual(weightsOf(byHand));
  });

  test("learns: 300 images, three times over, bring the loss from ln 10 to less than half", () => {
    const { losses, accuracies } = train(articleNetwork(), images, { epochs: 3, seed: 1 });
    const mean = (values: Float64Array) => values.reduce((a, b) => a + b) / values.length;
    expect(Math.abs(mean(losses.subarray(0, 20)) - Math.log(10))).toBeLessThan(0.2);
    expect(mean(losses.subarray(600))).toBeLessThan(Math.log(10) / 2);
    expect(mean(accuracies.subarray(600))).toBeGreaterThan(0.7);
  });

  test("a schedule is asked for each step's rate", () => {
    const asked: number[] = [];
    const halving = (step: number, steps: number) => {
      asked.push(step, steps);
      return 0.01 / (step + 1);
    };
    train(articleNetwork(), images.take(3), { learningRate: halving });
    expect(asked).toEqual([0, 3, 1, 3, 2, 3]);
  });

  test("reports about ten times a second and at the end; the means cover every step once", () => {
    const seen: Progress[] = [];
    const run = train(articleNetwork(), images, {
      epochs: 6,
      seed: 1,
      onProgress: (progress) => seen.push(progress),
    });
    const last = seen[seen.length - 1];
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.length).toBeLessThanOrEqual(Math.ceil(run.seconds / 0.1) + 1);
    for (const { step, secondsPassed, secondsLeft } of seen.slice(0, -1)) {
      expect(secondsLeft / secondsPassed).toBeCloseTo((1800 - step) / step, 9);
    }
    expect(last).toMatchObject({ step: 1800, steps: 1800, epoch: 6, epochs: 6, secondsLeft: 0 });
    const total = seen.reduce((sum, { loss, step }, k) => sum + loss * (step - (seen[k - 1]?.step ?? 0)), 0);
    expect(total).toBeCloseTo(
      run.losses.reduce((a, b) => a + b),
      6,
    );
  });

  test("the optimizer's step is taken along the mean gradient: Adam's first is as long as the rate, whatever the slope", () => {
    const [network, before] = [articleNetwork(), weightsOf(articleNetwork())];
    train(network, images.take(4), { batchSize: 4, learningRate: 1e-3, optimizer: adam() });
    const moved = weightsOf(network).map((weight, k) => Math.abs(weight - before[k]));
    expect(Math.max(...moved)).toBeLessThanOrEqual(1e-3);
    expect(moved.filter((step) => step > 0.99e-3).length).toBeGreaterThan(0.9 * moved.length);
  });

  test("momentum goes on in the last step's direction, and weight decay shrinks", () => {
    const trained = (steps: number, optimizer = sgd()) => {
      const network = articleNetwork();
      train(network, images.take(1), { epochs: steps, optimizer });
      return weightsOf(network);
    };
    const [start, one, two] = [weightsOf(articleNetwork()), trained(1), trained(2)];
    const pushed = two.map((weight, k) => weight + 0.9 * (one[k] - start[k]));
    expect(relativeDifference(trained(2, sgd({ momentum: 0.9 })), pushed)).toBeLessThan(1e-14);
    const shrunk = one.map((weight, k) => weight - 0.005 * 0.1 * start[k]);
    expect(relativeDifference(trained(1, sgd({ weightDecay: 0.1 })), shrunk)).toBeLessThan(1e-14);
  });

  test("augmentation and dropout draw by the run's seed: the n-th image by randomBits(seed, 2n) and (seed, 2n + 1)", () => {
    const seen: number[][] = [];
    class Spy extends Dropout {
      override forward(input: Tensor, pass?: TrainingPass): Tensor {
        if (pass) seen.push([pass.seed, ...input.data]);
        return super.forward(input, pass);
      }
    }
    const network = new Network([new Spy(0.5), new Softmax(784, 10)]);
    train(network, images.take(3), {
      epochs: 2,
      batchSize: 2,
      seed: 5,
      shuffle: false,
      augment: { shift: 3 },
    });
    const move = augmenter([28, 28], { shift: 3 });
    const expected = [0, 1, 2, 0, 1, 2].map((i, n) => {
      const moved = move(images.pixels(i), randomBits(5, 2 * n));
      const pass = randomBits(randomBits(5, 2 * n + 1), 0); // of layer 0
      return [pass, ...imageOf(moved, [28, 28]).data];
    });
    expect(seen).toEqual(expected);
  });

  test("says that it ran on the layers", () => {
    expect(train(articleNetwork(1, "all"), images.take(2)).ranOn).toBe("layers");
  });
});

describe("train with validation images", () => {
  const trained = (epochs: number, seed = 2) => {
    const network = articleNetwork();
    train(network, images, { epochs, seed, learningRate: 0.02 });
    return network;
  };

  test("looks at them after each epoch, and learns nothing from them", () => {
    const network = articleNetwork();
    const { validation } = train(network, images, {
      epochs: 2,
      seed: 2,
      learningRate: 0.02,
      validation: testImages,
    });
    const each = [trained(1), trained(2)].map((one) => evaluate(one, testImages));
    expect(Array.from(validation?.losses ?? [])).toEqual(each.map(({ loss }) => loss));
    expect(Array.from(validation?.accuracies ?? [])).toEqual(each.map((e) => e.accuracy));
    expect(weightsOf(network)).toEqual(weightsOf(trained(2)));
    expect(train(network, images.take(1)).validation).toBeUndefined();
  });

  /** After some epochs of a high rate it is so high that the network only gets worse. */
  const worsening = (step: number) => (step < 600 ? 0.01 : 0.06);
  const options = { epochs: 9, seed: 2, learningRate: worsening };

  test("stops when the loss has not fallen for `patience` epochs, and gives back the best weights", () => {
    const network = articleNetwork();
    const last: Progress[] = [];
    const run = train(network, images, {
      ...options,
      validation: testImages,
      patience: 3,
      onProgress: (progress) => last.push(progress),
    });
    const { losses = new Float64Array(), bestEpoch = 0 } = run.validation ?? {};
    expect(losses.indexOf(Math.min(...losses))).toBe(bestEpoch - 1);
    expect([run.epochs, losses.length]).toEqual([bestEpoch + 3, bestEpoch + 3]);
    expect(run.losses.length).toBe(300 * run.epochs);
    expect(last.at(-1)).toMatchObject({ step: 300 * run.epochs, steps: 2700, secondsLeft: 0 });
    expect(evaluate(network, testImages).loss).toBe(losses[bestEpoch - 1]);
  });

  test("keeps the last weights where asked to, and without patience", () => {
    for (const more of [{ patience: 1, restoreBest: false }, {}]) {
      const network = articleNetwork();
      const run = train(network, images, {
        ...options,
        epochs: 4,
        validation: testImages,
        ...more,
      });
      const losses = Array.from(run.validation?.losses ?? []);
      expect(losses.at(-1)).toBeGreaterThan(Math.min(...losses));
      expect(evaluate(network, testImages).loss).toBe(losses.at(-1));
    }
  });
});

describe("train, asked for what cannot be,", () => {
  /** TypeScript lets it pass, because it is not written out in the call. */
  const misspelled = { epochs: 1, batchsize: 32 };

  test.each([
    ["no epochs", { epochs: 0 }, "train: epochs must be a whole number >= 1, got 0"],
    ["half a batch", { batchSize: 0.5 }, "train: batchSize must be a whole number >= 1, got 0.5"],
    [
      "a batch beyond the data",
      { batchSize: 301 },
      "train: batchSize must be at most the data set's 300 images, got 301",
    ],
    ["a NaN rate", { learningRate: Number.NaN }, "train: learningRate must be a number >= 0, got NaN"],
    ["an infinite rate", { learningRate: Infinity }, "train: learningRate must be a number >= 0, got Infinity"],
    [
      "a rate of NaN by schedule",
      { learningRate: () => Number.NaN },
      "train: learningRate must be a number >= 0, got NaN",
    ],
    ["a negative seed", { seed: -1 }, "seededRandom: seed must be a whole number >= 0, got -1"],
    [
      "momentum of 1",
      { optimizer: { kind: "sgd" as const, momentum: 1, weightDecay: 0 } },
      "sgd: momentum must be >= 0 and < 1, got 1",
    ],
    [
      "an optimizer that is none",
      { optimizer: { kind: "adagrad" } as unknown as Optimizer },
      'train: optimizer must be one that sgd() or adam() returns, got {"kind":"adagrad"}',
    ],
    [
      "a scale that leaves nothing",
      { augment: { scale: 100 } },
      "augmenter: scale must be below 100 per cent, got 100",
    ],
    ["patience without validation images", { patience: 2 }, "train: patience needs validation images, got none"],
    [
      "the best weights without validation images",
      { restoreBest: true },
      "train: restoreBest needs validation images, got none",
    ],
    ["no threads", { threads: 0 }, "train: threads must be a whole number >= 1, got 0"],
    [
      "an option that there is not",
      misspelled,
      "train: options must be of epochs, batchSize, learningRate, optimizer, augment, validation, patience, restoreBest, shuffle, seed, resume, threads, runOn, onProgress, observer, got batchsize",
    ],
    [
      "a rate in quotes",
      { learningRate: "0.1" as unknown as number },
      'train: learningRate must be a number or a function of the step, got "0.1"',
    ],
    [
      "a place to run that there is not",
      { runOn: "gpu" as "engine" },
      'train: runOn must be "engine" or "layers", got "gpu"',
    ],
    [
      "progress told to nobody",
      { onProgress: 5 as unknown as () => void },
      "train: onProgress must be a function, got 5",
    ],
    [
      "a network in a run's place",
      { resume: articleNetwork() as unknown as Run },
      "train: resume must be a run, or what loadRun gives, got something without a state",
    ],
  ])("refuses %s and changes nothing", (_, options, message) => {
    const network = articleNetwork();
    const before = weightsOf(network);
    expect(() => train(network, images, options)).toThrow(new RangeError(message));
    expect(weightsOf(network)).toEqual(before);
  });

  test("refuses validation without images, or with images of another size", () => {
    const validation = images.take(0);
    expect(() => train(articleNetwork(), images, { validation })).toThrow(RangeError);
    const small = noise(2, [9, 9], 10);
    expect(() => train(articleNetwork(), images, { validation: small })).toThrow(
      new ShapeError("train: validation images must be (28, 28) like the others, got (9, 9)"),
    );
  });

  test("stops when the loss is no number, tells step and rate, and gives back the weights from before", () => {
    const network = articleNetwork();
    network.parameters[0].data[0] = Number.NaN;
    const before = weightsOf(network);
    expect(() => train(network, images, { learningRate: 0.25 })).toThrow(TrainingError);
    expect(() => train(network, images, { learningRate: 0.25 })).toThrow(
      "train: the loss became NaN at step 1 with learning rate 0.25; the network has its weights from before this call. There was NaN in filters of layers[0] Conv3x3 already: make a new network.",
    );
    expect(weightsOf(network)).toEqual(before);
  });

  test("advises a smaller rate where the weights were numbers", () => {
    expect(() => train(articleNetwork(), images, { learningRate: 1e30, seed: 1 })).toThrow(
      / Try a smaller learning rate\.$/,
    );
  });
});

describe("evaluate", () => {
  test("reads confusion as [label][answer]", () => {
    const always3 = new Network([new Softmax(784, 10)]);
    always3.parameters[0].data.fill(0);
    always3.parameters[1].data[3] = 1;
    const { confusion } = evaluate(always3, testImages);
    expect(confusion[7][3]).toBeGreaterThan(0);
    expect(confusion[3][7]).toBe(0);
  });

  test("says for each image which class it was taken for", () => {
    const { answers, accuracy } = evaluate(articleNetwork(), testImages);
    const right = Array.from(answers).filter((answer, i) => answer === testImages.label(i));
    expect(answers).toHaveLength(testImages.length);
    expect(right.length / testImages.length).toBe(accuracy);
  });

  test("takes a single image", () => {
    const { confusion, accuracy } = evaluate(articleNetwork(), testImages.take(1));
    expect(confusion.flat().reduce((a, b) => a + b)).toBe(1);
    expect([0, 1]).toContain(accuracy);
  });

  test("has loss ln 10 for a network that knows nothing", () => {
    const blank = new Network([new Softmax(784, 10)]);
    blank.parameters[0].data.fill(0);
    expect(evaluate(blank, testImages).loss).toBeCloseTo(Math.log(10), 12);
  });
});

test("a network needs layers", () => {
  expect(() => new Network([])).toThrow(RangeError);
  expect(new Network([new Softmax(4, 2)]).forward(tensor([2, 2])).shape).toEqual([2]);
});
