import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../scripts/project.mjs";
import {
  describeInBrowser,
  launchChromium,
  type ShownPage,
  seriousFaults,
  showOffline,
  watch,
} from "../helpers/browser";
import { type RunningLab, startJupyterLab } from "../helpers/jupyterlab";
import {
  figureOutputs,
  hasFormulas,
  type Notebook,
  notebookNames,
  plotlyFigures,
  quickRuns,
  readNotebook,
} from "../helpers/notebook";
import { processesOf } from "../helpers/processes";
import { allowed } from "../helpers/slack.mjs";

// Each notebook is run twice, side by side: by JupyterLab's menu and by `npm run export`, both on copies.
const notebooks = notebookNames(join(root, "notebooks"));
const runTimeout = allowed(10 * 60_000);
const labRoot = join(root, ".local", "test", "lab");
const labFlags = [
  `--ServerApp.root_dir=${labRoot}`,
  // Settings and open tabs of the reader must not take part.
  `--LabApp.user_settings_dir=${join(labRoot, "settings")}`,
  `--LabApp.workspaces_dir=${join(labRoot, "workspaces")}`,
];
const exports = join(root, ".local", "test", "exports");
/** How large an exported page may be: Plotly, MathJax and the style sheets are 7.4 MB of it. */
const mostBytes = 8.5e6;

