// The script with which exported pages draw panels. It holds the layers: whoever edits one has it anew at the next start.
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { inProject, root } from "../project.mjs";
import { exportAsset } from "./export-assets.mjs";
import { filesBelow, writeWhole } from "./files.mjs";
import { fingerprint } from "./step.mjs";

const script = exportAsset("panels.js");

/** @type {import("./step.mjs").Step} */
export const panels = {
  name: "Panels for the HTML export",
  key: () =>
    fingerprint(
      [root],
      ["package-lock.json", "scripts/setup/panels.mjs", "jupyter/page/panels.ts", ...filesBelow("src")],
    ),
  exists: () => fs.existsSync(script),
  make: buildPanels,
};

async function buildPanels() {
  const { build } = createRequire(import.meta.url)("esbuild");
  const { outputFiles } = await build({
    entryPoints: [inProject("jupyter/page/panels.ts")],
    bundle: true,
    minify: true,
    target: "es2022",
    format: "iife",
    charset: "utf8", // as the page is; each arrow and minus sign is one character then, not six
    write: false,
    logLevel: "error",
  });
  fs.mkdirSync(exportAsset(""), { recursive: true });
  writeWhole(script, outputFiles[0].text);
}
