import { describe, expect, test } from "vitest";
import {
  Conv2D,
  Conv3x3,
  Dataset,
  Dense,
  Layer,
  loadMnist,
  Network,
  ReLU,
  Softmax,
  seededRandom,
  type Tensor,
  whatExcites,
} from "../../src/index";
import { excitedLayers } from "../../src/panels/excited-filters";
import { packInk, unpackInk } from "../../src/panels/packed-ink";
import { mapsOf, strongestAnswers } from "../../src/panels/strongest-answers";
import type { PackedFilters } from "../../src/panels/what-excites";
import { excitedNetwork } from "../helpers/panels";

const test300 = loadMnist().test.take(300);

/** Images of one bright pixel each, at [i, j], with their labels; all else is black. */
function dots(size: readonly [number, number], pixels: readonly (readonly [i: number, j: number, level: number])[]) {
  const [h, w] = size;
  const bytes = new Uint8Array(pixels.length * h * w);
  for (const [n, [i, j, level]] of pixels.entries()) bytes[n * h * w + i * w + j] = level;
  const labels = Uint8Array.from(pixels, (_, n) => n % 2);
  return Dataset.from(
    { shape: [pixels.length, h, w], data: bytes },
    { shape: [pixels.length], data: labels },
    { images: "i", labels: "l" },
  );
}

/** A filter that looks at the pixel in its middle. */
function middle(): Conv3x3 {
  const conv = new Conv3x3(1);
  conv.filters.data.set([0, 0, 0, 0, 1, 0, 0, 0, 0]);
  return conv;
}

test("the images with the brightest pixel excite a filter that looks at one, at the nine pixels around it", () => {
  const images = dots(
    [6, 6],
    [
      [1, 1, 100],
      [2, 4, 255],
      [4, 4, 200],
      [0, 0, 255], // where the middle of no window is
    ],
  );
  const [layer] = excitedLayers([middle()], images);
  const [{ best, counts }] = layer.filters;
  expect(best.map(({ image, i, j, h, w }) => [image, i, j, h, w])).toEqual([
    [1, 1, 3, 3, 3],
    [2, 3, 3, 3, 3],
    [0, 0, 0, 3, 3],
    [3, 0, 0, 3, 3],
  ]);
  expect(best.map(({ answer }) => answer)).toEqual([0.5, 0.2843, -0.1078, -0.5]); // level / 255 - 0.5, to four digits
  expect(counts).toEqual([2, 2]);
});

