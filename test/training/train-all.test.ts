import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Dataset } from "../../src/data/dataset";
import { loadMnist } from "../../src/data/mnist";
import { TrainingError } from "../../src/errors";
import {
  adam,
  Conv2D,
  cosineRate,
  Dropout,
  lastRun,
  MaxPool2D,
  Network,
  type Progress,
  ReLU,
  Softmax,
  seededRandom,
  sgd,
  type TrainAllOptions,
  train,
  trainAll,
} from "../../src/index";
import { articleNetwork, weightsOf } from "../helpers/article-network";

const seeds = [1, 2, 3];
let images: Dataset;
let others: Dataset;
beforeAll(() => {
  const mnist = loadMnist();
  images = mnist.train.take(2000);
  others = mnist.train.slice(2000, 2500);
});
afterEach(() => vi.restoreAllMocks());

const article = (seed: number) => articleNetwork(seed);
const deep = (seed: number) =>
  new Network(
    [new Conv2D(8), new ReLU(), new MaxPool2D(), new Conv2D(16), new ReLU(), new Dropout(0.25), new Softmax(10)],
    { input: [28, 28], random: seededRandom(seed) },
  );
const recipe: TrainAllOptions = {
  batchSize: 32,
  optimizer: adam(),
  learningRate: cosineRate(0.003),
  augment: { shift: 2, rotation: 10, scale: 10 },
};

/** The networks after `trainAll`, and what it returned, are those of as many calls of `train`. */
function expectSame(make: (seed: number) => Network, options: TrainAllOptions, of = seeds): void {
  const together = of.map(make);
  const runs = trainAll(together, images, { ...options, seeds: of });
  for (const [k, seed] of of.entries()) {
    const alone = make(seed);
    const run = train(alone, images, { ...options, seed });
    expect(weightsOf(together[k])).toEqual(weightsOf(alone));
    const { seconds: _, threads: __, ...same } = run;
    expect(runs[k]).toMatchObject(same);
  }
}

describe("trainAll gives each network the bits that train gives it", () => {
  test.each<[string, TrainAllOptions]>([
    ["one image at a time, two threads", { threads: 2 }],
    ["one image at a time, one thread", { threads: 1 }],
    ["one image at a time, five threads", { threads: 5 }],
    ["one image at a time, momentum and decay", { threads: 2, optimizer: sgd({ momentum: 0.9, weightDecay: 1e-4 }) }],
    ["batches of 8, a single chunk", { batchSize: 8, threads: 2 }],
    ["batches of 64, two epochs", { batchSize: 64, threads: 3, epochs: 2, learningRate: 0.1 }],
  ])("the article's network, %s", (_, options) => expectSame(article, options));

  test.each([2, 3, 5])("a deeper one with dropout, augmentation and Adam on %i threads", (threads) => {
    expectSame(deep, { ...recipe, threads }); // of 4 chunks: with two threads one after the other
  });

  test("networks that are not alike", () => {
    expectSame((seed) => (seed % 2 === 1 ? deep(seed) : articleNetwork(seed)), { batchSize: 32, threads: 3 });
  });

  test("with validation, patience and the best weights, where one ends before another", () => {
    const options = {
      batchSize: 32,
      threads: 3,
      learningRate: 0.15,
      epochs: 12,
      patience: 1,
      restoreBest: true,
      validation: others,
    };
    expectSame(article, options);
    const told: number[] = [];
    const onProgress = ({ step }: Progress) => void told.push(step);
    const runs = trainAll(seeds.map(article), images, { ...options, seeds, onProgress });
    expect(new Set(runs.map(({ epochs }) => epochs)).size).toBeGreaterThan(1);
    expect(told.at(-1)).toBe(Math.max(...runs.map(({ losses }) => losses.length)));
    expect(told.every((step, k) => k === 0 || step > told[k - 1])).toBe(true);
  });

  test("more networks than a phase of the engine's team has tasks for", () => {
    const many = Array.from({ length: 20 }, (_, k) => k + 1);
    const few = images.take(512);
    const together = many.map(article);
    trainAll(together, few, { seeds: many, batchSize: 256, epochs: 2, threads: 3 }); // 16 chunks each
    const last = articleNetwork(20);
    train(last, few, { seed: 20, batchSize: 256, epochs: 2 });
    expect(weightsOf(together[19])).toEqual(weightsOf(last));
  });

  test("what the engine does not know, one after the other", () => {
    vi.spyOn(console, "log").mockImplementation(() => {});
    const together = seeds.map((seed) => articleNetwork(seed, "all"));
    const few = images.take(30);
    const runs = trainAll(together, few, { seeds });
    expect(runs.map(({ ranOn }) => ranOn)).toEqual(["layers", "layers", "layers"]);
    const alone = articleNetwork(2, "all");
    train(alone, few, { seed: 2 });
    expect(weightsOf(together[1])).toEqual(weightsOf(alone));
  });
});

