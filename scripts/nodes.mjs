// Tests on other versions of Node: which versions, which tests, and where a Node comes from: npm's packages
// `node-<platform>` carry the binaries; .local/ keeps them.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inProject, localFolder, SetupError } from "./project.mjs";

/** The major versions that the tests run on where none is named; CI's are in .ci/run. */
export const usualVersions = ["20", "22", "24"];

/**
 * The tests of what differs most from one Node to the next: Jupyter's standard suite, what cells mean, Stop, the bits of a trial.
 * They take about 45 s.
 */
export const shortList = ["conformance", "semantics", "stop", "sweep-bits"]
  .map((name) => `test/kernel/${name}.test.ts`)
  .filter((path) => existsSync(inProject(path)));

/** @param {string} version @returns {string} the binary of the newest Node of that major version */
export function installNode(version) {
  const folder = join(localFolder, "nodes", version);
  const packaged = `node-${process.platform}-${process.arch}`;
  const binary = join(folder, "node_modules", packaged, "bin", "node");
  if (existsSync(binary)) return binary;
  console.log(`• Node ${version} …`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync("npm", ["install", ...flags, `${packaged}@${version}`], {
    cwd: folder,
    stdio: "inherit",
  });
  if (status !== 0 || !existsSync(binary)) {
    throw new SetupError(`Node ${version} could not be installed from npm's package ${packaged}.`);
  }
  return binary;
}