test("of images that excite a filter alike, the first ones are shown", () => {
  const images = dots(
    [6, 6],
    Array.from({ length: 20 }, () => [2, 2, 90] as const),
  );
  const [layer] = excitedLayers([middle()], images);
  expect(layer.filters[0].best.map(({ image }) => image)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

/** Half a step in which answers are given, and what the engine's seven digits may add. */
const tolerance = 2e-5;

test.each([1, 4])("how strongly filters answer, by the probe: as the first %i layers say, one image at a time", (n) => {
  const layers = excitedNetwork.layers.slice(0, n);
  const answers = strongestAnswers(layers, test300);
  const count = answers.length / 300;
  for (const image of [0, 7, 299]) {
    const { data } = mapsOf(layers, test300.image(image));
    for (let f = 0; f < count; f++) {
      const largest = data.reduce((most, value, k) => (k % count === f ? Math.max(most, value) : most), -Infinity);
      expect(Math.abs(answers[image * count + f] - largest)).toBeLessThan(tolerance * (1 + Math.abs(largest)));
    }
  }
});

test.each([
  ["images that are not square", [5, 7], 100],
  ["answers so much stronger than those to the first images that 32 bits do not hold them", [6, 6], 1],
] as const)("%s are looked at by the layers", (_, size, level) => {
  const conv = middle();
  conv.filters.data[0] = -1; // on black, it answers with 0
  const levels = Array.from({ length: 24 }, (_, n) => [2, 2, n < 21 ? level : 255] as const);
  const answers = strongestAnswers([conv], dots(size, levels));
  expect(answers[0]).toBeCloseTo(level / 255, 5);
  expect(answers[23]).toBe(1);
});

test("a filter that answers with no number is refused, as training may leave one", () => {
  const conv = middle();
  conv.filters.data[0] = Number.NaN;
  expect(() => strongestAnswers([conv], test300.take(3))).toThrow(
    "whatExcites: filters must answer with finite numbers, got NaN",
  );
});

test("each layer with filters is searched; after ReLU, an answer is more than 0", () => {
  const layers = excitedLayers(excitedNetwork.layers, test300);
  expect(layers.map(({ at, name, isRectified, filters }) => [at, name, isRectified, filters.length])).toEqual([
    [0, "Conv2D", true, 4],
    [3, "Conv2D", true, 6],
  ]);
  const [{ filters }] = layers;
  for (const { best, counts, heard } of filters) {
    expect(best).toHaveLength(9);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(100);
    expect(heard).toBeLessThanOrEqual(300);
    expect([...best].sort((a, b) => b.answer - a.answer)).toEqual(best);
  }
  expect(Math.max(...layers[1].filters.flatMap(({ best }) => best.map(({ h }) => h)))).toBe(8);
});

test("a filter that answers to no image is named", () => {
  const conv = new Conv3x3(2, { random: seededRandom(1) });
  conv.filters.data.fill(0, 9); // the second answers with 0
  const network = new Network([conv, new ReLU(), new Softmax(1352, 10)], { random: seededRandom(1) });
  const { words, data } = whatExcites(network, test300.take(20));
  expect((data.layers as PackedFilters[])[0].heard).toEqual([20, 0]);
  expect(words).toMatch(/ Filters that answer to no image at all: 2 of layer 1\.$/);
});

test("of more than 64 filters, those with the strongest answers are there, in their order", () => {
  const conv = new Conv3x3(70, { random: seededRandom(1) });
  conv.filters.data.fill(0, 0, 6 * 9); // the first six answer with 0
  const [{ filters }] = excitedLayers([conv], test300.take(20));
  expect(filters.map(({ filter }) => filter)).toEqual(Array.from({ length: 64 }, (_, k) => k + 6));
});

class Own extends Layer {
  readonly parameters = {};
  forward = (input: Tensor) => input;
  backward = (dLdInput: Tensor) => ({ dLdInput, gradients: {} });
}

describe("a network with a layer of the reader's own", () => {
  const random = seededRandom(1);
  test("has the layers before it", () => {
    const network = new Network([new Conv2D(2), new Own(), new Conv2D(2), new Softmax(10)], {
      input: [28, 28],
      random,
    });
    const layers = whatExcites(network, test300.take(5)).data.layers as PackedFilters[];
    expect(layers.map(({ at }) => at)).toEqual([0]);
  });
  test("first of all has none", () => {
    const network = new Network([new Own(), new Conv3x3(2, { random }), new Softmax(1352, 10, { random })]);
    const names = "Own, Conv3x3, Softmax";
    const words = `whatExcites: expected a layer with filters behind layers of the package, got ${names}`;
    expect(() => whatExcites(network, test300.take(5))).toThrow(words);
  });
});

test("without images, filters or a flat image nothing is searched", () => {
  const dense = new Network([new Dense(4), new Softmax(10)], { input: [28, 28] });
  expect(() => whatExcites(dense, test300)).toThrow("expected a layer with filters behind layers of the package");
  expect(() => whatExcites(excitedNetwork, test300.take(0))).toThrow("expected at least one image, got none");
  expect(() => whatExcites(excitedNetwork, dots([2, 9], [[0, 0, 9]]))).toThrow("h and w 3-128, got (2, 9)");
  expect(() => whatExcites(excitedNetwork, dots([9, 9], [[0, 0, 9]]))).toThrow("images must be (28, 28)");
});

test("the panel has each image once, what was seen of it, and says which labels excite", () => {
  const { data, words } = whatExcites(excitedNetwork, test300);
  const { positions, labels, layers } = data as unknown as {
    positions: number[];
    labels: number[];
    layers: PackedFilters[];
  };
  expect(new Set(positions).size).toBe(positions.length);
  expect(labels).toEqual(positions.map((n) => test300.label(n)));
  expect(layers.map(({ seen, answers }) => [seen.length, answers.length])).toEqual([
    [4 * 9 * 5, 4 * 9],
    [6 * 9 * 5, 6 * 9],
  ]);
  expect(words).toMatch(
    /^What excites filters of layer 4, Conv2D, most, of 300 images\. Labels of the 100 .*: filter \d/,
  );
});

describe("images cut to their ink, in 16 levels", () => {
  test("come back to half a level, whatever stands in them", () => {
    const random = seededRandom(2);
    const noise = Uint8Array.from({ length: 35 }, () => random.uniform() * 256);
    const dot = new Uint8Array(35);
    dot[17] = 255;
    const images = [noise, dot, new Uint8Array(35), new Uint8Array(35).fill(255)];
    const back = unpackInk(packInk(images, [5, 7]), [5, 7], 4);
    for (const [n, { data }] of back.entries()) {
      const furthest = data.reduce((most, value, k) => Math.max(most, Math.abs(value + 0.5 - images[n][k] / 255)), 0);
      expect(furthest).toBeLessThan(1 / 30 + 1e-9);
    }
  });

  test("digits take a fifth of their bytes", () => {
    const digits = Array.from({ length: 100 }, (_, n) => test300.pixels(n));
    expect((packInk(digits, [28, 28]).length * 3) / 4).toBeLessThan((100 * 784) / 5);
  });

  test.each([
    ["too few", 2],
    ["too many", 0],
  ])("%s are refused", (_, count) => {
    expect(() => unpackInk(packInk([new Uint8Array(35)], [5, 7]), [5, 7], count)).toThrow(/^expected \d/);
  });

  test("one that is larger than its shape is refused", () => {
    const text = packInk([new Uint8Array(35).fill(9)], [5, 7]);
    expect(() => unpackInk(text, [5, 6], 1)).toThrow("expected 1 packed images of 5 x 6, got others");
  });
});
