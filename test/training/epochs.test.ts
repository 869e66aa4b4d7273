import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Dataset } from "../../src/data/dataset";
import { loadMnist } from "../../src/data/mnist";
import { epochsOf } from "../../src/training/epochs";
import { evaluate } from "../../src/training/evaluate";
import { lastRun } from "../../src/training/last-run";
import { train } from "../../src/training/train";
import { articleNetwork, weightsOf } from "../helpers/article-network";
import "../../src/engine/engine-runner";

let images: Dataset;
let validation: Dataset;
beforeAll(() => {
  const mnist = loadMnist();
  images = mnist.train.take(300);
  validation = mnist.test.take(50);
});

const mean = (values: Float64Array) => values.reduce((a, b) => a + b) / values.length;

describe("epochsOf", () => {
  test("gives each epoch with the network up to date, and in the end what train returns", () => {
    const options = { epochs: 3, seed: 1, validation };
    const [network, trained] = [articleNetwork(), articleNetwork()];
    const run = train(trained, images, options);
    const epochs = epochsOf(network, images, options);
    const seen = [];
    for (let next = epochs.next(); ; next = epochs.next()) {
      if (next.done) {
        expect(next.value).toEqual({ ...run, seconds: next.value.seconds });
        break;
      }
      seen.push(next.value);
      expect(evaluate(network, validation).loss).toBe(next.value.validation?.loss);
    }
    expect(weightsOf(network)).toEqual(weightsOf(trained));
    expect(seen.map(({ epoch, epochs }) => [epoch, epochs])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    seen.forEach(({ loss, accuracy }, k) => {
      expect(loss).toBeCloseTo(mean(run.losses.subarray(300 * k, 300 * (k + 1))), 12);
      expect(accuracy).toBeCloseTo(mean(run.accuracies.subarray(300 * k, 300 * (k + 1))), 12);
    });
  });

  test("can be left early: the network has that epoch's weights, and lastRun the run so far, which can be resumed", () => {
    const [network, once] = [articleNetwork(), articleNetwork()];
    for (const { epoch } of epochsOf(network, images, { epochs: 9, seed: 1 })) if (epoch === 2) break;
    const run = train(once, images, { epochs: 2, seed: 1 });
    expect(weightsOf(network)).toEqual(weightsOf(once));
    expect(lastRun()).toMatchObject({ finished: true }); // of the second
    expect(run.finished).toBe(true);

    for (const _ of epochsOf(network, images, { epochs: 9, seed: 1 })) break;
    expect(lastRun()).toMatchObject({ finished: false, epochs: 1, stepsPerEpoch: 300 });
    expect(train(network, images, { resume: lastRun() }).state).toMatchObject({ epochs: 2, images: 600 });
  });

  test("checks its options when it is asked for the first epoch", () => {
    expect(() => epochsOf(articleNetwork(), images, { epochs: 0 }).next()).toThrow("train: epochs must be");
  });
});

describe("lastRun", () => {
  test("gives what train returned", () => {
    const run = train(articleNetwork(), images);
    expect(lastRun()).toBe(run);
  });

  test("gives losses, validation and state of a run that an error ended, and the network has the weights of that time", () => {
    const network = articleNetwork();
    const error = new Error("enough");
    const onProgress = ({ epoch }: { epoch: number }) => {
      if (epoch >= 3) throw error;
    };
    expect(() => train(network, images, { epochs: 1000, validation, onProgress, seed: 1 })).toThrow(error);
    const run = lastRun();
    expect(run.finished).toBe(false);
    expect(run.epochs).toBeGreaterThan(2);
    expect(run.losses.length).toBe(Math.round(run.epochs * 300));
    expect(run.validation?.losses.length).toBe(Math.ceil(run.epochs) - 1);
    expect(run.state.images).toBe(run.losses.length);
    const until = performance.now() + 20;
    while (performance.now() < until);
    expect(lastRun().seconds).toBe(run.seconds); // it does not go on taking time
  });
});

test("train says once in one line that it leaves the engine, why, and about how much slower that is", () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  for (let seed = 0; seed < 3; seed++) train(articleNetwork(seed, "all"), images.take(2));
  train(articleNetwork(), images.take(2)); // on the engine
  train(articleNetwork(), images.take(2), { runOn: "layers" }); // asked for
  expect(log.mock.calls).toEqual([
    [
      'train: running on the layers, some fifty times as slow as on the engine: it does not know layers[1] MaxPool2 with {"ties":"all"}. ' +
        "Fewer images take less time: dataset.take(3000).",
    ],
  ]);
  log.mockRestore();
});