describeInBrowser("the notebooks in a browser", () => {
  let browser: Browser;
  let lab: RunningLab;
  let context: BrowserContext;
  let home: string;
  let exporting: Promise<{ status: number | null; output: string }>;
  const executed = new Map<string, Notebook>();

  beforeAll(async () => {
    for (const folder of [labRoot, exports]) rmSync(folder, { recursive: true, force: true });
    mkdirSync(labRoot, { recursive: true });
    cpSync(join(root, "notebooks"), join(labRoot, "notebooks"), { recursive: true });
    home = mkdtempSync(join(tmpdir(), "home-"));
    exporting = run(["scripts/export.mjs", "--to", exports]);
    browser = await launchChromium();
    lab = await startJupyterLab({ flags: labFlags, environment: { HOME: home, ...quickRuns } });
    context = await browser.newContext({ viewport: { width: 1400, height: 1000 } });
  }, allowed(120_000));

  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
    await exporting;
    rmSync(home, { recursive: true, force: true });
  }, allowed(60_000));

  test(
    "JupyterLab opens at the notebooks, offers the TypeScript kernel only, and no pop-up",
    async () => {
      const page = await context.newPage();
      const problems = watch(page, isLocal);
      await page.goto(lab.address(""));
      await page.waitForSelector(".jp-LauncherCard");
      const cards = await page.locator(".jp-LauncherCard[data-category=Notebook]").allInnerTexts();
      expect(cards.map((card) => card.split("\n").at(-1))).toEqual(["TypeScript"]);
      await page.waitForTimeout(1000);
      expect(await page.locator(".Toastify__toast").allInnerTexts()).toEqual([]);
      await page.goto(lab.address("notebooks"));
      for (const name of notebooks) {
        await page.waitForSelector(`.jp-DirListing-itemText:has-text("${name}.ipynb")`);
      }
      expect(problems.filter((problem) => !problem.startsWith("console"))).toEqual([]);
      await page.close();
    },
    allowed(60_000),
  );

  describe.each(notebooks)("%s", (name) => {
    let page: Page;
    let problems: string[];
    let fromMenu: { sanitized: ShownPage; whole: ShownPage };

    beforeAll(async () => {
      page = await context.newPage();
      problems = watch(page, isLocal);
    });
    afterAll(() => page?.close());

    test(
      "runs from top to bottom through Run All Cells",
      async () => {
        await page.goto(lab.address(`notebooks/${name}.ipynb`));
        await page.getByText("TypeScript | Idle").waitFor({ timeout: allowed(60_000) });
        await menu(page, "Run", "Run All Cells");
        await finished(page);
        const notebook = await saved(page, join(labRoot, "notebooks", `${name}.ipynb`));
        executed.set(name, notebook);
        expect(failures(notebook)).toEqual([]);
      },
      runTimeout,
    );

    test(
      "draws every figure in JupyterLab",
      async () => {
        const expected = figureOutputs(executed.get(name));
        expect(expected > 0).toBe(name !== "00-start-here");
        await expect.poll(() => drawnFigures(page), { timeout: allowed(60_000) }).toBe(expected);
        expect(problems.filter((problem) => !problem.startsWith("console"))).toEqual([]);
        await lookAt(page, name);
      },
      allowed(120_000),
    );

    test(
      "is exported by the menu, sanitized or not, as a page that works offline",
      async () => {
        fromMenu = {
          sanitized: await showOffline(browser, await exportByMenu(page, name, true)),
          whole: await showOffline(browser, await exportByMenu(page, name, false)),
        };
        await page.close();
        expectGood(fromMenu.whole, executed.get(name));
        expectGood(fromMenu.sanitized, executed.get(name));
      },
      allowed(180_000),
    );

    test("is the same page with Sanitize HTML output ticked and without", () => {
      expect(fromMenu.sanitized).toEqual(fromMenu.whole);
    });
  });

  test("filters and curves stay Plotly figures in notebooks 1 and 4, whatever stands beside them", () => {
    const titles = (name: string) => plotlyFigures(executed.get(name)).map(({ layout }) => layout.title?.text ?? "");
    expect(titles("01-convolution").filter((title) => /filters/.test(title))).toHaveLength(2);
    expect(titles("04-training").filter((title) => /filters before and after/.test(title))).toHaveLength(1);
    expect(titles("04-training").filter((title) => /^Training on|^Three seeds/.test(title))).toHaveLength(2);
    expect(titles("01-convolution").length).toBeGreaterThanOrEqual(7);
    expect(titles("04-training").length).toBeGreaterThanOrEqual(10);
  });

  test(
    "npm run export runs all notebooks",
    async () => {
      const { status, output } = await exporting;
      expect({ status, output }).toMatchObject({ status: 0 });
      const pages = readdirSync(exports).sort();
      expect(pages).toEqual([...notebooks.map((name) => `${name}.html`), "THIRD-PARTY.html", "index.html"]);
    },
    runTimeout,
  );

  test.each(notebooks)(
    "the export of %s works offline",
    async (name) => {
      expect(statSync(join(exports, `${name}.html`)).size).toBeLessThan(mostBytes);
      const shown = await showOffline(browser, join(exports, `${name}.html`));
      expectGood(shown, executed.get(name));
      // Links between notebooks lead to the pages beside it.
      expect(readFileSync(join(exports, `${name}.html`), "utf8")).not.toMatch(/href="[^"]*\.ipynb"/);
      const onDarkPhone = { viewport: { width: 390, height: 844 }, colorScheme: "dark", isMobile: true } as const;
      expectGood(await showOffline(browser, join(exports, `${name}.html`), onDarkPhone), executed.get(name));
    },
    allowed(120_000),
  );

  test(
    "the index page names every notebook, leads to its page, and has no serious fault",
    async () => {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(join(exports, "index.html")).href);
      const links = await page.locator("h2 a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
      expect(links).toEqual(notebooks.map((name) => `${name}.html`));
      const titles = await page.locator("h2").allInnerTexts();
      const headings = notebooks.map((name) => {
        const [first] = readNotebook(join(root, "notebooks", `${name}.ipynb`)).cells;
        return [first!.source].flat().join("").split("\n")[0]!.replace("# ", "");
      });
      expect(titles).toEqual(headings);
      expect(await seriousFaults(page)).toEqual([]);
      await page.locator("h2 a").nth(1).click();
      expect(await page.title()).toBe(titles[1]);
      await page.close();
    },
    allowed(60_000),
  );

  test(
    "Ctrl-C ends JupyterLab and leaves no process behind",
    async () => {
      await context.close();
      expect(processesOf(labRoot).length + processesOf("kernel.cjs").length).toBeGreaterThan(0);
      expect(await lab.stop()).toBe(0);
      expect(processesOf(labRoot)).toEqual([]);
      await expect.poll(() => processesOf(join(root, ".local")), { timeout: allowed(5000) }).toEqual([]);
    },
    allowed(60_000),
  );

  test("nothing but package caches appears in an empty HOME", () => {
    const caches = [".npm", ".cache"];
    expect(readdirSync(home).filter((name) => !caches.includes(name))).toEqual([]);
  });
});

