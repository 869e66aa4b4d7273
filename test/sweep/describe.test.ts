import { afterEach, describe, expect, test } from "vitest";
import { Conv2D } from "../../src/layers/conv2d";
import { Conv3x3 } from "../../src/layers/conv3x3";
import { Dense } from "../../src/layers/dense";
import { Dropout } from "../../src/layers/dropout";
import { Flatten } from "../../src/layers/flatten";
import { Layer } from "../../src/layers/layer";
import { MaxPool2 } from "../../src/layers/max-pool2";
import { MaxPool2D } from "../../src/layers/max-pool2d";
import { ReLU } from "../../src/layers/relu";
import { Softmax } from "../../src/layers/softmax";
import { seededRandom } from "../../src/random";
import { describeTrial, requireRunnable, type TrialTrainOptions } from "../../src/sweep/describe";
import { layerClasses, layerFrom } from "../../src/sweep/layers-of-trial";
import { trainOptionsOf } from "../../src/sweep/run-trial";
import { parseTrial } from "../../src/sweep/trial";
import { trainingImages } from "../../src/sweep/trial-data";
import { type Tensor, tensor } from "../../src/tensor";
import { adam, sgd } from "../../src/training/optimizers";
import { constantRate, cosineRate, fallingRate, type Schedule, steppedRate } from "../../src/training/schedules";

const data = { name: "mnist", sha256: "0".repeat(64), validation: 5000 };
const article = () => [new Conv3x3(8), new MaxPool2(), new Softmax(10)];
const described = (layers: readonly Layer[], train: TrialTrainOptions = {}) => describeTrial(layers, train, data);

describe("each layer comes back from its trial as it was:", () => {
  const layers: Layer[] = [
    new Conv2D(4, {
      size: [3, 5],
      stride: 2,
      padding: "same",
      paddingValue: -0.5,
      bias: false,
      initialisation: "glorot",
    }),
    new Conv2D(4),
    new Conv3x3(8),
    new MaxPool2({ ties: "all" }),
    new MaxPool2D(3, 2),
    new ReLU(),
    new Flatten(),
    new Dropout(0.3),
    new Dense(7, { bias: false, initialisation: "article" }),
    new Softmax(10, { initialisation: "he" }),
  ];
  test.each(layers.map((layer) => [layer.name, layer] as const))("%s", (name, layer) => {
    const [data] = parseTrial(JSON.parse(JSON.stringify(described([layer])))).network.layers;
    const back = layerFrom(data);
    expect(back).toEqual(layer);
    expect(data.kind).toBe(name);
    expect(described([back]).network.layers[0]).toEqual(data);
  });

  test("and there is none besides", () => {
    expect(new Set(layers.map(({ name }) => name))).toEqual(new Set(Object.keys(layerClasses)));
  });
});

describe("schedules, optimizers and augmentation come back:", () => {
  test.each<[TrialTrainOptions, number]>([
    [{}, 0.005],
    [{ learningRate: 0.1 }, 0.1],
    [{ learningRate: constantRate(0.1), optimizer: adam({ weightDecay: 0.01 }) }, 0.1],
    [{ learningRate: fallingRate(0.1, 0.01), optimizer: sgd({ momentum: 0.9 }) }, 0.055],
    [{ learningRate: cosineRate(0.1, { warmUp: 0.2 }), augment: { shift: 1 } }, 0.0691342],
    [{ learningRate: steppedRate(0.1, { parts: 4, factor: 0.5 }), augment: {} }, 0.025],
  ])("%j", (options, rate) => {
    const back = trainOptionsOf(JSON.parse(JSON.stringify(described(article(), options))));
    expect((back.learningRate as Schedule)(50, 100)).toBeCloseTo(rate, 6);
    expect(back.optimizer).toEqual(options.optimizer ?? sgd());
    expect(back.augment).toEqual(
      options.augment && { shift: 2, rotation: 10, scale: 10, background: 0, ...options.augment },
    );
  });
});

