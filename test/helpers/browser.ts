import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { describe, test } from "vitest";

const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** An installed Chromium or Chrome: the one that CHROMIUM names, or one in its usual place. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM;
  return (named ? [named] : usualPlaces).find((path) => existsSync(path));
}

/** A suite that needs a browser; where there is none it is skipped, and says so. With REQUIRE_BROWSER it fails instead. */
export function describeInBrowser(name: string, suite: () => void): void {
  if (findChromium() !== undefined || process.env.REQUIRE_BROWSER) {
    describe(name, suite);
    return;
  }
  const reason = "SKIPPED, no Chromium found: install it, or name it in CHROMIUM";
  console.warn(`\n⚠ ${name}: ${reason}.\n`);
  test.skip(`${name} (${reason})`, () => {});
}

export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error("launchChromium: no Chromium found, install it or name it in CHROMIUM");
  // The sandbox needs rights that root and containers do not have; only our own pages are opened.
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/** What an exported page shows when it is opened without a network. */
export interface ShownPage {
  /** Places for a figure, and figures that are drawn. */
  readonly figures: number;
  readonly drawn: number;
  readonly formulas: number;
  /** Formulas that MathJax could not read, and dollar signs of formulas that it did not see. */
  readonly badFormulas: string[];
  readonly brokenImages: string[];
  /** Whether something is wider than the window. */
  readonly overflows: boolean;
  /** The words on the page, without code. */
  readonly words: string;
  /** Requests that tried to leave the page, errors on the page and on its console. */
  readonly problems: string[];
}

/** Opens an exported page with the network off, waits until it is drawn, and looks at it. */
export async function showOffline(browser: Browser, file: string): Promise<ShownPage> {
  const viewport = { width: 1200, height: 900 };
  const context = await browser.newContext({ offline: true, viewport });
  try {
    const page = await context.newPage();
    const problems = watch(page, (url) => url === pathToFileURL(file).href);
    await page.goto(pathToFileURL(file).href);
    await drawn(page);
    const shown = await page.evaluate(look);
    const folder = process.env.SCREENSHOTS;
    if (folder) {
      await page.screenshot({ path: join(folder, `${basename(file)}.png`), fullPage: true });
    }
    return { ...shown, problems };
  } finally {
    await context.close();
  }
}

/** Collects what goes wrong on a page: errors, and requests to other places than `mayRequest` allows. */
export function watch(page: Page, mayRequest: (url: string) => boolean): string[] {
  const problems: string[] = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && !mayRequest(url)) problems.push(`request: ${url}`);
  });
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  return problems;
}

const drawingTimeout = 60_000;

async function drawn(page: Page): Promise<void> {
  await page.waitForFunction("MathJax.startup.promise.then(() => true)", undefined, {
    timeout: drawingTimeout,
  });
  const all = `[...document.querySelectorAll(".plotly-figure")].every((place) => place.querySelector(".main-svg"))`;
  // A figure that is never drawn is for the test to report.
  await page.waitForFunction(all, undefined, { timeout: drawingTimeout }).catch(() => {});
}

/** Runs in the page. */
function look(): Omit<ShownPage, "problems"> {
  // biome-ignore lint/suspicious/noExplicitAny: the project's types are without DOM
  const { document } = globalThis as any;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  const all = (selector: string): any[] => [...document.querySelectorAll(selector)];
  const prose = all(".jp-RenderedHTMLCommon").map((part) => part.textContent as string);
  return {
    figures: all(".plotly-figure").length,
    drawn: all(".plotly-figure.js-plotly-plot").filter((one) => one.querySelector(".main-svg"))
      .length,
    formulas: all("mjx-container").length,
    badFormulas: [
      ...all("mjx-container [data-mjx-error]").map((one) => one.getAttribute("data-mjx-error")),
      ...prose.flatMap((words) => words.match(/\$\$?[^$\n]+\$/g) ?? []),
    ],
    brokenImages: all("img")
      .filter((image) => image.naturalWidth === 0)
      .map((image) => `${image.alt}: ${String(image.getAttribute("src")).slice(0, 60)}`),
    overflows: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    words: prose.join("\n"),
  };
}
