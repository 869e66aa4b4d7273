import { describe, expect, test } from "vitest";
import { argMax, crossEntropy, Dense, loadMnist, Network, noiseOrNudge, seededRandom, tensor } from "../../src/index";
import { bytesOf } from "../../src/panels/packed";
import { firstMisread, nudgedLevels, nudgeSizes } from "../../src/panels/pixel-nudges";
import { trainedNetwork } from "../helpers/trained-network";

const digits = loadMnist().test.take(3);
const network = trainedNetwork();
const panel = noiseOrNudge(network, digits, { random: seededRandom(5) });
const { answers, directions } = panel.data as unknown as { answers: number[]; directions: string };
const signs = Int8Array.from(bytesOf(directions), (sign) => sign - 1);

/** The directions of image n's pixels. @param way  0: random, 1: chosen */
const directionsOf = (n: number, way: number) => signs.subarray((2 * n + way) * 784, (2 * n + way + 1) * 784);

test("black gets no darker, white no brighter, and what has no direction stays", () => {
  const nudged = nudgedLevels(Uint8Array.of(0, 0, 100, 250, 255, 7), Int8Array.of(-1, 1, 1, 1, 1, 0), 40);
  expect([...nudged]).toEqual([0, 40, 140, 255, 255, 7]);
});

test("sizes go from 0 to 80 grey levels, by fives", () => {
  expect([nudgeSizes.length, nudgeSizes[0], nudgeSizes[1], nudgeSizes[16]]).toEqual([17, 0, 5, 80]);
});

test("an image is misread from the first size on that gives another class more", () => {
  expect(
    firstMisread(
      [
        [0.9, 0.1],
        [0.5, 0.5],
        [0.4, 0.6],
      ],
      0,
    ),
  ).toBe(10);
  expect(firstMisread([[0.9, 0.1]], 0)).toBeUndefined();
});

test("the chosen direction is that in which the loss rises: by nudging a pixel, and by the whole change", () => {
  const image = digits.image(1);
  const lossOf = (data: Float64Array) => crossEntropy(network.forward(tensor([28, 28], data)), digits.label(1)).loss;
  const chosen = directionsOf(1, 1);
  const moved = (k: number, by: number) => lossOf(image.data.map((value, at) => (at === k ? value + by : value)));
  const loss = lossOf(image.data);
  let judged = 0;
  for (let k = 0; k < 784; k += 5) {
    const [above, below] = [moved(k, 1e-4) - loss, loss - moved(k, -1e-4)];
    // Where windows tie, there is no slope: up and down differ.
    if (Math.abs(above) < 1e-9 || Math.abs(above - below) > 0.01 * Math.abs(above)) continue;
    judged++;
    expect([k, chosen[k]]).toEqual([k, Math.sign(above)]);
  }
  expect(judged).toBeGreaterThan(5);
  const changed = (way: number) =>
    lossOf(image.data.map((value, k) => Math.min(0.5, Math.max(-0.5, value + (20 / 255) * directionsOf(1, way)[k]))));
  expect(changed(1)).toBeGreaterThan(2 * changed(0));
});

/** Answers come from the engine, in 32 bits, with four digits. */
const tolerance = 1e-3;

test.each([
  [0, 0, 0],
  [0, 1, 8],
  [2, 0, 16],
  [2, 1, 3],
])("image %i, way %i, size %i: the answer is the network's to the changed levels", (n, way, step) => {
  const levels = nudgedLevels(digits.pixels(n), directionsOf(n, way), nudgeSizes[step]);
  const { data } = network.forward(
    tensor(
      [28, 28],
      Float64Array.from(levels, (level) => level / 255 - 0.5),
    ),
  );
  const at = ((n * 2 + way) * 17 + step) * 10;
  for (let c = 0; c < 10; c++) expect(Math.abs(answers[at + c] - data[c])).toBeLessThan(tolerance);
});

test("a coin decides each random direction, and the same seed the same ones", () => {
  const tossed = directionsOf(0, 0);
  expect(new Set(tossed)).toEqual(new Set([-1, 1]));
  expect(Math.abs(tossed.reduce((sum, sign) => sum + sign, 0))).toBeLessThan(100);
  expect(noiseOrNudge(network, digits, { random: seededRandom(5) }).data).toEqual(panel.data);
  expect(noiseOrNudge(network, digits, { random: seededRandom(6) }).data.directions).not.toEqual(directions);
});

test("the still's words say how each image is read, and from which size on it is misread", () => {
  const told = panel.words.split(". ").filter((words) => words.startsWith("Class "));
  expect(told).toHaveLength(3);
  const p = answers.slice((17 + 8) * 10, (17 + 9) * 10);
  expect(told[0]).toContain(`by the slope read as ${argMax(p)}, ${(100 * Math.max(...p)).toFixed(1)} %`);
});

describe("what it cannot take", () => {
  test("no image, or more than ten", () => {
    expect(() => noiseOrNudge(network, digits.take(0))).toThrow("noiseOrNudge: expected 1 to 10 images, got 0");
    expect(() => noiseOrNudge(network, loadMnist().test.take(11))).toThrow("expected 1 to 10 images, got 11");
  });
  test("a network that does not answer with probabilities", () => {
    const random = seededRandom(1);
    const totals = new Network([new Dense(10)], { input: [28, 28], random });
    expect(() => noiseOrNudge(totals, digits)).toThrow(/^crossEntropy: probabilities must be/);
  });
});
