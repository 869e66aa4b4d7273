import { beforeAll, describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset";
import { loadMnist } from "../../src/data/mnist";
import { ShapeError, TrainingError } from "../../src/errors";
import { relativeDifference } from "../../src/layers/check-gradients";
import { Conv3x3 } from "../../src/layers/conv3x3";
import { Dropout } from "../../src/layers/dropout";
import { Flatten } from "../../src/layers/flatten";
import { MaxPool2 } from "../../src/layers/max-pool2";
import { Softmax } from "../../src/layers/softmax";
import { Network } from "../../src/network/network";
import { seededRandom } from "../../src/random";
import { evaluate } from "../../src/training/evaluate";
import { lastRun } from "../../src/training/last-run";
import { adam, sgd } from "../../src/training/optimizers";
import type { Runner } from "../../src/training/runner";
import { train } from "../../src/training/train";
import type { TrainOptions } from "../../src/training/train-options";
import { articleNetwork, weightsOf } from "../helpers/article-network";
import { noise } from "../helpers/engine/networks";

export interface Contract {
  readonly runOn: Runner["ranOn"];
  /** The relative difference that a sum of gradients in another order may make. */
  readonly rounding: number;
  /** Claims that this runner does not keep, each with the reason. */
  readonly except?: Readonly<Record<string, string>>;
}

/** What `train` and `evaluate` promise on whatever runs them: every runner's tests call this. */
export function runnerContract({ runOn, rounding, except = {} }: Contract): void {
  let images: Dataset;
  let testImages: Dataset;
  beforeAll(() => {
    const mnist = loadMnist();
    images = mnist.train.take(300);
    testImages = mnist.test.take(200);
  });
  const claims: string[] = [];
  const claim = (title: string, check: () => void) => {
    claims.push(title);
    const reason = except[title];
    if (reason === undefined) test(title, check);
    else test(`do not ${title}: ${reason}`, () => expect(check).toThrow());
  };
  const run = (network: Network, dataset: Dataset, options: TrainOptions = {}) => {
    const result = train(network, dataset, { runOn, ...options });
    expect(result.ranOn).toBe(runOn);
    return result;
  };
  /** An attempt that throws leaves the weights as they were. */
  const refused = (
    network: Network,
    attempt: () => void,
    error: string | RegExp | (new (message: string) => Error),
  ) => {
    const before = weightsOf(network);
    expect(attempt).toThrow(error);
    expect(weightsOf(network)).toEqual(before);
  };

  describe(`train and evaluate on the ${runOn}`, () => {
    claim("give the same run for the same seed, to the last bit, and another for another", () => {
      const losses = (seed: number) => Array.from(run(articleNetwork(), images, { seed }).losses);
      expect(losses(3)).toEqual(losses(3));
      expect(losses(3)).not.toEqual(losses(4));
    });

    claim("tell the seed that was drawn", () => {
      const { seed, losses } = run(articleNetwork(), images);
      expect(run(articleNetwork(), images, { seed }).losses).toEqual(losses);
    });

    claim("step along the mean of a mini-batch's gradients", () => {
      const batch = articleNetwork();
      const before = weightsOf(batch);
      const steps = [0, 1, 2].map((i) => {
        const one = articleNetwork();
        run(one, images.slice(i, i + 1), { learningRate: 0.1 });
        return weightsOf(one).map((weight, k) => weight - before[k]);
      });
      run(batch, images.take(3), { batchSize: 3, learningRate: 0.1 });
      const mean = (k: number) => (steps[0][k] + steps[1][k] + steps[2][k]) / 3;
      const expected = before.map((weight, k) => weight + mean(k));
      expect(relativeDifference(weightsOf(batch), expected)).toBeLessThan(rounding);
    });

    claim("take a smaller last batch: 300 images by 128 are 3 steps, 44 images in the last", () => {
      const { stepsPerEpoch, losses, accuracies } = run(articleNetwork(), images, {
        batchSize: 128,
        epochs: 2,
        seed: 1,
      });
      expect([stepsPerEpoch, losses.length]).toEqual([3, 6]);
      expect(losses.every(Number.isFinite)).toBe(true);
      const correct = accuracies[2] * 44;
      expect(Math.abs(correct - Math.round(correct))).toBeLessThan(1e-9);
    });

    claim("refuse a rate that is not a number >= 0", () => {
      for (const rate of [Number.NaN, Infinity, -1]) {
        const network = articleNetwork();
        for (const learningRate of [rate, () => rate]) {
          refused(
            network,
            () => run(network, images, { learningRate }),
            `train: learningRate must be a number >= 0, got ${rate}`,
          );
        }
      }
    });

    claim("take 0 as a rate: the schedule of the articles that falls to 0 at the last step, and warm-up from 0", () => {
      const falling = run(articleNetwork(), images, { learningRate: (s, n) => 0.05 * (1 - s / (n - 1)), seed: 1 });
      const rising = run(articleNetwork(), images, { learningRate: (s, n) => (0.01 * s) / n, seed: 1 });
      expect([falling.losses.length, rising.losses.length]).toEqual([300, 300]);
      const network = articleNetwork();
      const before = weightsOf(network);
      run(network, images.take(5), { learningRate: 0 });
      expect(relativeDifference(weightsOf(network), before)).toBeLessThan(rounding);
    });

    claim("keep what was reached where a schedule fails in the middle, and tell the step", () => {
      const rates = [0.01, 0.01, 0.01]; // one too short
      const tooShort = (step: number) => rates[step];
      const throwing = (step: number) => {
        if (step === 3) throw new Error("no more");
        return 0.01;
      };
      const reached = articleNetwork();
      run(reached, images.take(3), { learningRate: 0.01, shuffle: false });
      for (const [learningRate, why] of [
        [tooShort, "train: learningRate must be a number >= 0, got undefined"],
        [throwing, "no more"],
      ] as const) {
        const network = articleNetwork();
        const attempt = () => run(network, images.take(4), { learningRate, shuffle: false });
        expect(attempt).toThrow(
          new TrainingError(
            `train: step 4 of 4 failed: ${why}. ` +
              "The network has the weights of the steps before it, and lastRun() gives the run so far.",
          ),
        );
        expect(weightsOf(network)).toEqual(weightsOf(reached));
        expect(lastRun()).toMatchObject({ epochs: 0.75, finished: false });
        expect(lastRun().losses.length).toBe(3);
      }
    });

    claim("refuse no images", () => {
      const network = articleNetwork();
      refused(network, () => run(network, images.take(0)), /^train: expected a data set with images/);
      refused(network, () => evaluate(network, images.take(0)), /^evaluate: expected a data set/);
    });

    claim("refuse a label that is not a class, wherever it is, before anything is computed", () => {
      const network = new Network([new Softmax(784, 6)]);
      const start = Array.from({ length: 100 }, (_, i) => i).find((i) => images.label(i) < 6) ?? 0;
      const rest = images.slice(start, 200);
      refused(
        network,
        () => run(network, rest, { shuffle: false }),
        /^train: labels must be classes of the network, whole numbers from 0 to 5, got [6-9]$/,
      );
      expect(() => evaluate(network, rest)).toThrow(/^evaluate: labels must be classes of the network/);
    });

    claim("refuse images of another shape than the network was told, though they have as many pixels", () => {
      const network = new Network([new Softmax(10)], { input: [12, 9] });
      const turned = noise(3, [9, 12], 10);
      const message = "images must be (12, 9), the network's input, got (9, 12)";
      refused(network, () => run(network, turned), `train: ${message}`);
      refused(network, () => evaluate(network, turned), `evaluate: ${message}`);
      expect(() => network.forward(turned.image(0))).toThrow(
        new ShapeError("Network.forward: image must be (12, 9), the network's input, got (9, 12)"),
      );
      run(network, noise(3, [12, 9, 1], 10)); // one channel is a grey image
    });

    claim("refuse a softmax whose classes were left out", () => {
      const network = new Network([new Flatten(), new Softmax(25)], { input: [5, 5] });
      const small = noise(3, [5, 5], 2);
      const message =
        "new Softmax(25) has 25 classes, as many as its input has values, and the images have " +
        `${small.classNames.length}: write new Softmax(25, ${small.classNames.length})`;
      refused(network, () => run(network, small), `train: ${message}`);
      refused(network, () => evaluate(network, small), `evaluate: ${message}`);
    });

    claim("go on where a run is resumed: four runs of one epoch are one run of four, to the last bit", () => {
      for (const optimizer of [sgd(), sgd({ momentum: 0.9 }), adam()]) {
        const set = images.take(30);
        const options = { optimizer, batchSize: 8, learningRate: 0.002, augment: { shift: 1 }, seed: 7 };
        const network = () =>
          new Network([new Conv3x3(2), new MaxPool2(), new Dropout(0.3), new Softmax(10)], {
            input: [28, 28],
            random: seededRandom(3),
          });
        const [whole, parts] = [network(), network()];
        const { losses } = run(whole, set, { ...options, epochs: 4 });
        let last = run(parts, set, options);
        const found = [...last.losses];
        for (let k = 0; k < 3; k++) {
          const { seed, optimizer: _, ...same } = options; // both follow from the run
          last = run(parts, set, { ...same, resume: last });
          found.push(...last.losses);
        }
        expect(found).toEqual(Array.from(losses));
        expect(weightsOf(parts)).toEqual(weightsOf(whole));
        expect(last.state).toMatchObject({ seed: 7, epochs: 4, images: 120, memory: { steps: 16 } });
      }
    });

    claim("differ where the optimizer starts anew: what is carried on matters", () => {
      const losses = (resuming: boolean) => {
        const network = articleNetwork();
        const options = { optimizer: adam(), batchSize: 8, seed: 1 };
        const first = run(network, images.take(40), options);
        return Array.from(run(network, images.take(40), { ...options, ...(resuming && { resume: first }) }).losses);
      };
      expect(losses(true)).not.toEqual(losses(false));
    });

    claim("refuse to resume with another kind of optimizer, or another network", () => {
      const network = articleNetwork();
      const resume = run(network, images.take(16), { optimizer: adam(), batchSize: 8 });
      refused(
        network,
        () => run(network, images, { resume, optimizer: sgd() }),
        "train: resume is a run with adam(), whose memory sgd() cannot use: leave out optimizer or resume",
      );
      const other = new Network([new Softmax(784, 10)]);
      refused(other, () => run(other, images, { resume }), ShapeError);
    });

    claim("refuse layers that do not fit together, with a ShapeError", () => {
      const network = new Network([new Softmax(783, 10)]);
      expect(() => train(network, images)).toThrow(ShapeError);
    });

    claim("stop at a loss that runs away, tell step and rate, and give back the weights", () => {
      for (const batchSize of [1, 32]) {
        const network = articleNetwork();
        const attempt = () => run(network, images, { learningRate: 1e200, batchSize, seed: 1 });
        refused(network, attempt, TrainingError);
        refused(
          network,
          attempt,
          /the (loss became (NaN|-?Infinity)|weights ran away \(.*\)) at step \d+ with learning rate 1e\+200; .* Try a smaller learning rate/,
        );
      }
    });

    claim(
      "call a network dead whose loss stands at several hundred, as at rate 1, also where the run ends soon",
      () => {
        for (const options of [
          { batchSize: 1, epochs: 1 },
          { batchSize: 1, epochs: 10 },
          { batchSize: 32, epochs: 10 },
        ]) {
          const network = articleNetwork();
          const attempt = () => run(network, images, { learningRate: 1, seed: 1, ...options });
          refused(
            network,
            attempt,
            /^train: the loss (stands at [3-7]\d\d\.\d|became NaN) at step \d+ with learning rate 1; /,
          );
          expect(lastRun().losses.length * options.batchSize).toBeLessThanOrEqual(2048);
        }
      },
    );

    claim("say so where the last step of all leaves weights that are not numbers; so do evaluate and save", () => {
      const network = articleNetwork();
      const attempt = () =>
        run(network, images.take(2), { learningRate: (s, n) => (s < n - 1 ? 0.01 : 1e300), seed: 1 });
      refused(network, attempt, /^train: the weights ran away \(.* in filters of layers\[0\] Conv3x3\) at step 2 with/);
      network.parameters[1].data[7] = Number.NaN;
      expect(() => evaluate(network, testImages)).toThrow(
        new TrainingError(
          "evaluate: expected weights that are numbers, found NaN in weights of layers[2] Softmax; train anew",
        ),
      );
    });

    claim("keep the weights reached when onProgress throws", () => {
      const network = articleNetwork();
      const before = weightsOf(network);
      const onProgress = () => {
        throw new Error("enough");
      };
      expect(() => run(network, images, { onProgress })).toThrow("enough");
      expect(weightsOf(network)).not.toEqual(before);
      expect(weightsOf(network).every(Number.isFinite)).toBe(true);
    });

    claim("count every image once in the confusion matrix and change no weight", () => {
      const network = articleNetwork();
      run(network, images, { seed: 1 });
      const before = weightsOf(network);
      const { accuracy, loss, confusion } = evaluate(network, testImages);
      const diagonal = confusion.reduce((sum, row, k) => sum + row[k], 0);
      expect(confusion.flat().reduce((a, b) => a + b)).toBe(200);
      expect(accuracy).toBe(diagonal / 200);
      expect(loss).toBeGreaterThan(0);
      expect(weightsOf(network)).toEqual(before);
    });

    claim("share a batch among two threads", () => {
      expect(run(articleNetwork(), images, { batchSize: 32, threads: 2 }).threads).toBe(2);
    });

    claim("take the article's rule for ties", () => {
      run(articleNetwork(1, "all"), images.take(2));
    });

    test("are excepted from claims that there are, and from no others", () => {
      expect(claims).toEqual(expect.arrayContaining(Object.keys(except)));
    });
  });
}
