import { afterEach, describe, expect, test } from "vitest";
import { lineChart } from "../../src/figures/line-chart";
import { liveProgress } from "../../src/notebook/live-progress";
import type { DisplayContent } from "../../src/notebook/notebook-kernel";
import { show } from "../../src/notebook/show";

const kernelKey = Symbol.for("jupyter.kernel");
const inKernel = globalThis as Record<symbol, unknown>;

afterEach(() => {
  delete inKernel[kernelKey];
});

const figure = lineChart({ name: "squares", x: [1, 2, 3], y: [1, 4, 9] });

describe("show", () => {
  test("gives the kernel the figure as Plotly's mime type, and a sentence for front ends that cannot draw it", () => {
    const shown: [DisplayContent, boolean][] = [];
    inKernel[kernelKey] = { display: (content: DisplayContent, update: boolean) => shown.push([content, update]) };
    show(figure);
    expect(shown).toHaveLength(1);
    const [[{ data, transient }, update]] = shown;
    expect(data["application/vnd.plotly.v1+json"]).toBe(figure);
    expect(data["text/plain"]).toMatch(/^A Plotly figure/);
    expect([transient, update]).toEqual([{}, false]);
  });

  test.each([[undefined], [null], [3], [{ data: {}, layout: {} }], [{ data: [] }]])("refuses %j", (value) => {
    expect(() => show(value as never)).toThrow(
      new TypeError("show: expected a Plotly figure { data: [...], layout: {...} }, or a panel"),
    );
  });

  test("says that it needs a notebook; so does liveProgress, at the first progress", () => {
    const message = "show: expected to run in a notebook cell, got a process without a kernel";
    expect(() => show(figure)).toThrow(message);
    const progress = { step: 1, steps: 2, epoch: 1, epochs: 1, loss: 1, accuracy: 1, secondsPassed: 1, secondsLeft: 1 };
    const onProgress = liveProgress();
    expect(() => onProgress(progress)).toThrow(message);
  });
});
