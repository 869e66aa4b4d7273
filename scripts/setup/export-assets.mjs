// The scripts that exported pages hold: Plotly, minified once, MathJax, and our own. The panels' is in panels.mjs.
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { assetsFolder, inProject, root } from "../project.mjs";
import { filesBelow, writeWhole } from "./files.mjs";
import { fingerprint } from "./step.mjs";

/** @param {string} name @returns {string} a file that jupyter/nbconvert/templates/one-file includes */
export const exportAsset = (name) => join(assetsFolder, "nbconvert", "templates", "one-file", name);

/** The scripts of others that an exported page holds, each with its npm package. docs/licences.md names them. */
export const inlined = { "plotly.min.js": "plotly.js-dist", "mathjax.js": "mathjax" };

/** @type {import("./step.mjs").Step} */
export const exportAssets = {
  name: "Scripts for the HTML export",
  folder: ".local/assets",
  key: (place = root) =>
    fingerprint([place], ["package-lock.json", "scripts/setup/export-assets.mjs", ...filesBelow("jupyter/page")]),
  exists: () => [...Object.keys(inlined), "page.js"].every((name) => fs.existsSync(exportAsset(name))),
  make: buildExportAssets,
};

async function buildExportAssets() {
  const { build, transform } = createRequire(import.meta.url)("esbuild");
  const plotly = fs.readFileSync(inProject("node_modules/plotly.js-dist/plotly.js"), "utf8");
  const minified = await transform(plotly, { minify: true, logLevel: "error" });
  // `ui/safe` keeps a formula from running a script and from covering the page. MathJax starts when the script that
  // holds it has ended, so `ui/safe` has to be in the same script.
  const [formulas, safe] = ["tex-svg-full", "ui/safe"].map((name) =>
    fs.readFileSync(inProject(`node_modules/mathjax/es5/${name}.js`), "utf8"),
  );
  fs.mkdirSync(exportAsset(""), { recursive: true });
  // Minifying drops the words that the licence asks to keep.
  const [licence = ""] = /^\/\*[\s\S]*?\*\//.exec(plotly) ?? [];
  writeWhole(exportAsset("plotly.min.js"), `${licence}\n${minified.code}`);
  const page = await build({
    entryPoints: [inProject("jupyter/page/main.ts")],
    bundle: true,
    target: "es2022",
    format: "iife",
    write: false,
    logLevel: "error",
  });
  writeWhole(exportAsset("page.js"), page.outputFiles[0].text);
  writeWhole(exportAsset("mathjax.js"), `/*! MathJax 3, Apache License 2.0, www.mathjax.org */\n${formulas}\n${safe}`);
}
