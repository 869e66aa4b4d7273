import { expect, test } from "vitest";
import "../../src/engine/engine-runner";
import { inProcessHost } from "../../src/sweep/in-process-host";
import { epochsOfTrial, networkOf, type TrialResult, trainOptionsOf } from "../../src/sweep/run-trial";
import type { Trial } from "../../src/sweep/trial";
import { splitFor } from "../../src/sweep/trial-data";
import { evaluate } from "../../src/training/evaluate";
import { train } from "../../src/training/train";
import { goldenTrial, goldenWeights, smallTrial } from "../helpers/trials";

function run(trial: Trial, last = Infinity): TrialResult {
  const epochs = epochsOfTrial(trial);
  for (let go: boolean | undefined; ; ) {
    const { value, done } = epochs.next(go);
    if (done) return value;
    go = value.epoch < last;
  }
}

test("a trial has the bits of train(): losses by epoch, and weights", () => {
  const trial = smallTrial({ train: { optimizer: { kind: "adam" }, learningRate: { kind: "cosine", rate: 0.01 } } });
  const result = run(trial);
  const { train: learn, validation } = splitFor(trial.data);
  const network = networkOf(trial, learn.imageShape);
  const { losses, validation: looked } = train(network, learn, { ...trainOptionsOf(trial), validation });
  expect(result.epochs.map(({ loss }) => loss)).toEqual([...(looked?.losses ?? [])]);
  const lastEpoch = losses.slice(-30);
  expect(result.epochs[2].trainLoss).toBeCloseTo(lastEpoch.reduce((a, b) => a + b) / 30, 12);
  expect(evaluate(network, validation).loss).toBe(result.epochs[2].loss);
});

test("the same trial twice gives the same bits, another seed gives others", () => {
  const weights = [1, 1, 2].map((seed) => run(smallTrial({ train: { seed } })).weights);
  expect(weights[0]).toBe(weights[1]);
  expect(weights[0]).not.toBe(weights[2]);
});

test("the golden trial: Adam, cosine, augmentation, dropout, Dense, on every machine and Node", () => {
  expect(run(goldenTrial()).weights).toBe(goldenWeights);
});

test("a trial that is told to end has the epochs so far, and the weights reached", () => {
  const two = run(smallTrial(), 2);
  const all = run(smallTrial());
  expect(two).toMatchObject({ stopped: true, epochs: all.epochs.slice(0, 2) });
  expect(two.weights).not.toBe(all.weights);
  expect(run(smallTrial(), 3).stopped).toBeUndefined();
});

test("numbers that run away are a result: diverged, with the epochs before", () => {
  const { diverged, epochs, weights } = run(smallTrial({ train: { learningRate: 1e6 } }));
  expect({ diverged, epochs, weights }).toEqual({ diverged: true, epochs: [], weights: "" });
});

test("another data set than the trial was made for is refused with both checksums", () => {
  const trial = smallTrial({ data: { sha256: "0".repeat(64) } });
  expect(() => run(trial)).toThrow(/^trial: data set "mnist" must have the images .* 000000000000…, got [0-9a-f]{12}…/);
  expect(() => run(smallTrial({ data: { name: "no-such-set" } }))).toThrow(/expected a data set in data, found none/);
});

test("a network that each bound allows, but not all together, is refused before it is made", () => {
  const wide = smallTrial({
    layers: [
      { kind: "Conv2D", options: { filters: 1024 } },
      { kind: "Dense", options: { nodes: 8192 } },
      { kind: "Softmax", options: { nodes: 10 } },
    ],
  });
  expect(() => run(wide)).toThrow("trial: layers[1] Dense must have at most 50000000 numbers, got 5670699008");
});

test("in this process trials run one after the other, and what ends one says so", async () => {
  const host = inProcessHost();
  const order: string[] = [];
  const told = (id: string) => () => order.push(id) > 0;
  const [a, b] = await Promise.all(["a", "b"].map((id) => host.run(id, smallTrial(), told(id))));
  expect(order).toEqual(["a", "a", "a", "b", "b", "b"]);
  expect(a.weights).toBe(b.weights);
  const late = host.run("c", smallTrial(), () => true);
  await host.close();
  await expect(late).rejects.toThrow("the trial was ended");
});
