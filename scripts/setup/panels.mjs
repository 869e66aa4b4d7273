// The scripts with which exported pages draw panels. They hold the layers: whoever edits one has them anew at the next start.
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { inProject, root } from "../project.mjs";
import { engineInPages } from "./engine-in-pages.mjs";
import { exportAsset } from "./export-assets.mjs";
import { filesBelow, writeWhole } from "./files.mjs";
import { fingerprint } from "./step.mjs";

/** What is bundled for which pages, by the file's name. Only those in which a network is trained have the engine. */
const scripts = { "panels.js": {}, "panels-that-train.js": engineInPages };

/** @type {import("./step.mjs").Step} */
export const panels = {
  name: "Panels for the HTML export",
  key: () =>
    fingerprint(
      [root],
      [
        "package-lock.json",
        "scripts/setup/panels.mjs",
        "scripts/setup/engine-in-pages.mjs",
        ...filesBelow("jupyter/page"),
        ...filesBelow("src"),
      ],
    ),
  exists: () => Object.keys(scripts).every((name) => fs.existsSync(exportAsset(name))),
  make: buildPanels,
};

async function buildPanels() {
  const { build } = createRequire(import.meta.url)("esbuild");
  fs.mkdirSync(exportAsset(""), { recursive: true });
  for (const [name, more] of Object.entries(scripts)) {
    const { outputFiles } = await build({
      entryPoints: [inProject(`jupyter/page/${name.replace(".js", ".ts")}`)],
      bundle: true,
      minify: true,
      target: "es2022",
      format: "iife",
      charset: "utf8", // as the page is; each arrow and minus sign is one character then, not six
      write: false,
      logLevel: "error",
      ...more,
    });
    writeWhole(exportAsset(name), outputFiles[0].text);
  }
}
