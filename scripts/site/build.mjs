// The browser edition as static files in site/: JupyterLite with our kernel, our extension, the notebooks and a front page.
import * as fs from "node:fs";
import { join } from "node:path";
import { assetsFolder, inProject, jupyterEnvironment, localFolder, pythonCommand, root } from "../project.mjs";
import { pythonBeside } from "../python-beside.mjs";
import { buildBrowserKernel } from "../setup/browser-kernel.mjs";
import { run } from "../setup/commands.mjs";
import { filesBelow } from "../setup/files.mjs";
import { fingerprint } from "../setup/step.mjs";
import { siteFiles, stageContents } from "./contents.mjs";
import { writeFrontPage, writeThirdPartyPage } from "./front-page.mjs";
import { buildSettings, pageSettings, siteFolder } from "./settings.mjs";

/** Everything that a build makes on its way. */
const work = join(localFolder, "site");

/** JupyterLab's extensions that the site has besides the kernel: ours, Plotly's and that of the sliders. */
const extensions = [
  join(assetsFolder, "labextensions", "cnn-notebooks"),
  ...["jupyterlab-plotly", "@jupyter-widgets/jupyterlab-manager"].map((name) =>
    inProject(".venv", "share", "jupyter", "labextensions", name),
  ),
];

/** @type {import("../setup/step.mjs").Step} */
export const site = {
  name: "Browser edition",
  key: () =>
    fingerprint(
      [root, process.version, fs.readFileSync(pythonCommand("python")).length.toString()],
      [
        ...new Set([
          ...siteFiles(),
          "package-lock.json",
          "THIRD-PARTY.md",
          "notebooks/pictures/jupyterlab.png",
          "jupyter/requirements.txt",
          "jupyter/requirements-site.txt",
          ...["scripts/site", "scripts/setup", "jupyter"].flatMap(filesBelow).filter(isSource),
        ]),
      ],
    ),
  exists: () => fs.existsSync(join(siteFolder, "index.html")) && fs.existsSync(join(siteFolder, "lab", "index.html")),
  make: buildSite,
};

const isSource = (/** @type {string} */ file) => !/__pycache__|(?:^|\/)\./.test(file);

/** The old site stays until the new one is complete. */
async function buildSite() {
  fs.rmSync(work, { recursive: true, force: true });
  fs.mkdirSync(work, { recursive: true });
  const jupyter = pythonBeside("jupyterlite", "requirements-site.txt", "JupyterLite");
  const [contents, output, kernel] = ["contents", "output", "kernel"].map((name) => join(work, name));
  stageContents(contents);
  await buildBrowserKernel(kernel);
  const write = (/** @type {string} */ name, /** @type {unknown} */ value) =>
    fs.writeFileSync(join(work, name), JSON.stringify(value, null, 2));
  write("jupyter_lite_config.json", buildSettings({ contents, output, extensions: [kernel, ...extensions] }));
  const project = JSON.parse(fs.readFileSync(inProject("package.json"), "utf8"));
  write("jupyter-lite.json", pageSettings(project));
  const words = ["-m", "jupyterlite_core", "build", "--lite-dir", work];
  await run(jupyter("python"), words, "JupyterLite could not build the site", jupyterEnvironment(), work);
  writeFrontPage(output);
  writeThirdPartyPage(output);
  replaceFolder(siteFolder, output);
}

/** Puts a finished folder in another's place. @param {string} place @param {string} finished */
function replaceFolder(place, finished) {
  const old = `${place}.old`;
  fs.rmSync(old, { recursive: true, force: true });
  if (fs.existsSync(place)) fs.renameSync(place, old);
  fs.renameSync(finished, place);
  fs.rmSync(old, { recursive: true, force: true });
}
