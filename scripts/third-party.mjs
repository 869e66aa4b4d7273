// npm run third-party: writes THIRD-PARTY.md, the list of others' software and data that the browser edition and exported
// pages hold. The browser edition is built first, because what is in it is read there.
import * as fs from "node:fs";
import { join } from "node:path";
import { parseFlags } from "./flags.mjs";
import { inProject, runIfStarted } from "./project.mjs";
import { inlined } from "./setup/export-assets.mjs";
import { writeWhole } from "./setup/files.mjs";
import { siteFolder } from "./site/settings.mjs";
import { buildSite } from "./site.mjs";

/** @typedef {{ name: string, version: string, licence: string, source: string }} Part */

const read = (/** @type {string} */ file) => fs.readFileSync(file, "utf8");

/** @param {string} name of an npm package that is installed @returns {Part} */
function npmPackage(name) {
  const { version, license, repository } = JSON.parse(read(inProject("node_modules", name, "package.json")));
  return { name, version, licence: license, source: webAddress(repository.url ?? repository) };
}

/** @param {string} address  as package.json files write it: "git+https://github.com/a/b.git", "a/b" */
const webAddress = (address) =>
  address
    .replace(/^(?:git\+)?\w+:\/\/(?:git@)?/, "https://")
    .replace(/^([\w.-]+\/[\w.-]+)$/, "https://github.com/$1")
    .replace(/\.git$/, "");

/** @returns {Part[]} */
function inPages() {
  const [, version = ""] = /^nbconvert==(\S+)/m.exec(read(inProject("jupyter/requirements.in"))) ?? [];
  const name = "nbconvert: style sheets of its template `lab`, which are JupyterLab's";
  const source = "https://github.com/jupyter/nbconvert";
  return [...Object.values(inlined).map(npmPackage), { name, version, licence: "BSD-3-Clause", source }];
}

/** What JupyterLab's extensions are and what their bundles say of themselves, and JupyterLite's. @returns {Part[]} */
function inSite() {
  const files = fs.readdirSync(siteFolder, { recursive: true, encoding: "utf8" });
  const lists = files.filter((file) => file.endsWith("third-party-licenses.json"));
  const bundled = lists.flatMap((file) => JSON.parse(read(join(siteFolder, file))).packages);
  const extensions = files
    .filter((file) => /^extensions\/(?!cnn-)(?:@[^/]+\/)?[^/]+\/package\.json$/.test(file))
    .map((file) => JSON.parse(read(join(siteFolder, file))));
  const parts = [
    jupyterLite(),
    ...extensions.map(({ name, version, license }) => ({ name, version, licenseId: license })),
    ...bundled.map(({ name, versionInfo, licenseId }) => ({ name, version: versionInfo, licenseId })),
  ].map(({ name, version, licenseId }) => ({
    name,
    version,
    licence: licenseId,
    source: name === "jupyterlite-core" ? "https://github.com/jupyterlite/jupyterlite" : npmPage(name),
  }));
  return [...new Map(parts.map((part) => [`${part.name} ${part.version}`, part])).values()].sort(byName);
}

function jupyterLite() {
  const [, version = ""] = /^jupyterlite-core==(\S+)/m.exec(read(inProject("jupyter/requirements-site.in"))) ?? [];
  return { name: "jupyterlite-core", version, licenseId: "BSD-3-Clause" };
}

const npmPage = (/** @type {string} */ name) => `https://www.npmjs.com/package/${name}`;

/** The order of plain text, the same on every machine. @param {Part} a @param {Part} b */
const byName = (a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1);

/** @param {readonly Part[]} parts */
const table = (parts) =>
  [
    "| what | version | licence | source |",
    "|---|---|---|---|",
    ...parts.map(({ name, version, licence, source }) => `| ${name} | ${version} | ${licence} | <${source}> |`),
  ].join("\n");

/** @returns {string} the text of THIRD-PARTY.md, by the site that is built and the packages that are installed */
export function thirdParty() {
  const mnist = /^\| MNIST,.*$/m.exec(read(inProject("docs/licences.md")))?.[0] ?? "";
  return `# Third-party software

What the browser edition and exported pages hold of others, written by \`npm run third-party\`. CNN Notebooks itself is under the MIT licence.

## In every exported page

Plotly is in those with figures, MathJax in those with formulas. Each keeps its copyright line in the page.

${table(inPages())}

## In the browser edition

The texts of these licences are in the site, in files named third-party-licenses.json. Fonts and pictures come with the packages named.

${table(inSite())}

## Data in the browser edition

| what | who | licence | source |
|---|---|---|---|
${mnist}
`;
}

await runIfStarted(import.meta.url, async () => {
  parseFlags("no flags", {});
  await buildSite();
  writeWhole(inProject("THIRD-PARTY.md"), thirdParty());
  console.log("✓ THIRD-PARTY.md");
});
