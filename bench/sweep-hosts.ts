// npm run bench -- sweep --hosts [--trials 500]: real trials on two worker hosts, one of which is killed in the middle,
// beside the same sweep on this machine alone. Every number and the weights of every trial must have the same bits.
import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Outcome } from "../src/sweep/messages";
import { readLines } from "../src/sweep/results-file";
import { missingRedis, RedisServer } from "../test/helpers/redis-server";

const names = { redis: "bench-two-hosts", local: "bench-one-machine" };
const fileOf = (name: string) => join("data", "sweeps", `${name}.jsonl`);

/** Some 0.1 s a trial. Without halving: which trials go on would depend on who comes first. */
const sweepOf = (trials: number) => ({
  name: names.local,
  space: {
    filters: { choice: [4, 8, 12] },
    rate: { logUniform: [0.001, 0.1] },
    batch: { choice: [1, 8, 32] },
    dropout: { uniform: [0, 0.5] },
  },
  trials,
  take: 3000,
  validation: 1000,
  network: [
    { kind: "Conv2D", options: { filters: "$filters" } },
    { kind: "ReLU" },
    { kind: "MaxPool2D", options: { size: 2, stride: 2 } },
    { kind: "Dropout", options: { rate: "$dropout" } },
    { kind: "Softmax", options: { nodes: 10 } },
  ],
  train: { epochs: 2, batchSize: "$batch", learningRate: "$rate" },
});

/** @throws {Error} if a trial is missing, is there twice, or differs in one bit */
export async function benchSweepOnTwoHosts(trials: number): Promise<void> {
  const missing = missingRedis();
  if (missing !== undefined) throw new Error(`bench: ${missing}`);
  const file = join(".local", "bench", "two-hosts.json");
  fs.mkdirSync(join(".local", "bench"), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(sweepOf(trials)));
  for (const name of Object.values(names)) fs.rmSync(fileOf(name), { force: true });
  const server = await RedisServer.start();
  const worker = () => start("scripts/worker.mjs", "--redis", server.url, "--processes", "2");
  const [first, second] = [worker(), worker()];
  let third: ChildProcess | undefined;
  try {
    const started = performance.now();
    const sweep = start("scripts/sweep.mjs", file, "--name", names.redis, "--redis", server.url);
    await half(sweep, trials);
    first.kill("SIGKILL");
    const killedAt = doneOf(names.redis);
    third = worker();
    await endOf(sweep);
    const [redisSeconds, again] = [(performance.now() - started) / 1000, performance.now()];
    for (const one of [second, third]) one.kill("SIGKILL");
    await endOf(start("scripts/sweep.mjs", file));
    const localSeconds = (performance.now() - again) / 1000;
    const { same, epochs } = compared(trials);
    process.stdout.write(
      `${same} of ${trials} trials, ${epochs} epochs: the same bits of losses, accuracies and weights on two worker hosts ` +
        `of two processes, one killed after ${killedAt} trials and another one started (${redisSeconds.toFixed(0)} s), ` +
        `as by \`npm run sweep\` on this machine (${localSeconds.toFixed(0)} s).\n`,
    );
  } finally {
    for (const one of [first, second, third]) one?.kill("SIGKILL");
    await server.remove();
    for (const name of Object.values(names)) fs.rmSync(fileOf(name), { force: true });
  }
}

function start(...words: string[]): ChildProcess {
  return spawn(process.execPath, words, { stdio: ["ignore", 2, 2] });
}

async function endOf(child: ChildProcess): Promise<void> {
  const status = child.exitCode ?? (await new Promise((resolve) => child.once("exit", resolve)));
  if (status !== 0) throw new Error(`bench: the sweep ended with ${status}`);
}

/** Waits until the sweep has done 40 % of its trials. */
async function half(sweep: ChildProcess, trials: number): Promise<void> {
  while (doneOf(names.redis) < 0.4 * trials) {
    if (sweep.exitCode !== null) throw new Error(`bench: the sweep ended with ${sweep.exitCode}`);
    await sleep(100);
  }
}

function doneOf(name: string): number {
  return fs.existsSync(fileOf(name)) ? outcomesOf(name).length : 0;
}

const outcomesOf = (name: string): Outcome[] =>
  readLines(fileOf(name)).filter((line): line is Outcome => "id" in line && line.result !== undefined);

/** Compares all but the seconds. */
function compared(trials: number): { same: number; epochs: number } {
  const [there, here] = [names.redis, names.local].map((name) => {
    const outcomes = outcomesOf(name);
    const byId = new Map(outcomes.map(({ id, result }) => [id, JSON.stringify({ ...result, seconds: 0 })]));
    if (byId.size === trials && outcomes.length === trials) return { byId, outcomes };
    throw new Error(
      `bench: expected ${trials} trials, each once, in ${name}, got ${byId.size} in ${outcomes.length} lines`,
    );
  });
  const different = [...here.byId].filter(([id, text]) => there.byId.get(id) !== text);
  if (different.length > 0) throw new Error(`bench: expected the same bits, got others in ${different[0].join(": ")}`);
  return { same: trials, epochs: here.outcomes.reduce((sum, { result }) => sum + (result?.epochs.length ?? 0), 0) };
}
