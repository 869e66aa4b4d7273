// Panels in an exported page that is opened offline: what a reader does to each, and what it then says.
import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assetsFolder } from "../../scripts/project.mjs";
import { argMax, loadMnist, type Panel, shifted } from "../../src/index";
import { panelDisplay } from "../../src/notebook/displays/panel";
import { describeInBrowser, launchChromium, seriousFaults, soon, watch } from "../helpers/browser";
import { code, exportedPage } from "../helpers/exported-page";
import { samplePanels } from "../helpers/panels";
import { allowed } from "../helpers/slack.mjs";
import { trainedNetwork } from "../helpers/trained-network";

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

/** A number of the map of the first digit, by the loops of notebook 1. */
function mapValue(filter: readonly number[], i: number, j: number): string {
  const { data } = loadMnist().train.image(0);
  const sum = filter.reduce((all, weight, k) => all + weight * data[(i + Math.floor(k / 3)) * 28 + j + (k % 3)], 0);
  return sum.toFixed(2).replace("-", "−");
}

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

  test("the code of all panels, with the layers, is less than 60 kB, and stands once in a page", () => {
    const kit = readFileSync(join(assetsFolder, "nbconvert/templates/one-file/panels.js"), "utf8");
    expect(kit.length).toBeLessThan(60_000);
    expect(readFileSync(file, "utf8").split(kit.slice(0, 2000)).length).toBe(2);
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
