// npm run figures [-- names] [--from FOLDER] [--to FOLDER]: the figures of exported pages as SVG files, for slides and print.
import * as fs from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launchChromium } from "./chromium.mjs";
import { parseFlags } from "./flags.mjs";
import { root, runIfStarted, SetupError } from "./project.mjs";
import { writeWhole } from "./setup/files.mjs";

const usage = "the names of exported pages, --from FOLDER, --to FOLDER";

/** Draws each Plotly figure of the open page as the text of an SVG file; runs in the page. */
const drawAll = `Promise.all([...document.querySelectorAll(".js-plotly-plot")].map(async (plot) => {
  const { width, height } = plot._fullLayout;
  const title = plot._fullLayout.title?.text || "figure";
  const link = await Plotly.toImage(plot, { format: "svg", width, height });
  return { title, svg: decodeURIComponent(link.slice(link.indexOf(",") + 1)) };
}))`;

async function drawFigures() {
  const flags = {
    from: /** @type {const} */ ({ type: "string", default: "exports" }),
    to: /** @type {const} */ ({ type: "string", default: "exports/figures" }),
  };
  const { values, words } = parseFlags(usage, flags, { most: Number.POSITIVE_INFINITY });
  const pages = choose(words, resolve(root, values.from));
  const target = resolve(root, values.to);
  fs.mkdirSync(target, { recursive: true });
  const browser = await launchChromium();
  try {
    for (const { name, file } of pages) {
      const page = await browser.newPage({ viewport: { width: 1000, height: 800 }, colorScheme: "light" });
      await page.goto(pathToFileURL(file).href);
      await page.waitForFunction(
        '[...document.querySelectorAll(".plotly-figure")].every((f) => f.querySelector(".main-svg"))',
      );
      const figures = /** @type {{ title: string, svg: string }[]} */ (await page.evaluate(drawAll));
      for (const [k, { title, svg }] of figures.entries()) {
        writeWhole(join(target, `${name}-${String(k + 1).padStart(2, "0")}-${slug(title)}.svg`), `${svg}\n`);
      }
      console.log(`✓ ${values.to}: ${name}, ${figures.length} figures`);
      await page.close();
    }
  } finally {
    await browser.close();
  }
}

/** @param {string[]} wanted @param {string} folder @returns {{ name: string, file: string }[]} */
function choose(wanted, folder) {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => /^\d.*\.html$/.test(name)) : [];
  const known = names.map((name) => name.slice(0, -".html".length)).sort();
  const unknown = wanted.find((name) => !known.includes(name));
  if (known.length === 0 || unknown !== undefined) {
    const missing = unknown === undefined ? `No exported pages in ${folder}` : `No page "${unknown}" in ${folder}`;
    throw new SetupError(`${missing}: npm run export makes them.`);
  }
  return (wanted.length > 0 ? wanted : known).map((name) => ({ name, file: join(folder, `${name}.html`) }));
}

/** @param {string} title @returns {string} as a part of a file's name */
function slug(title) {
  const words = title
    .toLowerCase()
    .replace(/<[^>]*>/g, "")
    .match(/[a-z0-9]+/g) ?? ["figure"];
  return words.slice(0, 6).join("-");
}

await runIfStarted(import.meta.url, drawFigures);
