import { afterEach, beforeEach, expect, test } from "vitest";
import { liveProgress, type Progress } from "../../src/index";
import type { DisplayContent, NotebookKernel } from "../../src/notebook/kernel";
import { requireWellFormed } from "../figures/checks";

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
    ...{ step, steps, epoch: 1, epochs: 1, secondsPassed: step / 10 },
    ...{ loss: 2 + Math.sin(step), accuracy: (step % 7) / 7, secondsLeft: (steps - step) / 10 },
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

test("after 10,000 calls the picture is well-formed, of the same height, below 8 KB, with 120 points a curve", () => {
  const onProgress = liveProgress({ title: "a < b" });
  for (let step = 1; step <= 10_000; step++) onProgress(progress(step, 10_000));
  for (const output of shown.filter((_, k) => k % 997 === 0 || k > 9_990)) {
    requireWellFormed(svgOf(output));
    expect(svgOf(output)).toContain('height="208"');
  }
  expect(Math.max(...shown.map((output) => svgOf(output).length))).toBeLessThan(8 * 1024);
  const [, line] = /points="([^"]*)"/.exec(svgOf(shown[9999])) ?? [];
  expect(line.split(" ")).toHaveLength(120);
  expect(line.split(" ").at(-1)).toMatch(/^320,/);
}, 30_000);

test("a point of the curve is the mean over the steps of its 120th of the training", () => {
  const onProgress = liveProgress();
  for (const step of [40, 100, 200, 12_000]) {
    onProgress({ ...progress(step, 12_000), loss: step === 40 ? 2 : 1, accuracy: 0.5 });
  }
  const [, line] = /points="([^"]*)"/.exec(svgOf(shown[3])) ?? [];
  const [mean, one] = line.split(" ").map((point) => Number(point.split(",")[1]));
  expect([mean, one]).toEqual(
    [88 * (1 - 1.4 / 2), 88 * (1 - 1 / 2)].map((y) => expect.closeTo(y, 1)),
  );
  expect(line.split(" ")).toHaveLength(3);
});

test("outside a notebook it says so", () => {
  delete (globalThis as Record<symbol, unknown>)[kernelKey];
  expect(() => liveProgress()(progress(1, 2))).toThrow("notebook");
});
