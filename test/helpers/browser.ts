import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import { findChromium } from "../../scripts/chromium.mjs";
import { describeWith } from "./require-all";
import { allowed } from "./slack.mjs";

export { launchChromium } from "../../scripts/chromium.mjs";

/** A suite that needs a browser. */
export function describeInBrowser(name: string, suite: () => void): void {
  const missing =
    findChromium() === undefined ? "no Chromium was found: install it, or name it in CHROMIUM" : undefined;
  describeWith(missing, name, suite);
}

/** What a page shows within a while, because it answers a moment after a click; a matcher follows. */
export const soon = <T>(seen: () => Promise<T>) => expect.poll(seen, { timeout: allowed(20_000) });

/** With SCREENSHOTS=folder the tests leave pictures to look at. */
export async function leavePicture(page: Page, name: string, options: { readonly fullPage?: boolean } = {}) {
  const folder = process.env.SCREENSHOTS;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), ...options });
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
  /** What axe finds wrong. */
  readonly faults: string[];
  /** The words on the page, without code. */
  readonly words: string;
  /** Requests that tried to leave the page, errors on the page and on its console. */
  readonly problems: string[];
}

/** Opens an exported page with the network off, waits until it is drawn, and looks at it. */
export async function showOffline(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = { viewport: { width: 1100, height: 900 } },
): Promise<ShownPage> {
  const context = await browser.newContext({ offline: true, ...options });
  try {
    const page = await context.newPage();
    const problems = watch(page, (url) => url === pathToFileURL(file).href);
    await page.goto(pathToFileURL(file).href);
    await drawn(page);
    const shown = await page.evaluate(look);
    const view = `${options.viewport?.width}${options.colorScheme ?? ""}`;
    await leavePicture(page, `${basename(file)}.${view}`, { fullPage: true });
    return { ...shown, faults: await seriousFaults(page), problems };
  } finally {
    await context.close();
  }
}

/**
 * What axe finds wrong for people who use a page without a mouse or without seeing it: what it calls serious or worse.
 */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  return page.evaluate(`axe.run().then(({ violations }) => violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 160)).join(" | ")))`);
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

const drawingTimeout = allowed(60_000);

/** Waits until formulas are set and figures drawn. */
export async function drawn(page: Page): Promise<void> {
  // A page without formulas is without MathJax.
  await page.waitForFunction("globalThis.MathJax?.startup.promise.then(() => true) ?? true", undefined, {
    timeout: drawingTimeout,
  });
  const all = `[...document.querySelectorAll(".plotly-figure")].every((place) => place.querySelector(".main-svg"))`;
  // A figure that is never drawn is for the test to report.
  await page.waitForFunction(all, undefined, { timeout: drawingTimeout }).catch(() => {});
}

/** Runs in the page. */
function look(): Omit<ShownPage, "problems" | "faults"> {
  // biome-ignore lint/suspicious/noExplicitAny: the project's types are without DOM
  const { document } = globalThis as any;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  const all = (selector: string): any[] => [...document.querySelectorAll(selector)];
  const prose = all(".jp-RenderedHTMLCommon").map((part) => part.textContent as string);
  return {
    figures: all(".plotly-figure").length,
    drawn: all(".plotly-figure.js-plotly-plot").filter((one) => one.querySelector(".main-svg")).length,
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
