// node scripts/site/try-firefox.mjs [--url http://127.0.0.1:8000/] [--minutes 10] 01-convolution 04-training …: runs all
// cells of these notebooks of a site that is being served, in Firefox, and says what came. By hand, not in `npm test`: it
// wants Firefox, and `npm install --no-save puppeteer-core@24.43.1`, which speaks to it over WebDriver BiDi.
import { setTimeout as sleep } from "node:timers/promises";
import { parseFlags } from "../flags.mjs";
import { runIfStarted, SetupError } from "../project.mjs";

// The name stands in a variable so that the type checker does not look for a package that set-up does not install.
const driver = "puppeteer-core";
const programs = ["/usr/bin/firefox-esr", "/usr/bin/firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"];

/**
 * Runs all cells of a notebook through JupyterLab's menu.
 *
 * @param {any} browser
 * @param {string} url
 * @param {string} name
 * @param {number} minutes
 * @returns {Promise<string>} what came, as a row of a table
 */
async function tryNotebook(browser, url, name, minutes) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1300, height: 1000 });
  const [hosts, faults] = [new Set(), /** @type {string[]} */ ([])];
  page.on("request", (/** @type {any} */ request) => hosts.add(new URL(request.url()).host));
  page.on("pageerror", (/** @type {Error} */ error) => faults.push(error.message));
  const began = Date.now();
  const until = async (/** @type {string} */ what, /** @type {() => unknown} */ look, seconds = 120) => {
    for (const end = Date.now() + 1000 * seconds; Date.now() < end; await sleep(500)) {
      const found = await page.evaluate(look).catch(() => undefined);
      if (found) return found;
    }
    throw new SetupError(`${name}: ${what} within ${seconds} seconds`);
  };
  await page.goto(new URL(`lab/index.html?path=notebooks/${name}.ipynb`, url).href, { timeout: 120_000 });
  await until("no notebook was shown", countCells);
  await until("no kernel was ready", isIdle);
  const ready = Date.now() - began;
  await press(page, ".lm-MenuBar-item", "Run");
  await sleep(1000);
  await press(page, ".lm-Menu-item", "Run All Cells");
  await sleep(3000);
  const counts = await until("not all cells ended", countsWhenIdle, 60 * minutes);
  await page.close();
  const seconds = (milliseconds = Date.now() - began) => (milliseconds / 1000).toFixed(0);
  const others = [...hosts].filter((host) => host && host !== new URL(url).host);
  return `| ${[name, seconds(ready), seconds(), ...counts, others.join() || "none", faults.join() || "none"].join(" | ")} |`;
}

// What is asked in the page; each function travels there alone.
function countCells() {
  const { document } = /** @type {any} */ (globalThis);
  return document.querySelectorAll(".jp-Notebook .jp-Cell").length;
}

function isIdle() {
  const { document } = /** @type {any} */ (globalThis);
  return /Idle/.test(document.querySelector("#jp-main-statusbar")?.textContent ?? "");
}

/**
 * Code cells, those with a number, errors and panels of the notebook in front, for JupyterLab opens those of the last
 * time behind it; undefined while the kernel works, or a cell waits for it.
 */
function countsWhenIdle() {
  const { document } = /** @type {any} */ (globalThis);
  if (!/Idle/.test(document.querySelector("#jp-main-statusbar")?.textContent ?? "")) return undefined;
  const notebook = document.querySelector(".jp-NotebookPanel:not(.lm-mod-hidden)");
  const prompts = [...notebook.querySelectorAll(".jp-CodeCell .jp-InputPrompt")];
  if (prompts.some(({ textContent }) => textContent.includes("[*]"))) return undefined;
  const numbered = prompts.filter(({ textContent }) => /\[\d+\]/.test(textContent));
  const count = (/** @type {string} */ selector) => notebook.querySelectorAll(selector).length;
  const errors = count("[data-mime-type='application/vnd.jupyter.error']");
  return [prompts.length, numbered.length, errors, count(".cnn-live")];
}

/**
 * @param {any} page
 * @param {string} selector
 * @param {string} label
 */
async function press(page, selector, label) {
  for (const item of await page.$$(selector)) {
    const text = await item.evaluate((/** @type {any} */ one) =>
      (one.querySelector("[class$=itemLabel]") ?? one).textContent?.trim(),
    );
    if (text === label) return item.click();
  }
  throw new SetupError(`JupyterLab has no ${label} in ${selector}`);
}

await runIfStarted(import.meta.url, async () => {
  const options = /** @type {const} */ ({
    url: { type: "string", default: "http://127.0.0.1:8000/" },
    minutes: { type: "string", default: "10" },
  });
  const { values, words } = parseFlags("--url URL, --minutes 10, and names of notebooks", options, { most: 20 });
  const { existsSync } = await import("node:fs");
  const executablePath = programs.find((path) => existsSync(path));
  if (!executablePath) throw new SetupError(`No Firefox was found: none of ${programs.join(", ")}.`);
  const { default: puppeteer } = await import(driver).catch(() => {
    throw new SetupError("puppeteer-core is missing: npm install --no-save puppeteer-core@24.43.1");
  });
  const browser = await puppeteer.launch({ browser: "firefox", executablePath, protocolTimeout: 3_600_000 });
  console.log(`${await browser.version()}\n`);
  console.log("| notebook | ready, s | ended, s | code cells | run | errors | panels in view | other hosts | faults |");
  console.log("|---|---:|---:|---:|---:|---:|---:|---|---|");
  for (const name of words) console.log(await tryNotebook(browser, values.url, name, Number(values.minutes)));
  await browser.close();
});
