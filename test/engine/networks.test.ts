import { describe, expect, test } from "vitest";
import type { Step } from "../../src/engine/step";
import type { TrainingPass } from "../../src/layers/layer";
import { sameBorder } from "../../src/layers/padding";
import { randomBits, seededRandom } from "../../src/random";
import { sgd } from "../../src/training/optimizers";
import { difference } from "./compare";
import { convStep, denseStep, engineOf, noise, randomTensor, tensorsOf } from "./networks";
import { maps, runReference } from "./reference";

/** Several layers of float32, seen through weights that moved by a tenth of their size. */
const gradientTolerance = 2e-5;
const lossTolerance = 2e-6;

const random = seededRandom(5);
const softmax: Step = { kind: "softmax" };
const relu: Step = { kind: "relu" };
const pool = (size: number): Step => ({ kind: "pool", size });
const same = (size: [number, number], stride: number, value: number) => ({
  padding: { border: (h: number, w: number) => sameBorder([h, w], size, stride), value },
});
const dropout = (rate: number, layer: number): Step => ({ kind: "dropout", rate, layer });
const around = (n: number, value: number) => ({
  padding: { border: () => ({ top: n, bottom: n, left: n, right: n }), value },
});

const networks: [string, readonly [number, number], Step[]][] = [
  [
    "the article's, 8 filters",
    [28, 28],
    [convStep(8, [3, 3], 1, random), pool(2), denseStep(1352, 10, random), softmax],
  ],
  [
    "5 filters, sizes that are no multiple of anything",
    [13, 11],
    [convStep(5, [3, 3], 1, random), pool(2), denseStep(5 * 4 * 5, 7, random), softmax],
  ],
  ["dense alone", [5, 5], [denseStep(25, 3, random), softmax]],
  [
    "dense - relu - dense",
    [6, 5],
    [denseStep(30, 9, random), relu, denseStep(9, 4, random), softmax],
  ],
  [
    "conv 8 - relu - conv 16 - relu - pool - dense",
    [14, 14],
    [
      ...[convStep(8, [3, 3], 1, random), relu, convStep(16, [3, 3], 8, random), relu],
      ...[pool(2), denseStep(5 * 5 * 16, 10, random), softmax],
    ],
  ],
  [
    "conv - pool - conv - pool, 6 and 3 filters",
    [16, 18],
    [
      ...[convStep(6, [3, 3], 1, random), pool(2), convStep(3, [3, 3], 6, random), pool(2)],
      ...[denseStep(2 * 3 * 3, 5, random), softmax],
    ],
  ],
  [
    "biases, same padding with the background's grey, without pooling",
    [9, 8],
    [
      convStep(3, [3, 3], 1, random, {
        ...around(1, -0.5),
        biases: randomTensor([3], random),
      }),
      relu,
      convStep(6, [5, 5], 3, random, {
        ...around(2, 0.25),
        biases: randomTensor([6], random),
      }),
      ...[denseStep(9 * 8 * 6, 4, random), softmax],
    ],
  ],
  [
    "biases and same padding before pooling",
    [10, 10],
    [
      convStep(4, [3, 3], 1, random, { ...around(1, -0.5), biases: randomTensor([4], random) }),
      ...[relu, pool(2)],
      convStep(7, [3, 3], 4, random, { ...around(1, 0), biases: randomTensor([7], random) }),
      ...[relu, pool(2), denseStep(2 * 2 * 7, 4, random), softmax],
    ],
  ],
  [
    "stride 2, with and without a rest",
    [15, 14],
    [
      convStep(4, [3, 3], 1, random, { stride: 2 }),
      convStep(8, [2, 3], 4, random, { stride: 2 }),
      ...[denseStep(3 * 2 * 8, 6, random), softmax],
    ],
  ],
  [
    "stride 2 before pooling",
    [21, 21],
    [
      convStep(4, [3, 3], 1, random),
      convStep(4, [3, 3], 4, random, { stride: 2 }),
      ...[pool(2), denseStep(4 * 4 * 4, 6, random), softmax],
    ],
  ],
  [
    "same padding whatever the stride, even windows",
    [9, 12],
    [
      convStep(6, [4, 4], 1, random, { stride: 2, ...same([4, 4], 2, -0.5) }),
      convStep(9, [2, 3], 6, random, {
        ...same([2, 3], 1, 0.25),
        biases: randomTensor([9], random),
      }),
      convStep(4, [3, 3], 9, random, { stride: 3, ...same([3, 3], 3, 0) }),
      ...[denseStep(2 * 2 * 4, 4, random), softmax],
    ],
  ],
  [
    "dropout before and behind pooling, relu and a dense layer",
    [12, 13],
    [
      ...[convStep(6, [3, 3], 1, random), dropout(0.25, 1), pool(2), dropout(0.3, 3), relu],
      ...[convStep(5, [2, 2], 6, random), relu, dropout(0.5, 7), denseStep(4 * 4 * 5, 6, random)],
      ...[dropout(0.1, 9), relu, denseStep(6, 4, random), softmax],
    ],
  ],
  [
    "5 x 5 and 1 x 1 kernels, pooling by 3, and twice",
    [21, 21],
    [
      ...[convStep(4, [5, 5], 1, random), pool(3), convStep(12, [1, 1], 4, random), pool(2)],
      ...[pool(2), denseStep(12, 3, random), softmax],
    ],
  ],
];

