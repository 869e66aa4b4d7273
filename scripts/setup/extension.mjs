// The project's own JupyterLab extension: one script, bundled by esbuild, in a folder on Jupyter's search path.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { assetsFolder, inProject, root } from "../project.mjs";
import { engineInPages } from "./engine-in-pages.mjs";
import { filesBelow, readIfThere, writeWhole } from "./files.mjs";
import { fingerprint } from "./step.mjs";

const name = "cnn-notebooks";
const folder = join(assetsFolder, "labextensions", name);

/** What JupyterLab asks the extension for: the key in its package.json, and the module in container.ts. */
const offers = { extension: "./plugins", mimeExtension: "./panels" };

/** @type {import("./step.mjs").Step} */
export const extension = {
  name: "JupyterLab extension",
  // Panels compute with the layers and train with the engine, so that any file of src/ may be part of it.
  folder: ".local/assets",
  key: (place = root) =>
    fingerprint(
      [place],
      [
        "package.json",
        "package-lock.json",
        "scripts/setup/extension.mjs",
        "scripts/setup/engine-in-pages.mjs",
        ...filesBelow("jupyter/extension"),
        ...filesBelow("src"),
      ],
    ),
  exists: () => fs.existsSync(scriptNamed(readIfThere(join(folder, "package.json")))),
  make: buildExtension,
};

/** @param {string} text of the extension's package.json @returns {string} the path of the script that it names */
function scriptNamed(text) {
  const [, script = "no script"] = /"load": "(.+?)"/.exec(text) ?? [];
  return join(folder, script);
}

async function buildExtension() {
  const { build } = createRequire(import.meta.url)("esbuild");
  const shared = new Set();
  const once = () =>
    build({
      entryPoints: [inProject("jupyter/extension/container.ts")],
      bundle: true,
      minify: true,
      format: "iife",
      target: "es2022",
      write: false,
      logLevel: "error",
      inject: engineInPages.inject,
      plugins: [fromThePage(shared), ...engineInPages.plugins],
      define: { extensionName: JSON.stringify(name), sharedModules: JSON.stringify([...shared]) },
    });
  await once(); // finds out which modules of JupyterLab are imported
  const { outputFiles } = await once();
  const [script] = outputFiles;
  // A browser that keeps files takes the new one by its new name.
  const load = `static/extension.${createHash("sha256").update(script.contents).digest("hex").slice(0, 16)}.js`;
  const { version, license } = JSON.parse(fs.readFileSync(inProject("package.json"), "utf8"));
  const jupyterlab = {
    ...Object.fromEntries(Object.keys(offers).map((key) => [key, true])),
    _build: { load, ...offers },
  };
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(join(folder, "static"), { recursive: true });
  writeWhole(join(folder, load), script.text);
  writeWhole(join(folder, "package.json"), `${JSON.stringify({ name, version, license, jupyterlab }, null, 2)}\n`);
}

/**
 * Bundles an import of a module that JupyterLab shares as a look into what container.ts took from the page.
 *
 * @param {Set<string>} found  where the modules' names are added
 * @returns {import("esbuild").Plugin}
 */
function fromThePage(found) {
  return {
    name: "from-the-page",
    setup(build) {
      const isShared = /^@(codemirror\/(state|view|language|commands)|jupyterlab\/|lumino\/|lezer\/(common|highlight))/;
      build.onResolve({ filter: isShared }, ({ path }) => {
        found.add(path);
        return { path, namespace: "page" };
      });
      build.onLoad({ filter: /./, namespace: "page" }, ({ path }) => ({
        contents: `module.exports = globalThis.$cnnNotebooks[${JSON.stringify(path)}]`,
      }));
    },
  };
}