describe("trainAll tells", () => {
  test("the seeds that were drawn", () => {
    const networks = [articleNetwork(1), articleNetwork(1)];
    const [one, other] = trainAll(networks, images);
    expect(one.seed).not.toBe(other.seed);
    const again = articleNetwork(1);
    train(again, images, { seed: other.seed });
    expect(weightsOf(again)).toEqual(weightsOf(networks[1]));
  });

  test("how far all have come, as of one run that goes forward: means of losses and accuracies", () => {
    const told: Progress[] = [];
    const onProgress = (progress: Progress) => void told.push(progress);
    const runs = trainAll(seeds.map(article), images, { seeds, epochs: 3, threads: 2, onProgress });
    const last = told[told.length - 1];
    expect(last).toMatchObject({ step: 6000, steps: 6000, epoch: 3, epochs: 3, secondsLeft: 0 });
    told.reduce((before, now) => {
      expect(now.step).toBeGreaterThan(before.step);
      return now;
    });
    const counts = told.map(({ step }, k) => step - (told[k - 1]?.step ?? 0));
    const mean = told.reduce((sum, { loss }, k) => sum + loss * counts[k], 0) / 6000;
    const losses = runs.map(({ losses }) => losses.reduce((sum, loss) => sum + loss) / losses.length);
    expect(mean).toBeCloseTo(losses.reduce((sum, loss) => sum + loss) / 3, 10);
  });

  test("the same of networks that are trained one after the other: one run of all their steps", () => {
    vi.spyOn(console, "log").mockImplementation(() => {});
    const told: Progress[] = [];
    const onProgress = (progress: Progress) => void told.push(progress);
    trainAll(seeds.map(article), images.take(20), { seeds, runOn: "layers", epochs: 2, onProgress });
    expect(told.at(-1)).toMatchObject({ step: 120, steps: 120, epoch: 6, epochs: 6, secondsLeft: 0 });
    expect(told.every(({ step }, k) => k === 0 || step > told[k - 1].step)).toBe(true);
  });

  test("lastRun, of the last network, also where onProgress ended it", () => {
    const stop = new Error("that is enough");
    const networks = seeds.map(article);
    const onProgress = () => {
      throw stop;
    };
    expect(() => trainAll(networks, images, { seeds, epochs: 500, threads: 2, onProgress })).toThrow(stop);
    expect(lastRun()).toMatchObject({ seed: 3, finished: false });
    expect(lastRun().losses.length).toBeGreaterThan(0);
    for (const [k, seed] of seeds.entries()) {
      expect(weightsOf(networks[k])).not.toEqual(weightsOf(articleNetwork(seed)));
    }
  });
});

describe("where a step fails, each network has the weights that train leaves it with:", () => {
  test.each([1, 7, 33, 150])("a schedule that throws for step %i", (step) => {
    const learningRate = (done: number) => {
      if (done === step - 1) throw new Error("planted");
      return 0.005;
    };
    const networks = seeds.map(article);
    const words = step === 1 ? "planted" : `step ${step} of 2000 failed: planted`;
    expect(() => trainAll(networks, images, { seeds, learningRate, threads: 2 })).toThrow(words);
    expect(lastRun().losses.length).toBe(step - 1);
    for (const [k, seed] of seeds.entries()) {
      const alone = articleNetwork(seed);
      expect(() => train(alone, images, { seed, learningRate })).toThrow(words);
      expect(weightsOf(networks[k])).toEqual(weightsOf(alone));
    }
  });

  test("a network that has learned nothing, found at the end: the others have their best weights", () => {
    const few = images.take(200);
    const options = {
      epochs: 2,
      validation: others,
      restoreBest: true,
      learningRate: (step: number) => 0.005 / (step + 1) ** 3,
    };
    const networks = seeds.map(article);
    train(networks[2], images.take(10)); // see "a run that diverges"
    const { data } = networks[2].parameters[1];
    for (let i = 0; i < data.length; i++) data[i] *= 1e5;
    const before = weightsOf(networks[2]);
    expect(() => trainAll(networks, few, { ...options, seeds, threads: 2 })).toThrow(
      /networks\[2\], seed 3: the loss stands/,
    );
    const alone = articleNetwork(1);
    train(alone, few, { ...options, seed: 1 });
    expect(weightsOf(networks[0])).toEqual(weightsOf(alone));
    expect(weightsOf(networks[2])).toEqual(before);
  });
});

describe("trainAll refuses", () => {
  const cases: [string, () => unknown, string][] = [
    ["no network", () => trainAll([], images), "trainAll: expected networks, got none"],
    [
      "seeds that are not one for each network",
      () => trainAll(seeds.map(article), images, { seeds: [1, 2] }),
      "trainAll: expected 3 seeds, one for each network, got 2",
    ],
    [
      "a network twice",
      () => {
        const network = articleNetwork(1);
        return trainAll([network, network], images);
      },
      "trainAll: expected networks that differ, got one of them twice",
    ],
  ];
  test.each(cases)("%s", (_, attempt, message) => expect(attempt).toThrow(new RangeError(message)));

  test.each(["seed", "resume", "batches"])("the option %s, which it does not have", (name) => {
    expect(() => trainAll([articleNetwork(1)], images, { [name]: 1 })).toThrow(
      new RangeError(
        "trainAll: options must be of epochs, batchSize, learningRate, optimizer, augment, validation, patience, " +
          `restoreBest, shuffle, threads, runOn, onProgress, seeds, got ${name}`,
      ),
    );
  });

  test("a run that diverges, and says whose: that network is as before, the others have learned", () => {
    const networks = seeds.map(article);
    const [, ruined] = networks;
    train(ruined, images); // the engine is checked against the layers here, where they can be compared
    ruined.parameters[1].data[0] = 1e30;
    const before = networks.map(weightsOf);
    const attempt = () => trainAll(networks, images, { seeds, threads: 2 });
    expect(attempt).toThrow(TrainingError);
    expect(weightsOf(ruined)).toEqual(before[1]);
    expect(weightsOf(networks[2])).not.toEqual(before[2]);
    expect(attempt).toThrow(/^trainAll: networks\[1\], seed 2: the loss /);
  });
});
