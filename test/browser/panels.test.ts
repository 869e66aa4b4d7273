// Panels in an exported page that is opened offline: what a reader does to each, and what it then says.
import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assetsFolder } from "../../scripts/project.mjs";
import { simdBase64 } from "../../src/engine/simd-bytes";
import { argMax, loadMnist, type Panel, shifted, type Tensor } from "../../src/index";
import { panelDisplay } from "../../src/notebook/displays/panel";
import { FilterLearning } from "../../src/panels/filter-learning";
import { softmaxOf } from "../../src/panels/softmax-of";
import type { PackedFilters } from "../../src/panels/what-excites";
import { describeInBrowser, launchChromium, seriousFaults, soon, watch } from "../helpers/browser";
import { code, exportedPage } from "../helpers/exported-page";
import { askedNetwork, excitedNetwork, samplePanels, watchedRun } from "../helpers/panels";
import { allowed } from "../helpers/slack.mjs";
import { trainedNetwork } from "../helpers/trained-network";
import { errorAt, stoppedAt } from "../helpers/training-bench";

const sizes: Readonly<Record<string, BrowserContextOptions>> = {
  "1100 px, by mouse": { viewport: { width: 1100, height: 900 } },
  "390 px, by touch": { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

/** Points at a pixel of a picture of that shape. */
async function pointAt(picture: Locator, [i, j]: number[], [rows, columns]: number[]): Promise<void> {
  await picture.scrollIntoViewIfNeeded();
  const box = await picture.boundingBox();
  if (!box) throw new Error("pointAt: expected a picture on the screen, got none");
  const position = { x: ((j + 0.5) / columns) * box.width, y: ((i + 0.5) / rows) * box.height };
  await picture.click({ position });
}

/** One stroke through points of a field of 28 x 28, as a mouse, a finger or a pen sends it. */
async function drawStroke(
  page: Page,
  field: Locator,
  points: readonly (readonly [x: number, y: number])[],
): Promise<void> {
  await field.scrollIntoViewIfNeeded();
  const box = await field.boundingBox();
  if (!box) throw new Error("drawStroke: expected a field on the screen, got none");
  const places = points.map(([x, y]) => [box.x + (x / 28) * box.width, box.y + (y / 28) * box.height] as const);
  const touch = await page.context().newCDPSession(page);
  const isTouched = await page.evaluate("matchMedia('(pointer: coarse)').matches");
  const send = (type: string, [x, y]: readonly [number, number]) =>
    touch.send("Input.dispatchTouchEvent", {
      type: type as "touchMove",
      touchPoints: type === "touchEnd" ? [] : [{ x, y }],
    });
  if (isTouched) {
    await send("touchStart", places[0]);
    for (const place of places.slice(1)) await send("touchMove", place);
    await send("touchEnd", places[0]);
  } else {
    await page.mouse.move(...places[0]);
    await page.mouse.down();
    for (const place of places.slice(1)) await page.mouse.move(...place, { steps: 6 });
    await page.mouse.up();
  }
}

/** Runs in the page: the red of each pixel of a picture, row by row. */
const levelsOf = (canvas: unknown): number[] => {
  // biome-ignore lint/suspicious/noExplicitAny: the project's types are without DOM
  const { width, height, getContext } = canvas as any;
  const { data } = getContext.call(canvas, "2d").getImageData(0, 0, width, height);
  return Array.from({ length: width * height }, (_, k) => data[4 * k]);
};

/** A number of the map of the first digit, by the loops of notebook 1. */
function mapValue(filter: readonly number[], i: number, j: number): string {
  const { data } = loadMnist().train.image(0);
  const sum = filter.reduce((all, weight, k) => all + weight * data[(i + Math.floor(k / 3)) * 28 + j + (k % 3)], 0);
  return sum.toFixed(2).replace("-", "−");
}

/** What the first layers of the panel's network make of a test digit. */
function asked(layers: number, digit: number): Tensor {
  const image = loadMnist().test.image(digit);
  return askedNetwork.layers.slice(0, layers).reduce((input, layer) => layer.forward(input), image);
}

/** A number as the panel writes it. */
const two = (value: number) => value.toFixed(2).replace("-", "−");

describeInBrowser("panels in an exported page, offline", () => {
  let browser: Browser;
  let file: string;
  let panels: Readonly<Record<string, Panel>>;
  beforeAll(async () => {
    panels = samplePanels();
    const cells = Object.values(panels).map((panel) => code("show(panel)", [panelDisplay(panel)]));
    file = exportedPage(cells, { sanitize: true });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(dirname(file), { recursive: true, force: true });
  });

  /** Opens the page; what went wrong there is for the test's end. */
  async function opened(options: BrowserContextOptions): Promise<{ page: Page; problems: string[] }> {
    const context = await browser.newContext({ offline: true, ...options });
    const page = await context.newPage();
    const problems = watch(page, (url) => url === pathToFileURL(file).href);
    await page.goto(pathToFileURL(file).href);
    const all = `document.querySelectorAll("[data-panel] .cnn-live").length === ${Object.keys(panels).length}`;
    await page.waitForFunction(all, undefined, { timeout: allowed(20_000) });
    return { page, problems };
  }

  const panelOf = (page: Page, name: string) => page.locator(`[data-panel="${name}"]`);
  /** What the panel's caption says, within a while: a tap becomes a click a moment later. */
  const says = (panel: Locator) => soon(() => panel.locator(".cnn-caption").textContent());
  const numbersOf = (panel: Locator) => panel.locator(".cnn-numbers").textContent();
  /** What a training bench says once it has stopped. */
  const stopped = async (bench: Locator) => {
    await says(bench).toMatch(/^Stopped at step/);
    return stoppedAt(await bench.locator(".cnn-caption").textContent());
  };

  describe.each(Object.entries(sizes))("at %s", (_, options) => {
    let page: Page;
    let problems: string[];
    const press = (place: Locator) => (options.hasTouch ? place.tap() : place.click());
    beforeAll(async () => {
      ({ page, problems } = await opened(options));
    });
    afterAll(() => page?.context().close());

    test("filter bench: another filter, a number of the map, and what zeros around the image do", async () => {
      const bench = panelOf(page, "filter-bench");
      const value = mapValue([-1, -2, -1, 0, 0, 0, 1, 2, 1], 9, 12);
      expect(value).not.toBe("0.00");
      await press(bench.getByRole("button", { name: "horizontal edges" }));
      await pointAt(bench.getByRole("application"), [9, 12], [26, 26]);
      await says(bench).toContain(`Row 9, column 12 of the map: ${value}. The weights sum to 0`);
      await press(bench.getByRole("button", { name: "vertical edges" }));
      await press(bench.getByRole("button", { name: "zeros" }));
      await pointAt(bench.getByRole("application"), [14, 0], [28, 28]);
      await says(bench).toContain("Row 14, column 0 of the map: −2.00.");
    });

    test("windows and ties: what four equal numbers get back, by each rule, and all windows together", async () => {
      const windows = panelOf(page, "pooling-windows");
      const out = (panels["pooling-windows"].data.sums as number[]).map(String);
      expect(out[0]).toBe("84.5");
      expect(Number(out[1])).toBeGreaterThan(100);
      await pointAt(windows.getByRole("application", { name: "pooled" }), [0, 12], [13, 13]);
      await says(windows).toContain(
        "Row 0, column 12 of the pooled map: the largest of 0, 0, 0, 0 is 0, shared by 4. The slope 0.5 comes in; handed back: 0.5.",
      );
      await says(windows).toContain("signs left out: 84.5 in, 84.5 out.");
      await press(windows.getByRole("button", { name: "all" }));
      await says(windows).toContain("handed back: 4 times 0.5.");
      await says(windows).toContain(`84.5 in, ${out[1]} out.`);
      await press(windows.getByRole("button", { name: "equal shares" }));
      await pointAt(windows.getByRole("application", { name: "handed back" }), [1, 1], [26, 26]);
      await says(windows).toMatch(/^Row 0, column 0 .* handed back: 4 times 0.125. .* 84.5 in, 84.5 out.$/);
    });

    test("nudge a weight: another weight, moved to where it was, by a longer and by the shortest nudge", async () => {
      const nudge = panelOf(page, "weight-nudge");
      const { losses, slopes } = panels["weight-nudge"].data as unknown as Readonly<Record<string, number[]>>;
      const told = (value: number) => String(Number(value.toPrecision(3))).replace("-", "−");
      await press(nudge.getByRole("button", { name: "filters[4, 2, 2]" }));
      await nudge.getByRole("slider", { name: "move it" }).fill("12");
      const [loss, slope] = [losses[41 + 20], slopes[25 + 12]];
      await says(nudge).toContain(
        `the loss of 2 digits ${told(loss)}. Slope by backward, the tangent: ${told(slope)};`,
      );
      await says(nudge).toContain(`downhill is a ${slope > 0 ? "smaller" : "larger"} weight. By nudging it by ε = 2 `);
      await says(nudge).toContain(`the secant: ${told((losses[41 + 28] - losses[41 + 12]) / 4)}.`);
      const shrink = nudge.getByRole("slider", { name: "shrink" });
      const { width } = (await shrink.boundingBox()) ?? { width: 0 };
      const end = { position: { x: width - 3, y: 18 } };
      await (options.hasTouch ? shrink.tap(end) : shrink.click(end));
      await says(nudge).toMatch(/By nudging it by ε = 0.00001 up and down/);
    });

    test("what excites a filter: another layer, another filter, and one of its images, as the layers have it", async () => {
      const excites = panelOf(page, "what-excites");
      const { positions, layers } = panels["what-excites"].data as unknown as {
        positions: number[];
        layers: PackedFilters[];
      };
      await says(excites).toMatch(
        /^Layer 4, Conv2D, filter \d answers to \d+ of 300 images\. Of the 100 that excite it most, /,
      );
      await press(excites.getByRole("button", { name: "1 Conv2D" }));
      const slider = excites.getByRole("slider", { name: "filter" });
      await slider.fill("2");
      await press(excites.getByRole("button", { name: /^image 4: class \d, / }));
      const k = 2 * 9 + 3;
      const [which, i, j] = layers[0].seen.slice(5 * k, 5 * k + 5);
      const image = loadMnist().test.image(positions[which]);
      const maps = excitedNetwork.layers[0].forward(image);
      const answer = maps.data[(i * 26 + j) * 4 + 2];
      expect(maps.data.filter((value, at) => at % 4 === 2 && value > answer)).toHaveLength(0);
      const label = loadMnist().test.label(positions[which]);
      await says(excites).toContain(
        `Image ${positions[which]}, class ${label}: ${Number(answer.toFixed(3))}, for rows ${i} to ${i + 2}, columns ${j} to ${j + 2}.`,
      );
      const counts = layers[0].counts.slice(20, 30);
      await says(excites).toContain(`Of the 100 that excite it most, ${Math.max(...counts)} are of class `);
      expect(await excites.locator(".cnn-percent").allTextContents()).toEqual(counts.map(String));
      await press(excites.getByRole("button", { name: "copy as code" }));
      expect(await excites.locator(".cnn-code").textContent()).toBe(
        `const exciting = dataset.image(${positions[which]}); // for filter 3 of layers[0]`,
      );
    });

    test("noise or a nudge: the network's answer to the same change, by chance and by the slope, and to another image", async () => {
      const noise = panelOf(page, "noise-or-nudge");
      const { answers } = panels["noise-or-nudge"].data as unknown as { answers: number[] };
      const told = (image: number, way: number, step: number) => {
        const p = answers.slice(((image * 2 + way) * 17 + step) * 10).slice(0, 10);
        const best = argMax(p);
        return `${best} with ${(100 * p[best]).toFixed(1)} %`;
      };
      await says(noise).toContain(`by 40 grey levels, by the slope: read as ${told(0, 1, 8)}`);
      await says(noise).toContain(`By chance as much: ${told(0, 0, 8)}.`);
      await press(noise.getByRole("button", { name: "random" }));
      await noise.getByRole("slider", { name: "change" }).fill("16");
      await press(noise.getByRole("button", { name: "image 2" }));
      await says(noise).toContain(`Each pixel changed by 80 grey levels, by chance: read as ${told(1, 0, 16)}`);
      expect(await noise.getByRole("slider").getAttribute("aria-valuetext")).toBe("80 grey levels");
      // The sum, as the page draws it: black by chance brighter by 80 of 255.
      const greys = await noise.locator("canvas").nth(2).evaluate(levelsOf);
      expect(new Set(greys.slice(0, 28))).toEqual(new Set([0, 80]));
    });

    test("learning rate: what the runs at a rate came to, those that diverged among them, beside the best", async () => {
      const panel = panelOf(page, "learning-rate");
      const slider = panel.getByRole("slider");
      const crosses = panel.locator("path[stroke-width='2.2']");
      await says(panel).toBe(
        "Rate 0.01: after 80 steps 70.0, 75.0 % are right, in the mean 72.5 %. No other rate has a higher mean.",
      );
      expect(await crosses.count()).toBe(3);
      expect(await panel.locator("polyline").count()).toBe(2);
      const { width, height } = (await slider.boundingBox()) ?? { width: 0, height: 0 };
      const end = { position: { x: width - 3, y: height / 2 } };
      await (options.hasTouch ? slider.tap(end) : slider.click(end));
      await says(panel).toBe(
        "Rate 1: all runs diverged, after 10, 11 steps. Pale, the loss at 0.01, whose mean is the highest.",
      );
      expect(await panel.locator("polyline").count()).toBe(4);
      expect(await crosses.count()).toBe(3 + 2);
      await slider.fill("2");
      await says(panel).toContain(
        "Rate 0.1: after 80 steps 80.0 % are right, in the mean 80.0 %; 1 of 2 runs diverged, after 16 steps.",
      );
      expect(await slider.getAttribute("aria-valuetext")).toBe("0.1");
    });

    test("watch it learn: a snapshot's error and answers are the network's; play goes through all, a drag ends it", async () => {
      const panel = panelOf(page, "watch-it-learn");
      const { taken, digits, shown } = watchedRun().snapshots;
      const said = (k: number) => {
        const { step, wrong, answers } = taken[k];
        const right = answers.filter((answer, i) => answer === digits.label(shown[i])).length;
        const percent = ((100 * wrong) / 50).toFixed(1);
        return `${step === 0 ? "Before the first" : `After ${step}`} of 400 steps: ${percent} % of 50 held-out digits are wrong; of the 12 shown ${right} are right.`;
      };
      const last = taken.length - 1;
      expect(taken[last].wrong).toBeLessThan(taken[0].wrong / 1.5);
      await says(panel).toContain(said(last));
      const answers = await panel.locator(".cnn-answer b").allTextContents();
      expect(answers).toEqual(
        taken[last].answers.map((answer, i) => `${answer} ${answer === digits.label(shown[i]) ? "✓" : "✗"}`),
      );
      expect(await panel.locator(".cnn-right").count()).toBe(answers.filter((text) => text.endsWith("✓")).length);
      const slider = panel.getByRole("slider");
      const { width, height } = (await slider.boundingBox()) ?? { width: 0, height: 0 };
      const start = { position: { x: 3, y: height / 2 } };
      expect(width).toBeGreaterThan(100);
      await (options.hasTouch ? slider.tap(start) : slider.click(start));
      await says(panel).toBe(said(0));
      const play = panel.getByRole("button");
      await press(play);
      await says(panel).toContain(said(1));
      await slider.fill("5");
      expect(await play.textContent()).toBe("▶ play");
      await says(panel).toContain(said(5));
      expect(await slider.getAttribute("aria-valuetext")).toBe(`step ${taken[5].step}`);
      await slider.fill(String(last - 2));
      await press(play);
      await soon(() => play.textContent()).toBe("▶ play");
      await says(panel).toContain(said(last));
    });

    test("gradient sum: a place adds slope times pixels, and all of them are what the layer's backward gives", async () => {
      const sum = panelOf(page, "gradient-sum");
      const places = sum.getByRole("slider");
      const nine = (title: string) => sum.locator(".cnn-part").filter({ hasText: title }).locator(".cnn-nine span");
      // Halfway along the slider.
      const { width, height } = (await places.boundingBox()) ?? { width: 0, height: 0 };
      const position = { x: width / 2, y: height / 2 };
      await (options.hasTouch ? places.tap({ position }) : places.click({ position }));
      await says(sum).toBe("Place 2 of 4, row 0, column 1: slope 2 × the pixels under the filter, added.");
      expect(await nine("slope 2 ×").allTextContents()).toEqual(["50", "0", "29", "80", "31", "2", "90", "0", "75"]);
      expect(await nine("added up so far").allTextContents()).toEqual(
        [0 + 100, 50, 58, 160, 80 + 62, 31 + 4, 33 + 180, 90, 150].map(String),
      );
      await press(sum.getByRole("button", { name: "add up" }));
      const end = "The layer's backward gives the same nine numbers: 420, 414, 159, 619, 412, 335, 249, 117, 530.";
      await says(sum).toContain(end);
      expect(await nine("the filter after the step").first().textContent()).toBe("−2.1");
      await press(sum.getByRole("button", { name: "digit" }));
      await says(sum).toMatch(/^Place 1 of 136, .* 136 of 676 places have a slope that is not 0\.$/);
      await places.fill("25");
      await says(sum).toMatch(/^The other 112 places .* the same nine numbers: 0\.0641, /);
    });

    test("learning filter: steps as the layer takes them; the image decides which rate is too large, and what is learned", async () => {
      const filter = panelOf(page, "learning-filter");
      const { data } = panels["learning-filter"];
      const learning = new FilterLearning(loadMnist().train.image(0), data.target as number[], data.start as number[]);
      learning.learn(3, 0.5);
      for (let k = 0; k < 3; k++) await press(filter.getByRole("button", { name: "one step" }));
      const off = Number(learning.furthest.toPrecision(2));
      await says(filter).toBe(
        `After 3 steps on a digit: loss ${Number(learning.loss.toPrecision(2))}; the weight that is furthest off is off by ${off}.`,
      );
      const rate = filter.getByRole("slider");
      await rate.fill("5");
      expect(await rate.getAttribute("aria-valuetext")).toBe("1");
      await press(filter.getByRole("button", { name: "learn", exact: false }).first());
      await says(filter).toContain("this rate is too large for this image.");
      await press(filter.getByRole("button", { name: "noise" }));
      for (let k = 0; k < 10; k++) await press(filter.getByRole("button", { name: "one step" }));
      await says(filter).toMatch(/^After 10 steps on noise: .* off by (0\.00\d+|less than 0\.0001)\.$/);
      await rate.fill("3");
      await press(filter.getByRole("button", { name: "an empty image" }));
      for (let k = 0; k < 4; k++) await press(filter.getByRole("button", { name: "one step" }));
      await says(filter).toMatch(/only the sum of the weights can be learned: it is 0, to be 0\.$/);
    });

    test("totals to probabilities: differences count and nothing else, and the article's powers overflow", async () => {
      const panel = panelOf(page, "totals-to-probabilities");
      const slider = (name: string) => panel.getByRole("slider", { name });
      const said = (totals: readonly number[], label: number) => {
        const { p, loss } = softmaxOf(totals, label);
        const all = p.map((share) => share.toFixed(3));
        return `p = ${all.join(", ")}. Node ${label}, the right answer, has ${all[label]}: the loss is ${loss.toFixed(3)}.`;
      };
      await says(panel).toBe(said([2, 1, -1, 0.5], 0));
      await slider("total 1").fill("3.5");
      await press(panel.getByRole("button", { name: "2", exact: true }));
      await says(panel).toBe(said([2, 3.5, -1, 0.5], 2));
      await slider("add to all").fill("1000");
      await says(panel).toBe(`${said([2, 3.5, -1, 0.5], 2)} 1000 was added to all totals, and no probability changed.`);
      expect(await slider("total 1").getAttribute("aria-valuetext")).toBe("1003.5");
      await press(panel.getByRole("button", { name: "as in the article" }));
      await says(panel).toMatch(
        /^p = NaN, NaN, NaN, NaN\. .* e\^1003\.5 is more than a number can hold, and infinity divided/,
      );
      await slider("add to all").fill("-1000");
      await says(panel).toMatch(/^p = NaN, .* 0 divided by 0 is not a number\.$/);
      await press(panel.getByRole("button", { name: "as given" }));
      await press(panel.getByRole("button", { name: "the largest total subtracted" }));
      await slider("all times").fill("3");
      await says(panel).toBe(said([6, 3, -3, 1.5], 2));
      await press(panel.getByRole("button", { name: "copy as code" }));
      expect(await panel.locator("code").textContent()).toBe("const totals = [6, 3, -3, 1.5];");
    });

    test("training bench: the error falls as computed here, to the last digit; a rate of 1 diverges, in words", async () => {
      const bench = panelOf(page, "training-bench");
      const choose = (row: string, name: string) =>
        press(bench.getByRole("group", { name: row, exact: true }).getByRole("button", { name, exact: true }));
      await says(bench).toContain("learned nothing yet. Train it here, on 1,500 images");
      const untrained = errorAt(0);
      const learned = errorAt(1500);
      expect(learned).toBeLessThan(untrained / 3);
      await press(bench.getByRole("button", { name: "train" }));
      await soon(async () => Number(/epoch ([\d.]+)/.exec((await numbersOf(bench)) ?? "")?.[1])).toBeGreaterThan(1);
      await press(bench.getByRole("button", { name: "stop" }));
      const { steps, error } = await stopped(bench);
      expect(error).toBe(errorAt(steps).toFixed(1));
      expect(Number(error)).toBeLessThan(untrained / 3);
      expect(await bench.getByRole("img", { name: /^Filter \d now$/ }).count()).toBe(8);

      await choose("rate", "1");
      await says(bench).toBe(`Stopped at step ${steps}. From here on the rate is 1.`);
      await press(bench.getByRole("button", { name: "start anew" }));
      await says(bench).toMatch(/^The network diverged at step \d+: the loss became NaN\. The rate 1 was too large/);
      await choose("rate", "0.02");
      await choose("filters", "2");
      await choose("batch size", "8");
      await says(bench).toBe("Untrained: rate 0.02, 2 filters, batches of 8.");
      await press(bench.getByRole("button", { name: "train" }));
      await soon(() => numbersOf(bench)).toMatch(/^step [1-9]/);
      await press(bench.getByRole("button", { name: "stop" }));
      const second = await stopped(bench);
      const settings = { rate: 0.02, filters: 2, batchSize: 8 };
      expect(second.error).toBe(errorAt(second.steps, settings).toFixed(1));
      expect(await bench.getByRole("img", { name: /^Filter \d now$/ }).count()).toBe(2);
    });

    test("drawing pad: a seven that is drawn is read; a test digit that moves answers as the notebook's network", async () => {
      const pad = panelOf(page, "drawing-pad");
      await press(pad.getByRole("button", { name: "image 4" }));
      await press(pad.getByRole("button", { name: "where it is" }));
      // To the left edge and back first: nothing of the digit gets lost.
      for (let k = 0; k < 8; k++) await press(pad.getByRole("button", { name: "move the image left" }));
      for (let k = 0; k < 13; k++) await press(pad.getByRole("button", { name: "move the image right" }));
      const { data } = trainedNetwork().forward(shifted(loadMnist().test.image(3), 5));
      const best = argMax(data);
      const percent = (100 * data[best]).toFixed(1);
      await says(pad).toContain(`The network answers ${best} (${percent} %)`);
      await says(pad).toContain("moved by 5 to the right");
      await press(pad.getByRole("button", { name: "clear" }));
      await says(pad).toContain("The field is empty, and yet the network answers");
      await press(pad.getByRole("button", { name: "fitted and centred" }));
      await drawStroke(page, pad.getByRole("application"), [
        [6, 6],
        [14, 6],
        [11, 14],
        [9, 20],
      ]);
      await says(pad).toMatch(/^The network answers 7 /);
      // Chromium takes a tap right after so fast a finger for one that ends its fling.
      await pad.getByRole("button", { name: "undo" }).click();
      await says(pad).toContain("The field is empty");
    });

    test("where from: a number is held, its terms sum to it, and one goes back to what it came from", async () => {
      const panel = panelOf(page, "where-from");
      const layer = (name: string) => panel.getByRole("application", { name });
      const open = async (name: string) => {
        if (options.hasTouch) await press(panel.getByRole("button", { name, exact: true }));
      };
      await open("4 Conv2D");
      // Map 6 of twelve lies in the second row of four: 13 x 13, with a pixel between.
      await pointAt(layer("4 Conv2D"), [14 + 7, 14 + 4], [3 * 14 - 1, 4 * 14 - 1]);
      const k = (7 * 13 + 4) * 12 + 5; // [7, 4, 5]
      const value = two(asked(4, 0).data[k]);
      await says(panel).toContain(`Layer 4, Conv2D, map 6, row 7, column 4: ${value}. It has seen 8 × 8 pixels`);
      await says(panel).toContain("Pinned");
      expect(await panel.locator(".cnn-sum").textContent()).toMatch(new RegExp(`bias 0\\.00 = ${value}$`));
      expect(await panel.locator(".cnn-seen").count()).toBe(4);
      // The mouse may now go elsewhere: the number stays.
      if (!options.hasTouch) await layer("1 Conv2D").hover();
      await press(panel.locator(".cnn-card").getByRole("button").first());
      await says(panel).toMatch(
        /^Layer 3, MaxPool2D, map \d, row [678], column [345]: (\d\.\d\d)\. It has seen 4 × 4 /,
      );
      expect(await panel.locator(".cnn-sum").textContent()).toMatch(/^the largest of 4 numbers: \d\.\d\d/);
      await press(panel.getByRole("button", { name: "go to map" }));
      await says(panel).toMatch(/^Layer 2, ReLU, map \d, .* It has seen 3 × 3 /);
      expect(await panel.locator(".cnn-sum").textContent()).toMatch(/^max\(0, \d\.\d\d\) = \d\.\d\d$/);
    });

    test("where from: another digit, its probabilities, and a layer of the reader's own", async () => {
      const panel = panelOf(page, "where-from");
      if (options.hasTouch) await press(panel.getByRole("button", { name: "7 Softmax" }));
      await press(panel.getByRole("button", { name: "next" }));
      await pointAt(panel.getByRole("application", { name: "7 Softmax" }), [3, 0], [10, 1]);
      const p = asked(7, 1).data[3];
      await says(panel).toContain(`Layer 7, Softmax, number 3: ${p.toFixed(4)}.`);
      await says(panel).toContain("followed back to LeakyReLU, a layer of your own, and no further");
      expect(await panel.locator(".cnn-sum").textContent()).toContain(
        `Of all 10 totals softmax makes ${(100 * p).toFixed(1)} % for it.`,
      );
      expect(await panel.locator(".cnn-sum").textContent()).toMatch(/^most for it \d.*\+ most against it −\d/);
      expect(await panel.locator(".cnn-lines button").count()).toBe(10);
      await press(panel.locator(".cnn-lines button").first());
      await says(panel).toMatch(/^Layer 6, Dropout, map /);
      await press(panel.getByRole("button", { name: "go to map" }));
      await says(panel).toMatch(/^Layer 5, LeakyReLU, map /);
      expect(await panel.textContent()).toContain("A layer of your own: the page has its numbers, but not its code");
    });

    test("nothing goes wrong, nothing is wider than the window, and axe finds no serious fault", async () => {
      expect(problems).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")).toBe(
        false,
      );
      expect(await seriousFaults(page)).toEqual([]);
    });
  });

  describe("by keyboard", () => {
    let page: Page;
    beforeAll(async () => {
      ({ page } = await opened({ viewport: { width: 1100, height: 900 } }));
    });
    afterAll(() => page?.context().close());

    test("filter bench: arrow keys change a weight and go from number to number of the map", async () => {
      const bench = panelOf(page, "filter-bench");
      await bench.getByRole("slider", { name: "weight, row 1, column 1" }).focus();
      await page.keyboard.press("PageUp");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("Home");
      await says(bench).toContain("The weights sum to −2: the background, −0.5, gives 1.");
      await bench.getByRole("application").focus();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowLeft");
      const value = mapValue([-3, 0, 1, -2, 0, 2, -1, 0, 1], 14, 12);
      await says(bench).toContain(`Row 14, column 12 of the map: ${value}.`);
    });
  });

  test("windows and ties, by keyboard: an arrow key goes on by a window, in the map as in the pooled map", async () => {
    const { page } = await opened({ viewport: { width: 1100, height: 900 } });
    const windows = panelOf(page, "pooling-windows");
    await pointAt(windows.getByRole("application", { name: "pooled" }), [0, 0], [13, 13]);
    await windows.getByRole("application", { name: "map, ties hatched" }).focus();
    for (const key of ["ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp"]) await page.keyboard.press(key);
    await says(windows).toMatch(/^Row 1, column 1 of the pooled map/);
    await page.context().close();
  });

  test("nudge a weight, by keyboard: arrow keys move the weight by a quarter, and shrink the nudge", async () => {
    const { page } = await opened({ viewport: { width: 1100, height: 900 } });
    const nudge = panelOf(page, "weight-nudge");
    await nudge.getByRole("slider", { name: "move it" }).focus();
    for (let k = 0; k < 4; k++) await page.keyboard.press("ArrowRight");
    const was = (panels["weight-nudge"].data.filters as number[])[0];
    await says(nudge).toContain(`The weight is ${String(Number(was.toPrecision(3))).replace("-", "−")}, the loss`);
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    await says(nudge).toContain("By nudging it by ε = 1 up and down");
    await page.context().close();
  });

  test("learning rate, by keyboard: an arrow key goes to the next rate", async () => {
    const { page } = await opened({ viewport: { width: 1100, height: 900 } });
    const panel = panelOf(page, "learning-rate");
    await panel.getByRole("slider").focus();
    for (const key of ["Home", "ArrowRight", "ArrowLeft"]) await page.keyboard.press(key);
    await says(panel).toMatch(/^Rate 0\.001: after 80 steps 60\.0, 65\.0 % are right, in the mean 62\.5 %\./);
    await page.context().close();
  });

  test("watch it learn, by keyboard: arrow keys go from snapshot to snapshot", async () => {
    const { page } = await opened({ viewport: { width: 1100, height: 900 } });
    const panel = panelOf(page, "watch-it-learn");
    await panel.getByRole("slider").focus();
    for (const key of ["Home", "ArrowRight", "ArrowRight", "ArrowLeft"]) await page.keyboard.press(key);
    await says(panel).toMatch(/^After 1 of 400 steps: .* Answers that changed since step 0: \d+\.$/);
    await page.keyboard.press("End");
    await says(panel).toContain("After 400 of 400 steps");
    await page.context().close();
  });

  test("gradient sum, by keyboard: arrow keys go from place to place", async () => {
    const { page } = await opened({ viewport: { width: 1100, height: 900 } });
    const sum = panelOf(page, "gradient-sum");
    await sum.getByRole("slider").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await says(sum).toMatch(/^Place 3 of 4, row 1, column 0: slope 3 /);
    await page.keyboard.press("Home");
    await says(sum).toBe("Nothing is added yet: 4 of 4 places have a slope that is not 0.");
    await page.context().close();
  });

  test("learning filter, by keyboard: a thousand steps, each weight within a thousandth; it stops when asked", async () => {
    const { page } = await opened({ viewport: { width: 1100, height: 900 } });
    const filter = panelOf(page, "learning-filter");
    const learn = filter.getByRole("button", { name: "learn", exact: false }).first();
    await learn.focus();
    await page.keyboard.press("Enter");
    await says(filter).toMatch(/^After 1000 steps on a digit: .* off by 0\.000\d+\.$/);
    const weights = await filter.locator(".cnn-nine span").allTextContents();
    expect(weights.map((text) => text.split("→")[0])).toEqual(["−1", "0", "1", "−2", "0", "2", "−1", "0", "1"]);
    await filter.getByRole("button", { name: "start again" }).press("Enter");
    await learn.press("Enter");
    await learn.press("Enter");
    await says(filter).toMatch(/^After \d+ steps? on a digit/);
    expect(await learn.textContent()).toBe("▶ learn");
    await page.context().close();
  });

  test("totals to probabilities, by keyboard: an arrow key moves a total by a tenth", async () => {
    const { page } = await opened({ viewport: { width: 1100, height: 900 } });
    const panel = panelOf(page, "totals-to-probabilities");
    await panel.getByRole("slider", { name: "total 0" }).focus();
    for (let k = 0; k < 3; k++) await page.keyboard.press("ArrowLeft");
    await says(panel).toContain(`the loss is ${softmaxOf([1.7, 1, -1, 0.5], 0).loss.toFixed(3)}.`);
    await page.context().close();
  });

  test("where from, by keyboard: arrow keys go from number to number, and into the next map", async () => {
    const { page } = await opened({ viewport: { width: 1100, height: 900 } });
    const panel = panelOf(page, "where-from");
    const sheet = panel.getByRole("application", { name: "1 Conv2D" });
    await sheet.focus();
    await page.keyboard.press("ArrowDown");
    await says(panel).toContain(`Layer 1, Conv2D, map 1, row 1, column 0: ${two(asked(1, 0).data[26 * 6])}.`);
    for (let k = 0; k < 26; k++) await page.keyboard.press("ArrowRight");
    await says(panel).toContain(`Layer 1, Conv2D, map 2, row 1, column 0: ${two(asked(1, 0).data[26 * 6 + 1])}.`);
    // A button of the terms leads to the number before; from there the keys go on.
    await panel.locator(".cnn-card").getByRole("button").focus();
    await page.keyboard.press("Enter");
    await says(panel).toMatch(/^The image, row [123], column [012]: /);
    await page.keyboard.press("ArrowDown");
    await says(panel).toMatch(/^The image, row [234], column [012]: /);
    await page.context().close();
  });

  const folder = join(assetsFolder, "nbconvert/templates/one-file");
  const list = readFileSync(join(folder, "panel-scripts.html.j2"), "utf8");
  const scripts: Readonly<Record<string, readonly string[]>> = JSON.parse(/= (\{.*\}) -%\}/.exec(list)?.[1] ?? "");
  const textsOf = (name: string) => (scripts[name] ?? []).map((path) => readFileSync(join(folder, path), "utf8"));

  test.each(Object.keys(samplePanels()))(
    "%s: its code, with the layers, is less than 60 kB, the engine apart",
    (name) => {
      const kit = [...new Set([...textsOf(name), ...textsOf("panels")])].join("");
      const engine = name === "training-bench" ? 90_000 : 0;
      expect(kit.length).toBeLessThan(60_000 + engine);
      expect(kit.includes(simdBase64.trim().slice(0, 60))).toBe(engine > 0);
    },
  );

  test("what panels share stands once in a page, and no code of a panel that it does not show", () => {
    const timesIn = (page: string) => (text: string) => page.split(text).length - 1;
    const all = [...new Set(Object.keys(scripts).flatMap(textsOf))];
    expect(new Set(all.map(timesIn(readFileSync(file, "utf8"))))).toEqual(new Set([1]));
    const name = "totals-to-probabilities";
    const other = exportedPage([code("show(panel)", [panelDisplay(samplePanels()[name])])]);
    const needed = [...textsOf(name), ...textsOf("panels")];
    expect(all.map(timesIn(readFileSync(other, "utf8")))).toEqual(all.map((text) => (needed.includes(text) ? 1 : 0)));
    expect(needed.length).toBeLessThan(all.length);
    rmSync(dirname(other), { recursive: true });
  });

  test("what excites a filter, by keyboard: Tab leads from layers to filters and images, arrow keys to the next filter", async () => {
    const { page } = await opened({ viewport: { width: 1100, height: 900 } });
    const excites = panelOf(page, "what-excites");
    await excites.getByRole("button", { name: "1 Conv2D" }).focus();
    await page.keyboard.press("Enter");
    for (const key of ["Tab", "Tab", "Home", "ArrowRight"]) await page.keyboard.press(key);
    await says(excites).toMatch(/^Layer 1, Conv2D, filter 2 answers/);
    for (const key of ["Tab", "Tab", "Space"]) await page.keyboard.press(key);
    expect(await excites.locator('.cnn-example[aria-pressed="true"]').getAttribute("aria-label")).toMatch(/^image 2: /);
    await page.context().close();
  });

  test("training bench, by keyboard: Enter starts, the space bar stops, Tab leads to the rates", async () => {
    const { page } = await opened({ viewport: { width: 1100, height: 900 } });
    const bench = panelOf(page, "training-bench");
    await says(bench).toContain("learned nothing yet");
    await bench.getByRole("button", { name: "train" }).focus();
    await page.keyboard.press("Enter");
    await soon(() => numbersOf(bench)).toMatch(/^step [1-9]/);
    await page.keyboard.press("Space");
    await says(bench).toMatch(/^Stopped at step/);
    for (const key of ["Tab", "Tab", "Tab", "Tab", "Enter"]) await page.keyboard.press(key);
    await says(bench).toMatch(/^Stopped at step \d+\. From here on the rate is 0\.02\.$/);
    await page.context().close();
  });

  test("training bench: a browser that cannot unpack the digits is told so, and the rest of the page works", async () => {
    const context = await browser.newContext({ offline: true, viewport: { width: 1100, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript("delete globalThis.DecompressionStream");
    await page.goto(pathToFileURL(file).href);
    await says(panelOf(page, "training-bench")).toBe(
      "Nothing can be trained here: this browser has no DecompressionStream, with which its images are unpacked.",
    );
    await says(panelOf(page, "drawing-pad")).toContain("The network answers");
    await context.close();
  });

  test("drawing pad, by keyboard: the space bar puts the pen down, arrow keys move it", async () => {
    const { page } = await opened({ viewport: { width: 1100, height: 900 } });
    const pad = panelOf(page, "drawing-pad");
    await pad.getByRole("application").focus();
    await page.keyboard.press("Space");
    for (let k = 0; k < 10; k++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
    await says(pad).toMatch(/^The network answers 1 /);
    await page.context().close();
  });

  test("on paper, and on a page without scripts, each panel is its still", async () => {
    const { page } = await opened({ viewport: { width: 700, height: 900 } });
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".cnn-live").filter({ visible: true }).count()).toBe(0);
    const context = await browser.newContext({ offline: true, javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(pathToFileURL(file).href);
    for (const shown of [page, plain]) {
      const stills = shown.locator(".panel-place img");
      expect(await stills.filter({ visible: true }).count()).toBe(Object.keys(panels).length);
      for (const still of await stills.all()) {
        const { width } = (await still.boundingBox()) ?? { width: 0 };
        expect(width).toBeGreaterThan(200);
        expect(await still.getAttribute("alt")).toMatch(/^[A-Z].{40,}\.$/);
      }
      await shown.context().close();
    }
  });
});