describe.each(networks)("%s", (_, shape, steps) => {
  const classes = tensorsOf(steps).at(-1)?.data.length ?? 0;
  const dataset = noise(7, shape, classes);
  const reference = (i: number, pass?: TrainingPass) => {
    const image = maps(shape[0], shape[1], 1, dataset.image(i).data);
    return runReference(steps, image, dataset.label(i), pass);
  };

  test("loss and every gradient are those of plain loops", () => {
    for (const momentum of [0, 0.5]) {
      const engine = engineOf(steps, dataset, { optimizer: sgd({ momentum }) });
      for (const i of [0, 1, 2]) {
        const pass = { seed: 4e9 + i };
        const { loss, gradients } = reference(i, pass);
        const { loss: ours, after } = engine.tryStep(i, 0.125, pass);
        expect(Math.abs(ours - loss)).toBeLessThan(lossTolerance);
        const moved = tensorsOf(steps).map(({ data }, k) =>
          data.map((value, x) => (value - after[k][x]) / 0.125),
        );
        gradients.forEach((gradient, k) => {
          expect(difference(moved[k], gradient)).toBeLessThan(gradientTolerance);
        });
      }
    }
  });

  test("probabilities are those of plain loops, the same bits in whatever blocks", () => {
    const alone = engineOf(steps, dataset, { block: 1 });
    for (let i = 0; i < dataset.length; i++) {
      expect(difference(alone.predict(i), reference(i).probabilities)).toBeLessThan(1e-6);
    }
    for (const block of [2, 3, 8]) {
      const engine = engineOf(steps, dataset, { block });
      for (let i = 0; i < dataset.length; i++) {
        expect(Array.from(engine.predict(i))).toEqual(Array.from(alone.predict(i)));
      }
    }
  });

  test("a batch moves the weights by the mean gradient, in whatever chunks", () => {
    const before = tensorsOf(steps).map(({ data }) => data.slice());
    const mean = before.map((values) => new Float64Array(values.length));
    for (let i = 0; i < 7; i++) {
      const pass = { seed: randomBits(12, 2 * i + 1) };
      reference(i, pass).gradients.forEach((gradient, k) => {
        gradient.forEach((slope, x) => {
          mean[k][x] += slope / 7;
        });
      });
    }
    for (const chunks of [1, 2, 3]) {
      const engine = engineOf(steps, dataset, { batchSize: 7, chunks, block: 2, seed: 12 });
      engine.trainBatch(Uint32Array.of(0, 1, 2, 3, 4, 5, 6), 0.125);
      engine.writeBack();
      tensorsOf(steps).forEach(({ data }, k) => {
        const moved = data.map((value, x) => (before[k][x] - value) / 0.125);
        expect(difference(moved, mean[k])).toBeLessThan(gradientTolerance);
        data.set(before[k]);
      });
    }
  });
});
