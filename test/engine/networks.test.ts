import { describe, expect, test } from "vitest";
import type { ImageShape } from "../../src/data/dataset";
import type { Stage } from "../../src/engine/stage";
import type { TrainingPass } from "../../src/layers/layer";
import { sameBorder } from "../../src/layers/padding";
import { randomBits, seededRandom } from "../../src/random";
import { sgd } from "../../src/training/optimizers";
import { difference } from "../helpers/engine/compare";
import { convStage, denseStage, engineOf, noise, randomTensor, tensorsOf } from "../helpers/engine/networks";
import { maps, runReference } from "../helpers/engine/reference";

/** Several layers of float32, seen through weights that moved by a tenth of their size. */
const gradientTolerance = 2e-5;
const lossTolerance = 2e-6;

const random = seededRandom(5);
const softmax: Stage = { kind: "softmax" };
const relu: Stage = { kind: "relu" };
const pool = (size: number): Stage => ({ kind: "pool", size });
const same = (size: [number, number], stride: number, value: number) => ({
  padding: { border: (h: number, w: number) => sameBorder([h, w], size, stride), value },
});
const dropout = (rate: number, layer: number): Stage => ({ kind: "dropout", rate, layer });
const around = (n: number, value: number) => ({
  padding: { border: () => ({ top: n, bottom: n, left: n, right: n }), value },
});

const networks: [string, ImageShape, Stage[]][] = [
  [
    "the article's, 8 filters",
    [28, 28],
    [convStage(8, [3, 3], 1, random), pool(2), denseStage(1352, 10, random), softmax],
  ],
  [
    "5 filters, sizes that are no multiple of anything",
    [13, 11],
    [convStage(5, [3, 3], 1, random), pool(2), denseStage(5 * 4 * 5, 7, random), softmax],
  ],
  ["dense alone", [5, 5], [denseStage(25, 3, random), softmax]],
  ["dense - relu - dense", [6, 5], [denseStage(30, 9, random), relu, denseStage(9, 4, random), softmax]],
  [
    "conv 8 - relu - conv 16 - relu - pool - dense",
    [14, 14],
    [
      convStage(8, [3, 3], 1, random),
      relu,
      convStage(16, [3, 3], 8, random),
      relu,
      pool(2),
      denseStage(5 * 5 * 16, 10, random),
      softmax,
    ],
  ],
  [
    "conv - pool - conv - pool, 6 and 3 filters",
    [16, 18],
    [
      convStage(6, [3, 3], 1, random),
      pool(2),
      convStage(3, [3, 3], 6, random),
      pool(2),
      denseStage(2 * 3 * 3, 5, random),
      softmax,
    ],
  ],
  [
    "biases, same padding with the background's grey, without pooling",
    [9, 8],
    [
      convStage(3, [3, 3], 1, random, {
        ...around(1, -0.5),
        biases: randomTensor([3], random),
      }),
      relu,
      convStage(6, [5, 5], 3, random, {
        ...around(2, 0.25),
        biases: randomTensor([6], random),
      }),
      denseStage(9 * 8 * 6, 4, random),
      softmax,
    ],
  ],
  [
    "biases and same padding before pooling",
    [10, 10],
    [
      convStage(4, [3, 3], 1, random, { ...around(1, -0.5), biases: randomTensor([4], random) }),
      relu,
      pool(2),
      convStage(7, [3, 3], 4, random, { ...around(1, 0), biases: randomTensor([7], random) }),
      relu,
      pool(2),
      denseStage(2 * 2 * 7, 4, random),
      softmax,
    ],
  ],
  [
    "stride 2, with and without a rest",
    [15, 14],
    [
      convStage(4, [3, 3], 1, random, { stride: 2 }),
      convStage(8, [2, 3], 4, random, { stride: 2 }),
      denseStage(3 * 2 * 8, 6, random),
      softmax,
    ],
  ],
  [
    "stride 2 before pooling",
    [21, 21],
    [
      convStage(4, [3, 3], 1, random),
      convStage(4, [3, 3], 4, random, { stride: 2 }),
      pool(2),
      denseStage(4 * 4 * 4, 6, random),
      softmax,
    ],
  ],
  [
    "same padding whatever the stride, even windows",
    [9, 12],
    [
      convStage(6, [4, 4], 1, random, { stride: 2, ...same([4, 4], 2, -0.5) }),
      convStage(9, [2, 3], 6, random, {
        ...same([2, 3], 1, 0.25),
        biases: randomTensor([9], random),
      }),
      convStage(4, [3, 3], 9, random, { stride: 3, ...same([3, 3], 3, 0) }),
      denseStage(2 * 2 * 4, 4, random),
      softmax,
    ],
  ],
  [
    "dropout before and behind pooling, relu and a dense layer",
    [12, 13],
    [
      convStage(6, [3, 3], 1, random),
      dropout(0.25, 1),
      pool(2),
      dropout(0.3, 3),
      relu,
      convStage(5, [2, 2], 6, random),
      relu,
      dropout(0.5, 7),
      denseStage(4 * 4 * 5, 6, random),
      dropout(0.1, 9),
      relu,
      denseStage(6, 4, random),
      softmax,
    ],
  ],
  [
    "5 x 5 and 1 x 1 filters, pooling by 3, and twice",
    [21, 21],
    [
      convStage(4, [5, 5], 1, random),
      pool(3),
      convStage(12, [1, 1], 4, random),
      pool(2),
      pool(2),
      denseStage(12, 3, random),
      softmax,
    ],
  ],
  [
    "three channels, not square: conv 5 - pool - conv 9, same padding",
    [12, 17, 3],
    [
      convStage(5, [3, 3], 3, random, { ...around(1, -0.5), biases: randomTensor([5], random) }),
      relu,
      pool(2),
      convStage(9, [3, 3], 5, random, around(1, 0)),
      relu,
      denseStage(6 * 8 * 9, 6, random),
      softmax,
    ],
  ],
  [
    "three channels, two convolutions before pooling",
    [11, 8, 3],
    [
      convStage(8, [3, 3], 3, random),
      relu,
      convStage(8, [3, 3], 8, random),
      relu,
      pool(2),
      denseStage(3 * 2 * 8, 5, random),
      softmax,
    ],
  ],
  [
    "two channels, a dense layer first, more classes than a byte counts",
    [3, 5, 2],
    [denseStage(30, 300, random), softmax],
  ],
  [
    "seven channels, stride 2, windows of 2 x 4",
    [10, 9, 7],
    [convStage(6, [2, 4], 7, random, { stride: 2 }), denseStage(5 * 3 * 6, 3, random), softmax],
  ],
];

