import { expect, test } from "vitest";
import { panelDisplay } from "../../src/notebook/displays/panel";
import { panelType } from "../../src/panels/panel";
import { describeInBrowser, soon } from "../helpers/browser";
import { useLab } from "../helpers/kernel/use-lab";
import { notebook } from "../helpers/notebook";
import { samplePanels } from "../helpers/panels";
import { allowed } from "../helpers/slack.mjs";
import { errorAt, stoppedAt } from "../helpers/training-bench";

/** A notebook as somebody may send it: never run here, so JupyterLab does not trust it. */
function storedWith(...outputs: readonly Record<string, unknown>[]): string {
  const stored = notebook(...outputs.map((_, k) => `${k}`));
  const cells = stored.cells.map((cell, k) => ({
    ...cell,
    outputs: [{ output_type: "display_data", metadata: {}, data: outputs[k] }],
  }));
  return JSON.stringify({ ...stored, cells });
}

const hostile = "<img src=x onerror=\"document.body.dataset.ran = 'yes'\">";

const panels = samplePanels();
const bench = panels["filter-bench"].data;
const sum = panels["gradient-sum"].data;
const learning = panels["learning-filter"].data;
const totals = panels["totals-to-probabilities"].data;
const asked = panels["where-from"].data;
const training = panels["training-bench"].data;
const noise = panels["noise-or-nudge"].data;
const excites = panels["what-excites"].data;
const [excitedLayer] = excites.layers as Record<string, number[]>[];
const watched = panels["watch-it-learn"].data;
const rates = panels["learning-rate"].data;
const expected = "This panel cannot be drawn: expected ";

/** Data that no notebook of ours has, and what is said of them. */
const faulty: readonly (readonly [unknown, string])[] = [
  [{ panel: hostile }, `${expected}one of filter-bench`],
  [{ panel: "__proto__" }, `${expected}one of filter-bench`],
  [null, `${expected}one of filter-bench`],
  [{ ...bench, shape: [1e9, 1e9] }, `${expected}sides from 3 to 128 in "shape", got [1000000000,1000000000].`],
  [{ ...bench, shape: [27, 27] }, `${expected}pixels of images (27, 27), got 7840 bytes.`],
  [{ ...bench, filter: [1, hostile] }, `${expected}9 finite numbers in "filter", got [1,`],
  [{ ...sum, examples: [] }, `${expected}a list of 1 to 20 in "examples", got [].`],
  [{ ...sum, examples: [null] }, `${expected}2 finite numbers in "shape", got undefined.`],
  [{ ...sum, learningRate: hostile }, `${expected}"learningRate" from 0 to `],
  [{ ...learning, start: [] }, `${expected}9 finite numbers in "start", got [].`],
  [{ ...totals, totals: [1] }, `${expected}2 to 12 numbers in "totals", got 1.`],
  [{ ...totals, label: 4 }, `${expected}"label" from 0 to 3, got 4.`],
  [{ ...training, heldOut: 2000 }, `${expected}"heldOut" from 1 to 1999, got 2000.`],
  [{ ...training, classes: 9 }, `${expected}2 to 5000 labels below 9, got 2000.`],
  [{ ...training, filters: 1e9 }, `${expected}"filters" from 1 to 64, got 1000000000.`],
  [{ ...panels["pooling-windows"].data, map: [1] }, `${expected}676 finite numbers in "map", got [1].`],
  [{ ...panels["weight-nudge"].data, places: [72] }, `${expected}one to four whole numbers from 0 to 71 in "places"`],
  [{ ...noise, labels: [7, 2, 10] }, `${expected}1 to 10 labels below 10, got 3.`],
  [{ ...noise, directions: "AAAA" }, `${expected}4704 bytes in "directions", got 3.`],
  [{ ...noise, answers: [hostile] }, `${expected}1020 finite numbers in "answers", got ["<img`],
  [
    { ...excites, pixels: "AAAA" },
    `${expected}${(excites.positions as number[]).length} packed images of 28 x 28, got others.`,
  ],
  [{ ...excites, classNames: hostile }, `${expected}0 texts in "classNames", got "<img src=x`],
  [
    { ...excites, labels: (excites.labels as number[]).map(() => 1e9) },
    `${expected}whole numbers from 0 to 9 in "labels"`,
  ],
  [{ ...excites, layers: [{ ...excitedLayer, seen: [0, 20, 20, 9, 9] }] }, `${expected}180 finite numbers in "seen"`],
  [
    { ...excites, layers: [{ ...excitedLayer, seen: excitedLayer.seen.map(() => 27) }] },
    `${expected}parts of the images in "seen", got 27,27,27,27,27.`,
  ],
  [
    { ...bench, edited: { code: "__proto__", files: [hostile] } },
    `${hostile} had been edited where this panel was made.`,
  ],
  [{ ...bench, edited: null }, " had been edited where this panel was made."],
  [{ ...rates, rates: [0] }, `${expected}1 to 120 positive numbers in "rates", got 1.`],
  [{ ...rates, right: new Array(8).fill(101) }, `${expected}numbers from -1 to 100 in "right", got 101,`],
  [{ ...rates, losses: [hostile] }, `${expected}219 finite numbers in "losses", got ["<img`],
  [{ ...watched, taken: [1, 0] }, `${expected}1 to 200 ascending steps from 0 to 400 in "taken", got 2.`],
  [{ ...watched, taken: [0], filters: [1] }, `${expected}72 finite numbers in "filters", got [1].`],
  [{ ...watched, filterShape: [1e9, 3, 3] }, `${expected}whole numbers from 1 to 64 in "filterShape", got 1000000000,`],
  [{ ...watched, answers: (watched.answers as number[]).map(() => 10) }, `${expected}whole numbers from 0 to 9 in`],
  [{ ...watched, classNames: [hostile, 1] }, `${expected}2 texts in "classNames", got ["<img`],
  [{ ...bench, total: 1 }, "This panel cannot be drawn: this page computes "],
  [
    { ...asked, prints: (asked.prints as number[]).map((x) => 2 * x) },
    "This panel cannot be drawn: this page computes ",
  ],
  [{ ...asked, layers: [{ name: hostile }] }, `${expected}a layer of the package, got <img src=x`],
  [{ ...asked, layers: [{ name: hostile, outputs: [] }] }, `${expected}10 outputs of <img src=x`],
];

