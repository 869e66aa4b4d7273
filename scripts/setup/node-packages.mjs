// The step that installs what package-lock.json names into node_modules.
import * as fs from "node:fs";
import { inProject, root } from "../project.mjs";
import { run } from "./commands.mjs";
import { fingerprint } from "./step.mjs";

/** @type {import("./step.mjs").Step} */
export const nodePackages = {
  name: "Node packages",
  folder: "node_modules",
  key: (place = root) =>
    fingerprint([place, process.version, process.arch, JSON.stringify(declaredPackages())], ["package-lock.json"]),
  exists: () =>
    fs.existsSync(inProject("node_modules", ".package-lock.json")) &&
    packageNames().every((name) => fs.existsSync(inProject("node_modules", name))),
  remedy: "npm left packages out; `npm config list` tells what asks it to (omit, include, global, dry-run)",
  make: installNodePackages,
};

async function installNodePackages() {
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  // By default npm waits more than a minute before it says that there is no network.
  const patience = ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=10000"];
  // With NODE_ENV=production, as containers set it, npm would leave out what the tests and the bench need.
  const flags = ["--ignore-scripts", "--include=dev", "--prefer-offline", ...quiet, ...patience];
  await run("npm", ["ci", ...flags], "Node packages could not be installed");
}

/**
 * @returns {Record<string, string>[]} what package.json asks for; its other lines may change without an installation
 */
function declaredPackages() {
  const { dependencies, devDependencies } = JSON.parse(fs.readFileSync(inProject("package.json"), "utf8"));
  return [dependencies, devDependencies];
}

const packageNames = () => declaredPackages().flatMap(Object.keys);
