import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  Conv3x3,
  epochsOf,
  loadMnist,
  MaxPool2,
  Network,
  Softmax,
  seededRandom,
  type TrainOptions,
  train,
  watchLearning,
} from "../../src/index";
import type { DisplayContent, NotebookKernel } from "../../src/notebook/notebook-kernel";
import { panelType } from "../../src/panels/panel";
import { allowed } from "../helpers/slack.mjs";

const kernelKey = Symbol.for("jupyter.kernel");
const mnist = loadMnist();
const images = mnist.train.take(300);
const heldOut = mnist.test.take(20);
let shown: { content: DisplayContent; update: boolean; afterStop?: boolean | undefined }[];

beforeEach(() => {
  shown = [];
  const kernel: NotebookKernel = {
    display: (content, update, afterStop) => shown.push({ content, update, afterStop }),
  };
  (globalThis as Record<symbol, unknown>)[kernelKey] = kernel;
});

afterEach(() => {
  delete (globalThis as Record<symbol, unknown>)[kernelKey];
});

function fresh(): Network {
  const random = seededRandom(1);
  return new Network([new Conv3x3(2, { random }), new MaxPool2(), new Softmax(338, 10, { random })]);
}

interface Shown {
  readonly steps: number;
  readonly taken: number[];
  readonly running: boolean;
  readonly filters: number[];
}
const dataOf = ({ content }: { content: DisplayContent }) => content.data[panelType] as Shown;
const watched = (network: Network, options: TrainOptions = {}) =>
  train(network, images, { seed: 1, observer: watchLearning(network, heldOut), ...options });

test("the first snapshot shows a panel, the others replace it; at the end it has all of them, and a still", () => {
  const network = fresh();
  watched(network, { epochs: 2 });
  expect(shown.map(({ update }) => update)).toEqual(shown.map((_, k) => k > 0));
  expect(new Set(shown.map(({ content }) => content.transient.display_id)).size).toBe(1);
  expect(dataOf(shown[0])).toMatchObject({ taken: [0], running: true, steps: 600 });
  const last = dataOf(shown[shown.length - 1]);
  expect(last).toMatchObject({ running: false, steps: 600 });
  expect(last.taken).toEqual([0, 1, 2, 3, 5, 8, 12, 18, 27, 41, 62, 93, 140, 210, 315, 473, 600]);
  const weights = Array.from(network.parameters[0].data, (weight) => expect.closeTo(weight, 3));
  expect(last.filters.slice(-18)).toEqual(weights);
  for (const [k, { content }] of shown.entries()) {
    expect("image/svg+xml" in content.data).toBe(k === shown.length - 1);
  }
});

test.each(["engine", "layers"] as const)("watching on the %s changes no weight", (runOn) => {
  const [alone, seen] = [fresh(), fresh()];
  train(alone, images, { seed: 1, runOn });
  watched(seen, { runOn });
  expect(seen.parameters.map(({ data }) => data)).toEqual(alone.parameters.map(({ data }) => data));
});

test("a second run gets a panel of its own, with snapshots of its own", () => {
  const network = fresh();
  const observer = watchLearning(network, heldOut, { shown: [3] });
  for (let k = 0; k < 2; k++) train(network, images, { seed: 1, observer });
  expect(new Set(shown.map(({ content }) => content.transient.display_id)).size).toBe(2);
  expect(dataOf(shown[shown.length - 1]).taken[0]).toBe(0);
  expect(dataOf(shown[shown.length - 1]).filters.slice(0, 18)).not.toEqual(dataOf(shown[0]).filters);
});

test("a run that is left early ends with what was reached, between two steps that were waited for", () => {
  const network = fresh();
  const options = { seed: 1, epochs: 5, observer: watchLearning(network, heldOut) };
  for (const { epoch } of epochsOf(network, images, options)) if (epoch === 2) break;
  const last = dataOf(shown[shown.length - 1]);
  expect([last.running, last.steps, last.taken.at(-1)]).toEqual([false, 1500, 600]);
});

test("a run that diverges ends with its last snapshot, and not with the weights that were put back", () => {
  const network = fresh();
  expect(() => watched(network, { learningRate: 1 })).toThrow("the loss became NaN");
  const last = dataOf(shown[shown.length - 1]);
  expect(last.running).toBe(false);
  expect(last.taken.at(-1)).toBeLessThan(300);
  expect(last.filters.every(Number.isFinite)).toBe(true);
});

test("the weights of the best epoch are no snapshot: the last one is from before they are put back", () => {
  const network = fresh();
  const validation = mnist.train.slice(300, 320);
  const run = watched(network, { epochs: 40, patience: 1, validation, learningRate: 0.05 });
  expect(run.epochs).toBeLessThan(40);
  const last = dataOf(shown[shown.length - 1]);
  expect(last.taken.at(-1)).toBe(300 * run.epochs);
  const kept = Array.from(network.parameters[0].data, (weight) => expect.closeTo(weight, 3));
  expect(last.filters.slice(-18)).not.toEqual(kept);
});

test("a cell that waits between two epochs has its panel at rest, and then goes on without the snapshot between", async () => {
  const network = fresh();
  const options = { seed: 1, epochs: 3, observer: watchLearning(network, heldOut) };
  for (const { epoch } of epochsOf(network, images, options)) {
    if (epoch !== 2) continue;
    await expect.poll(() => dataOf(shown[shown.length - 1]).running, { timeout: allowed(5000) }).toBe(false);
    expect(dataOf(shown[shown.length - 1]).taken.at(-1)).toBe(600);
    expect(shown[shown.length - 1].afterStop).toBe(true);
  }
  const { taken, running } = dataOf(shown[shown.length - 1]);
  expect([running, taken.at(-2), taken.at(-1)]).toEqual([false, 710, 900]);
  expect(taken).not.toContain(600);
});

test("an observer is told once that a run has ended, be it by itself or because its loop was left", () => {
  const observer = { begin: () => [], reached: () => undefined, end: vi.fn() };
  train(fresh(), images, { observer });
  expect(observer.end).toHaveBeenCalledTimes(1);
  for (const { epoch } of epochsOf(fresh(), images, { epochs: 2, observer })) if (epoch === 1) break;
  expect(observer.end).toHaveBeenCalledTimes(2);
});

test("an observer that is none is refused before anything changes", () => {
  expect(() => train(fresh(), images, { observer: {} as never })).toThrow(
    "train: observer must be an object with begin, reached and end, as watchLearning gives, got {}",
  );
});
