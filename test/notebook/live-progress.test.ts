import { afterEach, beforeEach, expect, test } from "vitest";
import { liveProgress, type Progress } from "../../src/index";
import type { DisplayContent, NotebookKernel } from "../../src/notebook/notebook-kernel";
import { requireWellFormed } from "../helpers/figure-checks";
import { allowed } from "../helpers/slack.mjs";

const kernelKey = Symbol.for("jupyter.kernel");
let shown: { content: DisplayContent; update: boolean }[];

beforeEach(() => {
  shown = [];
  const kernel: NotebookKernel = {
    display: (content, update) => shown.push({ content, update }),
  };
  (globalThis as Record<symbol, unknown>)[kernelKey] = kernel;
});

afterEach(() => {
  delete (globalThis as Record<symbol, unknown>)[kernelKey];
});

function progress(step: number, steps: number): Progress {
  return {
    step,
    steps,
    epoch: 1,
    epochs: 1,
    secondsPassed: step / 10,
    loss: 2 + Math.sin(step),
    accuracy: (step % 7) / 7,
    secondsLeft: (steps - step) / 10,
  };
}

const svgOf = ({ content }: { content: DisplayContent }) => content.data["image/svg+xml"] as string;

test("the first progress shows a picture, the others replace it", () => {
  const onProgress = liveProgress();
  for (let step = 1; step <= 3; step++) onProgress(progress(step, 3));
  expect(shown.map(({ update }) => update)).toEqual([false, true, true]);
  expect(new Set(shown.map(({ content }) => content.transient.display_id)).size).toBe(1);
  expect(svgOf(shown[2])).toContain("done in");
});

test("a second training run gets a picture of its own", () => {
  const onProgress = liveProgress();
  for (const step of [2, 4, 2, 4]) onProgress(progress(step, 4));
  expect(shown.map(({ update }) => update)).toEqual([false, true, false, true]);
  expect(new Set(shown.map(({ content }) => content.transient.display_id)).size).toBe(2);
});

test("runs that share a picture are counted in it, and the next after them gets another", () => {
  const onProgress = liveProgress({ title: "ReLU", runs: 2 });
  for (const step of [2, 4, 2, 4, 2, 4]) onProgress(progress(step, 4));
  expect(shown.map(({ update }) => update)).toEqual([false, true, true, true, false, true]);
  const counts = shown.map((output) => /ReLU, run \d of 2/.exec(svgOf(output))?.[0]);
  expect(counts).toEqual([1, 1, 2, 2, 1, 1].map((run) => `ReLU, run ${run} of 2`));
});

test("at the end one line takes the picture's place: title, the time of all runs, and the given words", () => {
  const onProgress = liveProgress({ title: "ReLU", runs: 2 });
  for (const step of [4, 2, 4]) onProgress(progress(step, 4));
  onProgress.end("98.4 %");
  const { content, update } = shown[3];
  expect([content.data, update]).toEqual([{ "text/plain": "ReLU · 0.8 s · 98.4 %" }, true]);
  expect(content.transient).toEqual(shown[0].content.transient);
  onProgress(progress(4, 4));
  expect(shown[4].update).toBe(false);
  expect(shown[4].content.transient).not.toEqual(content.transient);
});

test("an end without a run is a line of its own", () => {
  liveProgress({ title: "nothing" }).end("0 %");
  expect(shown.map(({ update, content }) => [update, content.data])).toEqual([
    [false, { "text/plain": "nothing · 0.0 s · 0 %" }],
  ]);
});

test(
  "after 10,000 calls the picture is well-formed, of the same height, below 8 KB, with 120 points a curve",
  () => {
    const onProgress = liveProgress({ title: "a < b" });
    for (let step = 1; step <= 10_000; step++) onProgress(progress(step, 10_000));
    for (const output of shown.filter((_, k) => k % 997 === 0 || k > 9_990)) {
      requireWellFormed(svgOf(output));
      expect(svgOf(output)).toContain('height="208"');
    }
    expect(Math.max(...shown.map((output) => svgOf(output).length))).toBeLessThan(8 * 1024);
    const [, line] = /points="([^"]*)"/.exec(svgOf(shown[9999])) ?? [];
    expect(line.split(" ")).toHaveLength(120);
    expect(line.split(" ").at(-1)).toMatch(/^317,/);
  },
  allowed(30_000),
);

test("a point of the curve is the mean over the steps of its 120th of the training", () => {
  const onProgress = liveProgress();
  for (const step of [40, 100, 200, 12_000]) {
    onProgress({ ...progress(step, 12_000), loss: step === 40 ? 2 : 1, accuracy: 0.5 });
  }
  const [, line] = /points="([^"]*)"/.exec(svgOf(shown[3])) ?? [];
  const [mean, one] = line.split(" ").map((point) => Number(point.split(",")[1]));
  expect([mean, one]).toEqual([88 * (1 - 1.4 / 2), 88 * (1 - 1 / 2)].map((y) => expect.closeTo(y, 1)));
  expect(line.split(" ")).toHaveLength(3);
});

test("outside a notebook it says so", () => {
  delete (globalThis as Record<symbol, unknown>)[kernelKey];
  expect(() => liveProgress()(progress(1, 2))).toThrow("notebook");
});

const turnOver = () => new Promise((done) => setTimeout(done, 20));

test("when the cell ends before training does, as after Stop, the picture says how far it came", async () => {
  const onProgress = liveProgress();
  for (const step of [10, 22]) onProgress({ ...progress(step, 50), epochs: 5 });
  await turnOver();
  expect(shown.map(({ update }) => update)).toEqual([false, true, true]);
  expect(svgOf(shown[2])).toContain(">stopped after 2.2 epochs</text>");
  expect(new Set(shown.map(({ content }) => content.transient.display_id)).size).toBe(1);

  for (const step of [10, 50]) onProgress({ ...progress(step, 50), epochs: 5 }); // and trained again
  await turnOver();
  expect(svgOf(shown.at(-1)!)).toContain(">done in 5.0 s</text>");
  expect(shown).toHaveLength(5);
});

test("a run that ends early because patience ran out is done", async () => {
  const onProgress = liveProgress();
  onProgress({ ...progress(20, 50), secondsLeft: 0 });
  await turnOver();
  expect(shown.map(svgOf)).toHaveLength(1);
  expect(svgOf(shown[0])).toContain(">done in 2.0 s</text>");
});
