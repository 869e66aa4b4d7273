// On every version of Node a trial has the same bits: this file runs on each of them, see scripts/nodes.mjs.
import { rmSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { useKernel } from "../helpers/kernel/use-kernel";
import { goldenWeights } from "../helpers/trials";

const name = `test-bits-${process.pid}`;
const kernel = useKernel(`
import { adam, choice, Conv2D, cosineRate, Dense, Dropout, MaxPool2D, ReLU, Softmax, sweep } from "./src/index";
`);
afterAll(() => rmSync(`data/sweeps/${name}.jsonl`, { force: true }));

it("the golden trial, described in a cell and computed in a process of its own, has the golden weights", async () => {
  const { stdout, traceback } = await kernel.run(`
const { trials } = await sweep({ seed: choice(1, 2) }, {
  name: "${name}", take: 300, validation: 100,
  network: () => [
    new Conv2D(4, { padding: "same" }), new ReLU(), new MaxPool2D(), new Dropout(0.25),
    new Dense(16), new ReLU(), new Softmax(10),
  ],
  train: ({ seed }) => ({
    epochs: 2, batchSize: 10, optimizer: adam(), learningRate: cosineRate(0.01, { warmUp: 0.1 }), augment: {}, seed,
  }),
});
console.log(trials.map(({ weights }) => weights).join());`);
  expect(traceback).toBe("");
  const [first, second] = stdout.trim().split(",");
  expect(first).toBe(goldenWeights);
  expect(second).toMatch(/^[0-9a-f]{16}$/);
  expect(second).not.toBe(goldenWeights);
});
