import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inProject, jupyterEnvironment, pythonCommand } from "../../scripts/project.mjs";
import { describeInBrowser, launchChromium } from "../helpers/browser";
import { notebook } from "../helpers/notebook";
import { temporaryFolder } from "../helpers/temporary-folder";

/** What formulas of a stranger's notebook may try; the page says in `ran` that one succeeded. */
const hostile = [
  "$\\href{javascript:void(window.ran=1)}{\\text{click me}}$",
  "$\\href{ JaVaScRiPt:void(window.ran=1)}{\\text{click me too}}$",
  "$\\href{data:text/html,<script>opener.ran=1</script>}{\\text{and me}}$",
  "$\\require{html}\\href{javascript:void(window.ran=1)}{x}$",
  "$$\\style{position:fixed;left:0;top:0;width:100vw;height:100vh}{\\href{javascript:void(window.ran=1)}{\\text{everywhere}}}$$",
  "$$\\bbox[position:fixed,left:0,top:0,width:100vw]{\\text{boxed}}$$",
  "$\\class{jp-Cell}{a}$ $\\cssId{main}{b}$",
];
const harmless = "$\\frac{a}{b} \\color{red}{c} \\text{ words }$ and [a link](https://example.org/)";

describeInBrowser("a sanitized page of somebody else's notebook", () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
  });
  afterAll(() => browser?.close());

  test("draws formulas, of which none runs a script when it is clicked, or covers the page", async () => {
    const file = join(temporaryFolder(), "page.html");
    writeFileSync(file, sanitizedPage([...hostile, harmless]));
    await page.goto(pathToFileURL(file).href);
    await page.waitForFunction("MathJax.startup.promise.then(() => true)");
    expect(await page.locator("mjx-container").count()).toBe(hostile.length + 2);
    expect(await page.locator("mjx-container").last().locator("[data-mjx-error]").count()).toBe(0);
    const targets = await page.evaluate(
      `[...document.querySelectorAll("mjx-container a")].map((a) => a.getAttribute("href") ?? a.getAttribute("xlink:href"))`,
    );
    expect((targets as (string | null)[]).filter((target) => target && !/^https?:/.test(target))).toEqual([]);
    for (const formula of await page.locator("mjx-container").all()) await formula.click({ force: true });
    await page.mouse.click(990, 790);
    expect(await page.evaluate("window.ran")).toBeUndefined();
    const covering = `[...document.querySelectorAll("mjx-container, mjx-container *")].filter((part) => getComputedStyle(part).position === "fixed").length`;
    expect(await page.evaluate(covering)).toBe(0);
  });
});

/** As JupyterLab's menu makes it with "Sanitize HTML output" ticked. */
function sanitizedPage(markdown: readonly string[]): string {
  const stored = notebook("0");
  const cells = markdown.map((source, k) => ({ cell_type: "markdown", id: `words-${k}`, metadata: {}, source }));
  const file = join(temporaryFolder(), "stored.ipynb");
  writeFileSync(file, JSON.stringify({ ...stored, cells }));
  const config = inProject("jupyter/config/jupyter_config.json");
  const words = ["-m", "nbconvert", "--to", "html", "--HTMLExporter.sanitize_html=True", `--config=${config}`, file];
  execFileSync(pythonCommand("python"), words, { env: jupyterEnvironment(), stdio: "pipe" });
  return readFileSync(file.replace(/ipynb$/, "html"), "utf8");
}
