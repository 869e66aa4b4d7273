// The scripts with which exported pages draw panels: each panel's own, and the parts that several share, so that a page
// holds what its panels need, once. They hold the layers: whoever edits one has them anew at the next start.
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { basename, extname } from "node:path";
import { inProject, root } from "../project.mjs";
import { engineInPages, panelsThatTrain } from "./engine-in-pages.mjs";
import { exportAsset } from "./export-assets.mjs";
import { filesBelow, writeWhole } from "./files.mjs";
import { knowsPanelFiles, writePanelFiles } from "./panel-files.mjs";
import { fingerprint } from "./step.mjs";

/** All panels, and what draws those of a page. */
const [table, page] = ["src/panels/page/panels.ts", "jupyter/page/panels.ts"];
/** Which files a panel needs, in their order, by its name, for the template; `panels` draws them. */
const list = exportAsset("panel-scripts.html.j2");

/** @type {import("./step.mjs").Step} */
export const panels = {
  name: "Panels for the HTML export",
  folder: ".local/assets",
  key: (place = root) =>
    fingerprint(
      [place, process.version],
      [
        "package-lock.json",
        "scripts/setup/panels.mjs",
        "scripts/setup/engine-in-pages.mjs",
        "scripts/setup/panel-files.mjs",
        "scripts/setup/typescript-parts.mjs",
        page,
        ...filesBelow("jupyter/kernel/compiler"),
        ...filesBelow("src"),
      ],
    ),
  exists: () => fs.existsSync(list) && knowsPanelFiles(),
  make: buildPanels,
};

/** @type {import("esbuild").BuildOptions} */
const smallest = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  target: "es2022",
  charset: "utf8", // as the page is; each arrow and minus sign is one character then, not six
  write: false,
  metafile: true,
  logLevel: "error",
};

async function buildPanels() {
  const esbuild = createRequire(import.meta.url)("esbuild");
  /** @type {(options: import("esbuild").BuildOptions) => Promise<import("esbuild").BuildResult<{ write: false, metafile: true }>>} */
  const build = (options) => esbuild.build({ ...smallest, ...options });
  const { metafile: all } = await build({ entryPoints: [table] });
  const imported = all.inputs[table]?.imports.filter(({ original = "" }) => /^\.\/[a-z-]+$/.test(original)) ?? [];
  const names = imported.map(({ path }) => basename(path, extname(path))).filter((name) => name !== "draw-panel");
  const { outputFiles, metafile } = await build({
    entryPoints: [...names.map((name) => ({ in: `panel:${name}`, out: name })), { in: page, out: "panels" }],
    splitting: true,
    format: "esm",
    outdir: exportAsset("panels"),
    plugins: [entries, ...engineInPages.plugins],
  });
  fs.rmSync(exportAsset("panels"), { recursive: true, force: true });
  fs.mkdirSync(exportAsset("panels"), { recursive: true });
  for (const { path, text } of outputFiles) {
    const [script] = (
      await build({
        stdin: { contents: text },
        format: "iife",
        globalName: partOf(basename(path)),
        plugins: [parts(metafile.outputs)],
      })
    ).outputFiles;
    writeWhole(path, script?.text ?? "");
  }
  const files = Object.fromEntries([...names, "panels"].map((name) => [name, filesOf(`${name}.js`, metafile.outputs)]));
  await writePanelFiles(names);
  writeWhole(list, `{%- set panel_scripts = ${JSON.stringify(files)} -%}\n`);
}

/**
 * The files that a file needs, itself last.
 *
 * @param {string} name
 * @param {import("esbuild").Metafile["outputs"]} outputs
 * @returns {string[]}
 */
function filesOf(name, outputs) {
  const [, output] = Object.entries(outputs).find(([path]) => basename(path) === name) ?? [];
  const needed = (output?.imports ?? []).flatMap(({ path }) => filesOf(basename(path), outputs));
  return [...new Set([...needed, `panels/${name}`])];
}

/** Where a page keeps what a file exports. @param {string} file */
const partOf = (file) => `cnnParts[${JSON.stringify(file)}]`;

/**
 * A panel's function has the name of its file: `drawFilterBench` is in filter-bench.ts.
 *
 * @type {import("esbuild").Plugin}
 */
const entries = {
  name: "a script for each panel",
  setup(build) {
    build.onResolve({ filter: /^panel:/ }, ({ path }) => ({ path: path.slice("panel:".length), namespace: "panel" }));
    build.onLoad({ filter: /./, namespace: "panel" }, ({ path: name }) => {
      const words = name.split("-").map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
      const engine = panelsThatTrain.includes(name) ? engineInPages.inject : [];
      return {
        contents: `${engine.map((file) => `import ${JSON.stringify(file)};`).join("")} import { draw${words.join("")} as draw } from "./${name}"; (globalThis.cnnPanels ??= {})["${name}"] = draw;`,
        resolveDir: inProject("src/panels/page"),
      };
    });
  },
};

/**
 * The parts that stand before a script in the page, by the names that they export.
 *
 * @param {import("esbuild").Metafile["outputs"]} outputs
 * @returns {import("esbuild").Plugin}
 */
const parts = (outputs) => ({
  name: "shared parts",
  setup(build) {
    build.onResolve({ filter: /^\.\/.*\.js$/ }, ({ path }) => ({ path: basename(path), namespace: "part" }));
    build.onLoad({ filter: /./, namespace: "part" }, ({ path }) => {
      const [, output] = Object.entries(outputs).find(([name]) => basename(name) === path) ?? [];
      return { contents: `export const { ${output?.exports.join(", ")} } = ${partOf(path)};` };
    });
  },
});