describeInBrowser("the JupyterLab extension, in a notebook that is not trusted", () => {
  const outputs = Object.values(panels).map(panelDisplay);
  const wrong = faulty.map(([data]) => ({ [panelType]: data, "image/svg+xml": "<svg/>", "text/plain": "a still" }));
  const named = { ...bench, captions: Array.from({ length: 10 }, () => hostile) };
  const lab = useLab(storedWith(...outputs, { [panelType]: named, "text/plain": "a panel" }, ...wrong), {
    prepare: async ({ page }) => {
      await page.setViewportSize({ width: 1200, height: 3000 });
      const last = page.locator(".cnn-panel").nth(outputs.length + faulty.length);
      await last.waitFor({ timeout: allowed(20_000) });
    },
  });

  const panelOf = (name: string) => lab.page.locator(`[data-panel="${name}"]`).first();
  const says = (name: string) => soon(() => panelOf(name).locator(".cnn-caption").textContent());

  test("draws every panel, and the notebook stays without trust", async () => {
    const trusted = "jupyterapp.shell.currentWidget.content.widgets.some(({ model }) => model.trusted)";
    expect(await lab.page.evaluate(trusted)).toBe(false);
    for (const name of Object.keys(panels)) {
      expect(await panelOf(name).locator(".cnn-live").count()).toBe(1);
      expect((await panelOf(name).boundingBox())?.width).toBeGreaterThan(600);
    }
  });

  test("leaves mouse and keys to the filter bench: JupyterLab's shortcuts do not take them", async () => {
    const { page } = lab;
    const weight = panelOf("filter-bench").getByRole("slider").first();
    const { x, y, width, height } = (await weight.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2, y + height / 2 - 80, { steps: 8 });
    await page.mouse.up();
    await says("filter-bench").toContain("The weights sum to 2: the background, −0.5, gives −1.");
    const cells = await page.locator(".jp-Cell").count();
    await weight.focus();
    for (const key of ["ArrowDown", "ArrowDown", "d", "d", "b"]) await page.keyboard.press(key);
    await says("filter-bench").toContain("The weights sum to 1.8:");
    expect(await page.locator(".jp-Cell").count()).toBe(cells);
  });

  test("lets the reader draw into the drawing pad, with the mouse and with keys", async () => {
    const { page } = lab;
    const field = panelOf("drawing-pad").getByRole("application");
    await field.focus();
    for (const key of ["Space", ...new Array<string>(10).fill("ArrowDown"), "Space"]) await page.keyboard.press(key);
    await says("drawing-pad").toMatch(/^The network answers 1 /);
    const { x, y, width, height } = (await field.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const at = ([right, down]: number[]) => [x + (right / 28) * width, y + (down / 28) * height] as const;
    await panelOf("drawing-pad").getByRole("button", { name: "clear" }).click();
    await page.mouse.move(...at([6, 6]));
    await page.mouse.down();
    for (const place of [
      [14, 6],
      [11, 14],
      [9, 20],
    ])
      await page.mouse.move(...at(place), { steps: 6 });
    await page.mouse.up();
    await says("drawing-pad").toMatch(/^The network answers 7 /);
  });

  test("leaves the keys to the gradient sum's slider", async () => {
    await panelOf("gradient-sum").getByRole("slider").focus();
    for (const key of ["End", "d", "d"]) await lab.page.keyboard.press(key);
    await says("gradient-sum").toContain("the same nine numbers: 420, 414, 159,");
  });

  test("lets a filter learn at the press of a button", async () => {
    const filter = panelOf("learning-filter");
    for (let k = 0; k < 2; k++) await filter.getByRole("button", { name: "one step" }).click();
    await says("learning-filter").toMatch(/^After 2 steps on a digit: loss 0\.\d+; /);
  });

  test("leaves the keys to the learning rates", async () => {
    await panelOf("learning-rate").getByRole("slider").focus();
    for (const key of ["End", "d", "d", "ArrowLeft"]) await lab.page.keyboard.press(key);
    await says("learning-rate").toMatch(/^Rate 0\.1: /);
  });

  test("leaves the keys to the snapshots of a run", async () => {
    await panelOf("watch-it-learn").getByRole("slider").focus();
    for (const key of ["Home", "d", "d", "ArrowRight"]) await lab.page.keyboard.press(key);
    await says("watch-it-learn").toMatch(/^After 1 of 400 steps: /);
  });

  test("leaves the keys to the totals", async () => {
    await panelOf("totals-to-probabilities").getByRole("slider", { name: "total 2" }).focus();
    for (const key of ["End", "d", "d"]) await lab.page.keyboard.press(key);
    await says("totals-to-probabilities").toMatch(/^p = 0\.046, 0\.017, 0\.927, 0\.010\. /);
  });

  test("leaves mouse and keys to the panel that says where numbers come from", async () => {
    const { page } = lab;
    const cells = await page.locator(".jp-Cell").count();
    await panelOf("where-from")
      .getByRole("application", { name: "7 Softmax" })
      .click({ position: { x: 30, y: 10 } });
    await says("where-from").toMatch(/^Layer 7, Softmax, number 0: 0\.\d{4}\. .* Pinned/);
    for (const key of ["ArrowDown", "ArrowDown", "d", "d"]) await page.keyboard.press(key);
    await says("where-from").toMatch(/^Layer 7, Softmax, number 2: /);
    expect(await page.locator(".jp-Cell").count()).toBe(cells);
  });

  test("leaves the keys to the slider of what excites filters", async () => {
    await panelOf("what-excites").getByRole("slider", { name: "filter" }).focus();
    for (const key of ["End", "d", "d"]) await lab.page.keyboard.press(key);
    await says("what-excites").toMatch(/^Layer 4, Conv2D, filter 6 answers to /);
  });

  test("leaves the keys to the size of a change", async () => {
    await panelOf("noise-or-nudge").getByRole("slider", { name: "change" }).focus();
    for (const key of ["Home", "d", "d"]) await lab.page.keyboard.press(key);
    await says("noise-or-nudge").toMatch(/^Nothing is changed: read as 7 with /);
  });

  test("trains in the training bench, to the digits that are computed here", async () => {
    const bench = panelOf("training-bench");
    await says("training-bench").toContain("learned nothing yet");
    await bench.getByRole("button", { name: "train" }).click();
    await soon(() => bench.locator(".cnn-numbers").textContent()).toMatch(/^step \d{3}/);
    await bench.getByRole("button", { name: "stop" }).click();
    await says("training-bench").toMatch(/^Stopped at step/);
    const { steps, error } = stoppedAt(await bench.locator(".cnn-caption").textContent());
    expect(error).toBe(errorAt(steps).toFixed(1));
  });

  test("says of data that are no panel's what was expected, beside the still, and runs nothing of them", async () => {
    const { page } = lab;
    for (const [k, [, words]] of faulty.entries()) {
      const place = page.locator(".cnn-panel").nth(Object.keys(panels).length + 1 + k);
      expect(await place.textContent()).toContain(words);
      expect(await place.locator("img").getAttribute("alt")).toBe("a still");
    }
    expect(await page.locator("body").getAttribute("data-ran")).toBeNull();
  });
});
