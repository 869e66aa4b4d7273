// Runs the kernel's tests with the kernel on Node 20, 22 and 24: `node scripts/kernel-on-nodes.mjs [20 22 24]`.
// npm's package `node` carries the binaries; they are kept in .local/.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { inProject, localFolder, runScript, SetupError } from "./project.mjs";
import { setup } from "./setup.mjs";

const wanted = process.argv.slice(2);
const vitest = inProject("node_modules/vitest/vitest.mjs");

await runScript(async () => {
  await setup();
  /** @type {string[]} */
  const failed = [];
  for (const version of wanted.length > 0 ? wanted : ["20", "22", "24"]) {
    const node = installNode(version);
    const exact = spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim();
    console.log(`\nThe kernel on Node ${exact}`);
    // The tests' own Node stays; the kernel, wherever it is started, finds this one first.
    const { status } = spawnSync(process.execPath, [vitest, "run", "test/kernel"], {
      stdio: "inherit",
      env: {
        ...process.env,
        NODE_UNDER_TEST: node,
        PATH: [dirname(node), process.env.PATH].join(delimiter),
      },
    });
    if (status !== 0) failed.push(exact);
  }
  if (failed.length > 0) throw new SetupError(`The kernel's tests fail on ${failed.join(", ")}.`);
});

/** @param {string} version @returns {string} the binary of the newest Node of that major version */
function installNode(version) {
  const folder = join(localFolder, "nodes", version);
  const platform = `${process.platform}-${process.arch}`;
  const packaged = join(
    folder,
    "node_modules",
    `node-${process.platform}-${process.arch}`,
    "bin",
    "node",
  );
  if (existsSync(packaged)) return packaged;
  console.log(`• Node ${version} …`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync("npm", ["install", ...flags, `node-${platform}@${version}`], {
    cwd: folder,
    stdio: "inherit",
  });
  if (status !== 0 || !existsSync(packaged)) {
    throw new SetupError(
      `Node ${version} for ${platform} could not be installed from npm's package node-${platform}.`,
    );
  }
  return packaged;
}
