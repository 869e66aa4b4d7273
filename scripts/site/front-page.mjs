// The page that a visitor of the site sees first, and the one that it leads to: whose code is in the site.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { inProject, pythonCommand, SetupError } from "../project.mjs";
import { mnistFiles } from "../setup/mnist.mjs";
import { startPage } from "./settings.mjs";

const picture = inProject("notebooks", "pictures", "jupyterlab.png");

/** Writes it in the place of JupyterLite's own. @param {string} folder  the built site */
export function writeFrontPage(folder) {
  const png = fs.readFileSync(picture);
  const { version } = JSON.parse(fs.readFileSync(inProject("package.json"), "utf8"));
  const sizes = Object.keys(mnistFiles).map((name) => fs.statSync(join(folder, "files/data/mnist", `${name}.gz`)).size);
  const values = {
    start: `lab/index.html?path=${startPage}`,
    mnist: (sizes.reduce((sum, size) => sum + size, 0) / 1e6).toFixed(1),
    version,
    // A PNG's size stands behind its signature and the name of its first chunk.
    width: png.readUInt32BE(16),
    height: png.readUInt32BE(20),
  };
  fs.writeFileSync(join(folder, "front-page.png"), png);
  fs.writeFileSync(
    join(folder, "index.html"),
    filled(fs.readFileSync(inProject("jupyter/site/index.html"), "utf8"), values),
  );
}

/**
 * @param {string} template  with `{{name}}` where a value goes
 * @param {Readonly<Record<string, string | number>>} values
 */
export const filled = (template, values) =>
  template.replace(/\{\{(\w+)\}\}/g, (_, name) => {
    if (!(name in values)) throw new Error(`index.html: no value for {{${name}}}`);
    return String(values[name]);
  });

/** @param {string} folder  the built site */
export function writeThirdPartyPage(folder) {
  const words = [inProject("jupyter", "python", "site_links.py")];
  const { status, stdout, stderr } = spawnSync(pythonCommand("python"), words, { encoding: "utf8", maxBuffer: 1e8 });
  if (status !== 0)
    throw new SetupError(`The page of THIRD-PARTY.md could not be made: ${stderr.trim().split("\n").at(-1)}`);
  fs.writeFileSync(join(folder, "THIRD-PARTY.html"), stdout);
}
