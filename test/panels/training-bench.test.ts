import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Conv3x3, loadMnist, MaxPool2, Network, Softmax, seededRandom, train, trainingBench } from "../../src/index";
import { bytesOf } from "../../src/panels/packed";
import { fromBands, inBands, inThreeLevels, packLevels, unpackLevels } from "../../src/panels/three-levels";
import { Trainer } from "../../src/panels/trainer";

const digits = loadMnist().train.take(400);
const heldOut = 100;

/** The article's network, as notebook 4 makes it. */
function articleNetwork(filters: number, seed: number): Network {
  const random = seededRandom(seed);
  const conv = new Conv3x3(filters, { random });
  return new Network([conv, new MaxPool2(), new Softmax(13 * 13 * filters, 10, { random })]);
}

describe("Trainer", () => {
  test.each([
    { filters: 8, batchSize: 1, learningRate: 0.005 },
    { filters: 3, batchSize: 32, learningRate: 0.1 },
  ])("does what train does on the engine, to the last bit: %j", ({ filters, batchSize, learningRate }) => {
    const network = articleNetwork(filters, 7);
    const run = train(network, digits.take(300), { epochs: 2, batchSize, learningRate, seed: 7, threads: 1 });
    const trainer = new Trainer(digits, { filters, batchSize, seed: 7, heldOut });
    const losses = Array.from(run.losses, () => trainer.step(1, learningRate));
    expect([run.ranOn, trainer.runner.ranOn]).toEqual(["engine", "engine"]);
    expect(losses).toEqual(Array.from(run.losses));
    expect(trainer.epochs).toBe(2);
    const weights = trainer.weights();
    for (const [k, { data }] of network.parameters.entries()) expect(weights[k].data).toEqual(data);
    const wrong = Array.from({ length: heldOut }, (_, k) => 300 + k).filter((i) => {
      const { data } = network.forward(digits.image(i));
      return data.indexOf(Math.max(...data)) !== digits.label(i);
    });
    expect(trainer.heldOutError()).toBe(wrong.length / heldOut);
  });

  test("says at which step a rate that is too large made the loss run away", () => {
    const trainer = new Trainer(digits, { filters: 8, batchSize: 1, seed: 1, heldOut });
    expect(() => trainer.step(300, 1)).toThrow(/^diverged at step \d+: the loss became NaN$/);
    expect(trainer.steps).toBeLessThan(100);
  });

  test.each([0, 301])("refuses batches of %d images of 300", (batchSize) => {
    expect(() => new Trainer(digits, { filters: 8, batchSize, seed: 1, heldOut })).toThrow(
      /^Trainer: expected batches/,
    );
  });
});

describe("the engine where no memory can be shared, as in a page", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  test("gives the same bits in memory of its own", async () => {
    const settings = { filters: 4, batchSize: 8, seed: 3, heldOut };
    const weightsBy = (trainer: Trainer) => {
      trainer.step(50, 0.02);
      return { ranOn: trainer.runner.ranOn, weights: trainer.weights().map(({ data }) => data.slice()) };
    };
    const shared = weightsBy(new Trainer(digits, settings));
    vi.stubGlobal("SharedArrayBuffer", undefined);
    vi.resetModules();
    await import("../../src/engine/engine-runner");
    const { instantiate, allocate } = await import("../../src/engine/memory/simd-module");
    const { Trainer: InPage } = await import("../../src/panels/trainer");
    const memory = allocate(1);
    expect(memory.buffer).toBeInstanceOf(ArrayBuffer);
    expect(() => instantiate(memory)).not.toThrow();
    expect(weightsBy(new InPage(digits, settings))).toEqual(shared);
  });
});

describe("trainingBench", () => {
  const bench = trainingBench(digits, { heldOut, filters: 2 });
  const coarse = inThreeLevels(digits);

  test("hands over digits, labels and settings, and nothing that could run", () => {
    const { data, still } = bench;
    expect(data).toEqual({
      panel: "training-bench",
      shape: [28, 28],
      classes: 10,
      labels: Array.from({ length: 400 }, (_, i) => digits.label(i)),
      pixels: expect.stringMatching(/^[A-Za-z0-9+/=]+$/),
      heldOut,
      filters: 2,
      batchSize: 1,
      seed: 1,
      learningRate: 0.005,
      losses: Array.from(train(articleNetwork(2, 1), coarse.take(300), { seed: 1, learningRate: 0.005 }).losses).slice(
        0,
        8,
      ),
    });
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    const bands = unpackLevels(gunzipSync(bytesOf(String(data.pixels))), 400 * 784);
    const levels = fromBands(bands, [28, 28]);
    expect(levels.subarray(399 * 784)).toEqual(coarse.pixels(399));
    expect(still).toMatch(/^<svg xmlns.*<polyline points="48\.0,.*<\/svg>$/);
  });

  test("tells in words what its still shows: the errors before and after, as computed here", () => {
    const trainer = new Trainer(coarse, { filters: 2, batchSize: 1, seed: 1, heldOut });
    const before = (100 * trainer.heldOutError()).toFixed(1);
    trainer.step(900, 0.005);
    const after = (100 * trainer.heldOutError()).toFixed(1);
    expect(bench.words).toContain(`on 100 others goes from ${before} % to ${after} %.`);
  });

  test("rounds each level to the nearest of three, which come back as they were packed", () => {
    const [fine, rounded] = [digits.pixels(0), coarse.pixels(0)];
    for (const [k, level] of fine.entries()) {
      expect([0, 128, 255]).toContain(rounded[k]);
      expect(Math.abs(rounded[k] - level)).toBeLessThanOrEqual(64);
    }
    const odd = rounded.slice(0, 781);
    expect(unpackLevels(packLevels(odd), 781)).toEqual(odd);
    // Two images of six rows and two columns: a band of four rows, and one of two.
    const rows = Uint8Array.from({ length: 24 }, (_, k) => k);
    const first = [0, 2, 4, 6, 1, 3, 5, 7, 8, 10, 9, 11];
    expect(Array.from(inBands(rows, [6, 2]))).toEqual([...first, ...first.map((k) => k + 12)]);
    expect(fromBands(inBands(rows, [6, 2]), [6, 2])).toEqual(rows);
  });

  test("of 2,000 digits is below 120 kB", () => {
    expect(JSON.stringify(trainingBench(loadMnist().train.take(2000)).data).length).toBeLessThan(120_000);
  });

  test.each([
    [
      "too many images",
      () => trainingBench(loadMnist().train),
      /^trainingBench: expected at most 5000 images, got 60000$/,
    ],
    ["nothing to learn from", () => trainingBench(digits, { heldOut: 400 }), /^Trainer: expected batches/],
    ["half a filter", () => trainingBench(digits, { filters: 0.5 }), /^trainingBench: filters must be a whole number/],
    [
      "a rate of 0",
      () => trainingBench(digits, { learningRate: 0 }),
      /^trainingBench: learningRate must be a positive/,
    ],
    ["another option", () => trainingBench(digits, { rate: 1 } as object), /must be of heldOut, .*, got rate$/],
  ])("refuses %s", (_, call, message) => {
    expect(call).toThrow(message);
  });
});