class Scale extends Layer {
  readonly parameters = {};
  forward(input: Tensor) {
    return input;
  }
  backward(dLdInput: Tensor) {
    return { dLdInput, gradients: {} };
  }
  override describe() {
    return {};
  }
}

describe("what is written by hand is refused by its name:", () => {
  const hand = "written by hand exists in this notebook only, and trials know the package's";
  const used = new Conv3x3(8);
  void used.filters;
  test.each<[string, readonly Layer[], TrialTrainOptions, string]>([
    [
      "a layer",
      [new Scale(), new Softmax(10)],
      {},
      `sweep: layers[0] must be of Conv2D, Conv3x3, MaxPool2, MaxPool2D, ReLU, Flatten, Dropout, Dense, Softmax, got Scale: a layer that is ${hand}`,
    ],
    [
      "a named schedule",
      article(),
      {
        learningRate: function mine() {
          return 0.1;
        },
      },
      `sweep: learningRate must be a number, or what constantRate, fallingRate, cosineRate or steppedRate returns, got the function mine: one that is ${hand}`,
    ],
    [
      "an optimizer",
      article(),
      { optimizer: { kind: "lion" } as never },
      'sweep: optimizer must be one that sgd() or adam() returns, got {"kind":"lion"}',
    ],
    [
      "weights of its own",
      [used, new Softmax(10)],
      {},
      "sweep: layers[0] Conv3x3 must have no weights and no { random } of its own, got some: a trial's weights come from its seed",
    ],
    [
      "a stream of its own",
      [new Conv2D(8, { random: seededRandom(1) })],
      {},
      "sweep: layers[0] Conv2D must have no weights and no { random } of its own, got some: a trial's weights come from its seed",
    ],
    [
      "an option",
      article(),
      { threads: 2 } as never,
      "sweep: train: options must be of epochs, batchSize, learningRate, optimizer, augment, seed, got threads",
    ],
    ["no layer", [], {}, "sweep: network must return a list of layers, got []"],
    [
      "a tensor as layer",
      [tensor([1])] as never,
      {},
      'sweep: layers[0] must be a layer, got {"shape":[1],"data":{"0":0}}',
    ],
    ["a batch size", article(), { batchSize: 0 }, "sweep: train.batchSize must be >=1, got 0"],
  ])("%s", (_, layers, options, message) => {
    expect(() => described(layers, options)).toThrow(new RangeError(message));
  });
});

describe("what can be known before a trial runs is known before:", () => {
  const { train } = trainingImages("mnist");
  const refusal =
    (layers: readonly Layer[], options: TrialTrainOptions = {}, more: Partial<typeof data & { take: number }> = {}) =>
    () =>
      requireRunnable(describeTrial(layers, options, { ...data, ...more }), layers, train);
  test.each<[() => void, string]>([
    [
      refusal([new Conv3x3(8), new MaxPool2(), new Softmax(9)]),
      "sweep: the last layer must give 10 numbers, one for each class, got (9)",
    ],
    [
      refusal([new Conv2D(2, { size: 29 }), new Softmax(10)]),
      "Network: layers[0] Conv2D does not take (28, 28), the network's input.",
    ],
    [
      refusal(article(), { batchSize: 200 }, { take: 100 }),
      "sweep: batchSize must be at most the 100 images to learn from, got 200",
    ],
    [
      refusal(article(), {}, { validation: 60_000 }),
      "sweep: validation must be at most 59999 of 60000 images, got 60000",
    ],
    [refusal(article(), {}, { take: 55_001 }), "sweep: take must be at most the 55000 images that are left, got 55001"],
  ])("case %#", (run, message) => {
    expect(run).toThrow(message);
  });
  test("and a trial that fits passes", () => {
    expect(refusal(article())).not.toThrow();
  });
});

describe("in quick runs", () => {
  afterEach(() => {
    delete process.env.CNN_NOTEBOOKS_QUICK;
  });
  test("a trial says itself that it learns from few images, so that its results pass for no others", () => {
    process.env.CNN_NOTEBOOKS_QUICK = "1";
    expect(described(article(), { epochs: 3 }).data).toMatchObject({ take: 200, validation: 200 });
  });
});
