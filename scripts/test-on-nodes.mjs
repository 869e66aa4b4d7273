// npm run test:on-nodes [-- --part PART] [20 22 24] [-- words for Vitest]: the tests on other versions of Node.
//   all (as long as nothing is said)  `npm test` in a fresh clone, of which everything runs on that Node
//   engine                            the engine's tests, which must give the same bits everywhere
//   kernel, kernel-in-short           the tests of the kernel with the kernel on that Node; CI runs those in short
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { parseFlags } from "./flags.mjs";
import { installNode, shortList, usualVersions } from "./nodes.mjs";
import { inProject, root, runScript, runToEnd, SetupError, Stopped } from "./project.mjs";
import { setup } from "./setup.mjs";

const vitest = inProject("node_modules/vitest/vitest.mjs");

/** @typedef {(node: string, words: readonly string[]) => Promise<boolean>} Part given a Node, whether the tests pass */

/** @type {Readonly<Record<string, Part>>} */
const parts = {
  all: testClone,
  engine: (node, words) => passes(node, [vitest, "run", "test/engine", ...words]),
  kernel: (node, words) => testKernel(node, ["test/kernel", ...words]),
  "kernel-in-short": (node, words) => testKernel(node, [...shortList, ...words]),
};

/**
 * The tests' own Node stays; the kernel, wherever it is started, finds the given one first.
 *
 * @type {Part}
 */
function testKernel(node, words) {
  return passes(process.execPath, [vitest, "run", ...words], {
    ...process.env,
    ...onPath(node),
    NODE_UNDER_TEST: node,
  });
}

/**
 * Set-up belongs to the Node that made it, so another Node gets a clone of what is committed, with a set-up of its own.
 *
 * @type {Part}
 */
async function testClone(node, words) {
  const folder = join(mkdtempSync(join(tmpdir(), "on-node-")), "project");
  try {
    if (spawnSync("git", ["clone", "--quiet", root, folder], { stdio: "inherit" }).status !== 0) {
      throw new SetupError("The project could not be cloned: the tests on another Node need a git checkout.");
    }
    const environment = { ...process.env, ...onPath(node) };
    return await passes(node, [join(folder, "scripts/test.mjs"), ...words], environment, folder);
  } finally {
    rmSync(dirname(folder), { recursive: true, force: true });
  }
}

/** @param {string} node */
const onPath = (node) => ({ PATH: [dirname(node), process.env.PATH].join(delimiter) });

/**
 * @param {string} program
 * @param {string[]} words
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string} [cwd]
 */
async function passes(program, words, env = process.env, cwd = root) {
  const { status, stopped } = await runToEnd(program, words, { cwd, env, stdio: ["ignore", "inherit", "inherit"] });
  if (stopped) throw new Stopped();
  return status === 0;
}

await runScript(async () => {
  const end = process.argv.indexOf("--");
  const [own, forVitest] =
    end < 0 ? [process.argv.slice(2), []] : [process.argv.slice(2, end), process.argv.slice(end + 1)];
  const options = { part: /** @type {const} */ ({ type: "string", default: "all" }) };
  const usage = `--part ${Object.keys(parts).join(" or ")}, versions of Node, and words for Vitest behind --`;
  const { values, words } = parseFlags(usage, options, { words: own, most: Number.POSITIVE_INFINITY });
  const part = parts[values.part];
  const wrong = words.find((version) => !/^\d+$/.test(version));
  if (part === undefined || wrong !== undefined)
    throw new SetupError(`Unknown: ${wrong ?? values.part}. Known: ${usage}.`);
  await setup();
  const failed = [];
  for (const version of words.length > 0 ? words : usualVersions) {
    const node = installNode(version);
    const exact = spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim();
    console.log(`\nThe tests (${values.part}) on Node ${exact}`);
    if (!(await part(node, forVitest))) failed.push(exact);
  }
  if (failed.length > 0) throw new SetupError(`Tests (${values.part}) fail on Node ${failed.join(", ")}.`);
});
