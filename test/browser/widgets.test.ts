// Controls in a real JupyterLab: a slider is dragged, a handler stopped, the page loaded anew, the notebook exported.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { jupyterEnvironment, pythonCommand } from "../../scripts/project.mjs";
import { describeInBrowser, leavePicture, soon } from "../helpers/browser";
import { useLab } from "../helpers/kernel/use-lab";
import { allowed } from "../helpers/slack.mjs";

const cells = [
  `import { interact } from "./src/notebook/widgets/interact";
import { button, dropdown, slider } from "./src/notebook/widgets";
import { lineChart } from "./src/figures/line-chart";
interact({ rate: slider(0, 1), kind: dropdown(["sin", "cos"]) }, ({ rate, kind }) => {
  console.log("shown for", rate, kind);
  const x = Array.from({ length: 50 }, (_, k) => k / 5);
  return lineChart({ name: kind, x, y: x.map((one) => rate * Math[kind](one)) });
});`,
  'button("Endless", () => { console.log("begun"); for (;;); })',
];

describeInBrowser("controls in JupyterLab", () => {
  const lab = useLab(cells, {
    prepare: async ({ run }) => {
      await run(0);
      await run(1);
    },
  });

  const cell = (k: number) => lab.page.locator(".jp-Cell").nth(k);
  const handle = () => cell(0).locator(".noUi-handle");
  const readout = () => cell(0).locator(".widget-readout").textContent();
  const patience = { timeout: allowed(20_000) };
  const look = (name: string) => leavePicture(lab.page, name);

  /** Whether the output below the controls is for what they say. */
  const resultFollows = () =>
    soon(async () => [await lab.output(0), await readout()]).toSatisfy(([text, rate]) =>
      String(text).includes(`shown for ${Number(rate)} `),
    );

  async function drag(from: Locator, right: number): Promise<void> {
    const box = await from.boundingBox();
    if (!box) throw new Error("the slider is not to be seen");
    const { mouse } = lab.page;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await mouse.move(x, y);
    await mouse.down();
    for (let k = 1; k <= 20; k++) await mouse.move(x + (k * right) / 20, y);
    await mouse.up();
  }

  test("a figure follows a dragged slider; it is never blank, and keeps its place", async () => {
    await cell(0).locator(".js-plotly-plot .main-svg").first().waitFor(patience);
    expect(await readout()).toBe("0.50");
    await lab.page.evaluate(`{
      const cell = document.querySelectorAll(".jp-Cell")[0];
      window.frames_ = [];
      const sample = () => {
        const height = Math.round(cell.getBoundingClientRect().height);
        window.frames_.push({ height, drawn: cell.querySelector(".js-plotly-plot .main-svg") !== null });
        if (window.frames_.length < 100_000) requestAnimationFrame(sample);
      };
      sample();
    }`);
    await drag(handle(), 50);
    expect(Number(await readout())).toBeGreaterThan(0.6);
    await resultFollows();
    const frames = (await lab.page.evaluate("window.frames_")) as { height: number; drawn: boolean }[];
    expect(frames.filter(({ drawn }) => !drawn)).toEqual([]);
    expect(new Set(frames.map(({ height }) => height)).size).toBe(1);
    await look("dragged");
  });

  test("Stop ends a handler, whose prints and end stand below its button; other controls go on", async () => {
    await cell(1).locator("button", { hasText: "Endless" }).click();
    await soon(() => lab.output(1)).toContain("begun");
    await lab.page.click('[data-command="notebook:interrupt-kernel"]');
    await soon(() => lab.output(1)).toContain("Interrupted: the handler was stopped");
    await look("stopped");
    await cell(0).locator("select").selectOption("cos");
    await soon(() => lab.output(0)).toMatch(/shown for [\d.]+ cos/);
  });

  test("a page that is loaded anew shows the controls as they were, and their results follow", async () => {
    const before = await readout();
    await lab.page.evaluate('jupyterapp.commands.execute("docmanager:save")');
    await lab.page.reload();
    await handle().waitFor(patience);
    expect(await readout()).toBe(before);
    await resultFollows();
    await soon(() => lab.output(1)).toContain("Interrupted");
    await handle().focus();
    await lab.page.keyboard.press("ArrowRight");
    await soon(readout).not.toBe(before);
    await resultFollows();
    await look("reloaded");
  });

  test("the saved notebook's page has the last values as text and the last result, and no control", async () => {
    const rate = await readout();
    await lab.page.evaluate('jupyterapp.commands.execute("docmanager:save")');
    await soon(async () => readFileSync(lab.file, "utf8")).toContain(`shown for ${Number(rate)} cos`);
    const words = ["nbconvert", "--to", "html", "--stdout", "--log-level=ERROR", lab.file];
    const page = execFileSync(pythonCommand("jupyter"), words, {
      env: jupyterEnvironment(),
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    expect(page).toContain(`<span>rate: <b>${rate}</b></span> <span>kind: <b>cos</b></span>`);
    expect(page).toContain(`shown for ${Number(rate)} cos`);
    expect(page.match(/class="jp-OutputArea-output plotly-figure/g)).toHaveLength(1);
    expect(page).not.toMatch(/widget-view|widget-state|IPY_MODEL|unpkg|html-manager/);
  });
});
