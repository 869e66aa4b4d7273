// npm run sweep -- sweep.json [--name NAME] [--processes N] [--shard K/N]
// [--redis rediss://HOST]: many trainings, on this machine or, through a Redis, on all that run `npm run worker`.
import { createRequire } from "node:module";
import { parseFlags, wholeNumber } from "./flags.mjs";
import { root, runIfStarted, SetupError, Stopped } from "./project.mjs";
import { setup } from "./setup.mjs";
import { bundleProgram, bundleRunner, redisPackages } from "./sweep/bundle.mjs";

const usage = "a file of JSON, --name NAME, --processes N, --shard K/N, --redis ADDRESS";

async function main() {
  const text = /** @type {const} */ ({ type: "string" });
  const { values, words } = parseFlags(usage, { name: text, processes: text, shard: text, redis: text }, { most: 1 });
  const [file] = words;
  if (file === undefined) throw new SetupError(`Expected the file of a sweep, got none. Known: ${usage}.`);
  const { name, processes, shard, redis } = values;
  if (redis !== undefined && processes !== undefined) {
    throw new SetupError("--processes is for this machine: with --redis each worker says how many it has.");
  }
  const flags = {
    file,
    ...(name !== undefined && { name }),
    ...(processes !== undefined && { processes: wholeNumber("--processes", processes) }),
    ...(shard !== undefined && { shard: shardFrom(shard) }),
    ...(redis !== undefined && { redis }),
  };
  await setup();
  const runner = bundleRunner(root);
  const program = bundleProgram(root, "src/sweep/sweep-command.ts", "sweep-command", redisPackages);
  /** @type {typeof import("../src/sweep/sweep-command")} */
  const { sweepCommand } = createRequire(import.meta.url)(program.file);
  const done = await sweepCommand(flags, runner).catch((error) => {
    throw new SetupError(/** @type {Error} */ (error).message);
  });
  if (!done) throw new Stopped();
}

/** @param {string} text "3/16": shard 3 of 16 */
function shardFrom(text) {
  const [, k, n] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (k !== undefined && n !== undefined && k >= 1 && k <= n) return { k, n };
  throw new SetupError(`--shard must be K/N, shard K of N, from 1/N to N/N, got "${text}".`);
}

await runIfStarted(import.meta.url, main);