const isLocal = (url: string) => /^(ws|http):\/\/localhost[:/]/.test(url);

/** A command of the project's, to its end. */
function run(command: string[]): Promise<{ status: number | null; output: string }> {
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, ...quickRuns },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes) => {
      output += bytes;
    });
  }
  return new Promise((resolve) => child.once("close", (status) => resolve({ status, output })));
}

async function menu(page: Page, ...labels: string[]): Promise<void> {
  const [bar = "", ...items] = labels;
  await page.locator(".lm-MenuBar-itemLabel", { hasText: new RegExp(`^${bar}$`) }).click();
  for (const [index, label] of items.entries()) {
    const item = page.locator(".lm-Menu-itemLabel", { hasText: new RegExp(`^${label}$`) });
    await (index === items.length - 1 ? item.click() : item.hover());
  }
}

/** Waits until no cell is running or queued. */
async function finished(page: Page): Promise<void> {
  const idle = `
    document.querySelector(".jp-Notebook-ExecutionIndicator").dataset.status === "idle" &&
    ![...document.querySelectorAll(".jp-InputPrompt")].some((prompt) => prompt.textContent.includes("*"))`;
  // Until the first cell is marked: as running, or by a number as ended.
  await page.waitForFunction(`/\\[[*0-9]/.test(document.querySelector(".jp-CodeCell .jp-InputPrompt").textContent)`);
  await page.waitForFunction(idle, undefined, { timeout: runTimeout, polling: 250 });
}

const drawnFigures = (page: Page) => page.locator(".jp-OutputArea .js-plotly-plot:has(.main-svg)").count();

/** The page as downloaded by "Save and Export Notebook As > HTML". */
async function exportByMenu(page: Page, name: string, sanitize: boolean): Promise<string> {
  await menu(page, "File", "Save and Export Notebook As", "HTML");
  await page.locator(".jp-Dialog input[type=checkbox]").setChecked(sanitize);
  const downloading = page.waitForEvent("download", { timeout: allowed(60_000) });
  await page.locator(".jp-Dialog .jp-mod-accept").click();
  const file = join(labRoot, `${name}-${sanitize ? "sanitized" : "whole"}.html`);
  await (await downloading).saveAs(file);
  return file;
}

/** Saves by the menu and reads what was written, once the server says that it was. */
async function saved(page: Page, file: string): Promise<Notebook> {
  const isSaving = (method: string, url: string) => method === "PUT" && url.includes("/api/contents/");
  const saving = page.waitForRequest((request) => isSaving(request.method(), request.url()));
  await menu(page, "File", "Save Notebook");
  await (await saving).response();
  return readNotebook(file);
}

/** Cells that did not run, or wrote an error; plain tslab writes errors to stderr. */
function failures(notebook: Notebook): string[] {
  const code = notebook.cells.filter((cell) => cell.cell_type === "code" && cell.source.length > 0);
  return code.flatMap((cell) => {
    const errors = (cell.outputs ?? []).filter((output) => output.output_type === "error" || output.name === "stderr");
    const problem = errors.length > 0 ? JSON.stringify(errors).slice(0, 400) : "did not run";
    const first = [cell.source].flat().join("").split("\n")[0];
    return cell.execution_count === null || errors.length > 0 ? [`${first}: ${problem}`] : [];
  });
}

function expectGood(shown: ShownPage, notebook: Notebook | undefined): void {
  const figures = figureOutputs(notebook);
  expect(shown.formulas > 0).toBe(hasFormulas(notebook));
  expect(shown).toMatchObject({
    figures,
    drawn: figures,
    badFormulas: [],
    brokenImages: [],
    overflows: false,
    faults: [],
    problems: [],
  });
  expect(shown.words).not.toMatch(/<\/?(p|h[1-6]|img|table|t[hdr]|svg|div|span|script)\b/);
}

/** With SCREENSHOTS=folder the tests leave pictures to look at. */
async function lookAt(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  const tall = await page.evaluate('document.querySelector(".jp-WindowedPanel-outer").scrollHeight');
  await page.setViewportSize({ width: 1400, height: Number(tall) + 150 });
  await page.evaluate('document.querySelector(".jp-WindowedPanel-outer").scrollTop = 0');
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(folder, `${name}.lab.png`) });
}