describe.each(networks)("%s", (_, shape, stages) => {
  const classes = tensorsOf(stages).at(-1)?.data.length ?? 0;
  const dataset = noise(7, shape, classes);
  const reference = (i: number, pass?: TrainingPass) => {
    const [h, w, c = 1] = shape;
    const image = maps(h, w, c, dataset.image(i).data);
    return runReference(stages, image, dataset.label(i), pass);
  };

  test("loss and every gradient are those of plain loops", () => {
    for (const momentum of [0, 0.5]) {
      const engine = engineOf(stages, dataset, { optimizer: sgd({ momentum }) });
      for (const i of [0, 1, 2]) {
        const pass = { seed: 4e9 + i };
        const { loss, gradients } = reference(i, pass);
        const { loss: ours, after } = engine.tryStep(i, 0.125, pass);
        expect(Math.abs(ours - loss)).toBeLessThan(lossTolerance);
        const moved = tensorsOf(stages).map(({ data }, k) => data.map((value, x) => (value - after[k][x]) / 0.125));
        gradients.forEach((gradient, k) => {
          expect(difference(moved[k], gradient)).toBeLessThan(gradientTolerance);
        });
      }
    }
  });

  test("probabilities are those of plain loops, the same bits in whatever blocks", () => {
    const alone = engineOf(stages, dataset, { block: 1 });
    for (let i = 0; i < dataset.length; i++) {
      expect(difference(alone.predict(i), reference(i).probabilities)).toBeLessThan(1e-6);
    }
    for (const block of [2, 3, 8]) {
      const engine = engineOf(stages, dataset, { block });
      for (let i = 0; i < dataset.length; i++) {
        expect(Array.from(engine.predict(i))).toEqual(Array.from(alone.predict(i)));
      }
    }
  });

  test("a batch moves the weights by the mean gradient, in whatever chunks", () => {
    const before = tensorsOf(stages).map(({ data }) => data.slice());
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
      const engine = engineOf(stages, dataset, { batchSize: 7, chunks, block: 2, seed: 12 });
      engine.trainBatch(Uint32Array.of(0, 1, 2, 3, 4, 5, 6), 0.125);
      engine.writeBack();
      tensorsOf(stages).forEach(({ data }, k) => {
        const moved = data.map((value, x) => (before[k][x] - value) / 0.125);
        expect(difference(moved, mean[k])).toBeLessThan(gradientTolerance);
        data.set(before[k]);
      });
    }
  });
});
