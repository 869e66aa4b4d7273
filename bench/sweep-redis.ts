// npm run bench -- sweep --redis [--trials 100000]: what a sweep costs through a Redis of its own, beside its trainings
import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import { connect, connectionFrom } from "../src/sweep/redis-connection";
import { RedisHost } from "../src/sweep/redis-host";
import { trialId } from "../src/sweep/trial";
import { missingRedis, RedisServer } from "../test/helpers/redis-server";
import { manyTrials } from "../test/helpers/redis-sweep";
import type { SweepMeasured } from "./sweep-process";
import type { WorkerMeasured } from "./sweep-redis-worker";
import { benchCode } from "./trivial-runner";

const [hosts, processes] = [2, 8];

/** @param most  how many trials the largest sweep has */
export async function benchSweepThroughRedis(most: number): Promise<void> {
  const missing = missingRedis();
  if (missing !== undefined) throw new Error(`bench: ${missing}`);
  const lines = [
    `Trials that compute nothing, through Redis ${await redisVersion()}, by ${hosts} worker hosts of ${processes} processes:`,
    "",
    "| trials | a second | coordinator, ms of CPU a trial | both hosts | Redis | coordinator, MB | a host, MB | Redis, MB |",
    "|---:|---:|---:|---:|---:|---:|---:|---:|",
  ];
  for (const trials of new Set([Math.min(10_000, most), most])) lines.push(rowOf(await measured(trials)));
  const recovered = await secondsToRecover();
  lines.push(
    "",
    `One of two hosts was killed with ${processes} trials of 2 s running: all had results ${recovered.toFixed(1)} s later.`,
  );
  process.stdout.write(`${lines.join("\n")}\n`);
}

interface Measured extends SweepMeasured {
  readonly workers: readonly WorkerMeasured[];
  readonly redisSeconds: number;
  readonly redisMegabytes: number;
}

function rowOf({ trials, seconds, coordinatorSeconds, peakMegabytes, workers, ...redis }: Measured): string {
  const each = (cpuSeconds: number) => ((1000 * cpuSeconds) / trials).toFixed(2);
  const workerSeconds = workers.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
  const cells = [
    trials.toLocaleString("en"),
    Math.round(trials / seconds).toLocaleString("en"),
    ...[coordinatorSeconds, workerSeconds, redis.redisSeconds].map(each),
    peakMegabytes.toFixed(0),
    Math.max(...workers.map(({ peakMegabytes }) => peakMegabytes)).toFixed(0),
    redis.redisMegabytes.toFixed(1),
  ];
  return `| ${cells.join(" | ")} |`;
}

async function redisVersion(): Promise<string> {
  const server = await RedisServer.start();
  const look = server.client();
  const [, version = ""] = /redis_version:(\S+)/.exec(await look.info("server")) ?? [];
  look.disconnect();
  await server.remove();
  return version;
}

/** A sweep from its first trial to its last, each part in a process of its own. */
async function measured(trials: number): Promise<Measured> {
  const server = await RedisServer.start();
  const look = server.client();
  const workers = Array.from({ length: hosts }, () => start("sweep-redis-worker.ts", server.url, String(processes)));
  let most = 0;
  try {
    await workersThere(look, hosts);
    const [emptyMegabytes, before] = [await usedMegabytes(look), await cpuSeconds(look)];
    const watch = setInterval(async () => {
      most = Math.max(most, await usedMegabytes(look));
    }, 100);
    const coordinator = start("sweep-process.ts", "redis", String(trials), server.url);
    const coordinated: SweepMeasured = JSON.parse(await outputOf(coordinator));
    clearInterval(watch);
    const redisSeconds = (await cpuSeconds(look)) - before;
    for (const worker of workers) worker.kill("SIGTERM");
    const told = await Promise.all(
      workers.map(async (worker): Promise<WorkerMeasured> => JSON.parse(await outputOf(worker))),
    );
    return { ...coordinated, workers: told, redisSeconds, redisMegabytes: most - emptyMegabytes };
  } finally {
    for (const worker of workers) worker.kill("SIGKILL");
    look.disconnect();
    await server.remove();
  }
}

/** Kills one of two hosts that are both busy. @returns seconds until all trials have their results */
async function secondsToRecover(): Promise<number> {
  const server = await RedisServer.start();
  const look = server.client();
  const milliseconds = 1000; // for an epoch, and for a result
  const worker = () => start("sweep-redis-worker.ts", server.url, String(processes), String(milliseconds));
  const first = worker();
  let second: ChildProcess | undefined;
  try {
    await workersThere(look, 1);
    const host = await RedisHost.open({
      redis: await connect(connectionFrom(server.url)),
      code: benchCode,
      sweep: "bench",
    });
    const results = Promise.all(manyTrials(processes).map((trial) => host.run(trialId(trial), trial, () => true)));
    while ((await look.llen(`{cnn}:trials-${benchCode}:active`)) < processes) await sleep(20);
    second = worker();
    await workersThere(look, 2);
    await results;
    const more = Promise.all(
      manyTrials(4 * processes)
        .slice(processes)
        .map((trial) => host.run(trialId(trial), trial, () => true)),
    );
    while ((await look.llen(`{cnn}:trials-${benchCode}:active`)) < 2 * processes) await sleep(20);
    first.kill("SIGKILL");
    const killed = performance.now();
    await more;
    await host.close();
    return (performance.now() - killed) / 1000;
  } finally {
    for (const one of [first, second]) one?.kill("SIGKILL");
    look.disconnect();
    await server.remove();
  }
}

function start(file: string, ...words: string[]): ChildProcess {
  const stdio = ["ignore", "pipe", "inherit"] as const;
  return spawn(process.execPath, ["--import", "tsx", `bench/${file}`, ...words], { stdio: [...stdio] });
}

async function outputOf(child: ChildProcess): Promise<string> {
  let text = "";
  child.stdout?.setEncoding("utf8").on("data", (more: string) => {
    text += more;
  });
  const [status] = await new Promise<[number | null]>((resolve) => child.once("close", (code) => resolve([code])));
  if (status !== 0) throw new Error(`bench: a process of the sweep ended with ${status}`);
  return text;
}

async function workersThere(look: Redis, count: number): Promise<void> {
  while (String(await look.client("LIST")).split(":w:").length - 1 < count) await sleep(50);
}

async function usedMegabytes(look: Redis): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await look.info("memory"))?.[1]) / 2 ** 20;
}

async function cpuSeconds(look: Redis): Promise<number> {
  const info = await look.info("cpu");
  const of = (what: string) => Number(new RegExp(`used_cpu_${what}:([\\d.]+)`).exec(info)?.[1]);
  return of("sys") + of("user");
}
