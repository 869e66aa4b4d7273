// Which packages of others are in a bundle, with the texts of their licences: as JupyterLab's own extensions tell it.
import * as fs from "node:fs";
import { join } from "node:path";
import { inProject } from "../project.mjs";

/** @param {string} path of a file that esbuild took @returns {string[]} the npm package that it is of, where it is of one */
const packageOf = (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)?.slice(1, 2) ?? [];

/**
 * The text of a `third-party-licenses.json`.
 *
 * @param {readonly import("esbuild").Metafile[]} bundles
 * @param {readonly string[]} more  packages of which the folder holds files besides
 */
export function bundledLicences(bundles, more) {
  const names = [...bundles.flatMap(({ inputs }) => Object.keys(inputs)).flatMap(packageOf), ...more];
  const packages = [...new Set(names)].sort().map((folder) => {
    const place = inProject("node_modules", folder);
    const { name, version, license } = JSON.parse(fs.readFileSync(join(place, "package.json"), "utf8"));
    const texts = fs.readdirSync(place).filter((file) => /^(licen[sc]e|copying|thirdparty)/i.test(file));
    const extractedText = texts.map((file) => fs.readFileSync(join(place, file), "utf8")).join("\n");
    return { name, versionInfo: version, licenseId: license, extractedText };
  });
  return JSON.stringify({ packages }, null, 2);
}
