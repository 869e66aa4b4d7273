// Real workers, as `npm run worker` starts them, and real trials: what is killed is done elsewhere, with the same bits.
import { type ChildProcess, spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { bundleRunner } from "../../scripts/sweep/bundle.mjs";
import { readStudy } from "../../src/sweep/read-study";
import { connect, connectionFrom } from "../../src/sweep/redis-connection";
import { RedisHost } from "../../src/sweep/redis-host";
import { type Trial, trialId } from "../../src/sweep/trial";
import { describeWithRedis } from "../helpers/describe-with-redis";
import { descendants, gone } from "../helpers/processes";
import { RedisServer } from "../helpers/redis-server";
import { allowed } from "../helpers/slack.mjs";
import { soonIs } from "../helpers/soon";
import { temporaryFolder } from "../helpers/temporary-folder";
import { goldenTrial, goldenWeights, smallTrial } from "../helpers/trials";

/** Eight trials, of which halving ends some. */
const smallSweep = {
  space: { filters: { choice: [4, 8] }, rate: { choice: [0.003, 0.01, 0.03, 0.1] } },
  take: 300,
  validation: 100,
  halving: { factor: 2, from: 1 },
  network: [
    { kind: "Conv3x3", options: { filters: "$filters" } },
    { kind: "MaxPool2" },
    { kind: "Softmax", options: { nodes: 10 } },
  ],
  train: { epochs: 4, batchSize: 10, learningRate: "$rate" },
};

interface Worker {
  readonly process: ChildProcess;
  readonly log: string[];
  readonly ended: Promise<number | string>;
}

describeWithRedis("npm run worker", () => {
  let server: RedisServer;
  const { code } = bundleRunner(process.cwd());
  const workers: Worker[] = [];
  const hosts: RedisHost[] = [];

  beforeAll(async () => {
    server = await RedisServer.start();
  });
  beforeEach(async () => {
    const look = server.client();
    await look.flushall();
    look.disconnect();
  });
  afterEach(async () => {
    for (const host of hosts.splice(0)) await host.close();
    for (const { process, ended } of workers.splice(0)) {
      process.kill("SIGKILL");
      await ended;
    }
  }, allowed(20_000));
  afterAll(() => server.remove());

  function worker(...flags: string[]): Worker {
    return startedWorker([process.execPath, "scripts/worker.mjs", "--redis", server.url, ...flags]);
  }

  function startedWorker([command, ...words]: string[]): Worker {
    const child = spawn(command ?? "", words, { stdio: ["ignore", "pipe", "pipe"] });
    const log: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => log.push(...text.split("\n").filter(Boolean)));
    }
    const ended = new Promise<number | string>((resolve) => {
      child.once("exit", (status, signal) => resolve(status ?? signal ?? ""));
    });
    workers.push({ process: child, log, ended });
    return { process: child, log, ended };
  }

  async function openHost(): Promise<RedisHost> {
    const redis = await connect(connectionFrom(server.url));
    const host = await RedisHost.open({ redis, code, sweep: "real", lookEvery: 200 });
    hosts.push(host);
    return host;
  }

  const run = (host: RedisHost, trial: Trial) => host.run(trialId(trial), trial, () => true);
  const runnersOf = ({ process }: Worker) =>
    descendants(process.pid ?? 0).filter(({ command }) => /runner-/.test(command));
  /** Trials of some seconds each, so that something runs when a worker is killed. */
  const long = (seed: number) => smallTrial({ data: { take: 3000 }, train: { epochs: 12, seed } });

  test(
    "kill -9 of a worker: its trials are done elsewhere within 20 seconds, with the bits that they have here",
    async () => {
      const first = worker("--processes", "2");
      const host = await openHost();
      await soonIs(async () => host.workers.processes, 2, 20_000);
      const trials = [goldenTrial(), long(1), long(2)];
      const results = Promise.all(trials.map((trial) => run(host, trial)));
      const look = server.client();
      await soonIs(() => look.llen(`{cnn}:trials-${code}:active`), 2);
      const second = worker("--processes", "2");
      await soonIs(async () => host.workers.processes, 4, 20_000);
      const children = runnersOf(first);
      first.process.kill("SIGKILL");
      const killed = performance.now();
      const [golden, ...others] = await results;
      expect(performance.now() - killed).toBeLessThan(allowed(20_000));
      expect(golden!.weights).toBe(goldenWeights);
      expect(others.map(({ epochs }) => epochs.length)).toEqual([12, 12]);
      // A result is there a moment before its job is done.
      await soonIs(() => look.llen(`{cnn}:trials-${code}:active`), 0);
      look.disconnect();
      for (const { pid } of children) expect(await gone(pid, 5000)).toBe(true);
      expect(second.log.some((line) => line.includes("lost its worker, and goes to another one"))).toBe(true);
    },
    allowed(60_000),
  );

  test(
    "SIGTERM, also to all of its processes: it takes no more trials, ends those that run, and leaves nothing",
    async () => {
      const only = startedWorker(["npm", "run", "-s", "worker", "--", "--redis", server.url, "--processes", "1"]);
      const host = await openHost();
      const [first, second] = [run(host, long(1)), run(host, long(2))];
      second.catch(() => {});
      await soonIs(async () => runnersOf(only).length, 1, 20_000);
      const children = descendants(only.process.pid ?? 0);
      expect(children.length).toBeGreaterThan(1);
      for (const pid of [only.process.pid, ...children.map(({ pid }) => pid)]) process.kill(pid!, "SIGTERM");
      expect((await first).epochs).toHaveLength(12);
      expect(await only.ended).toBe(0);
      expect(only.log.at(-1)).toMatch(/ended after 1 trials$/);
      for (const { pid } of children) expect(await gone(pid, 2000)).toBe(true);
    },
    allowed(60_000),
  );

  test(
    "SIGTERM twice ends it at once; what ran is another's",
    async () => {
      const only = worker("--processes", "1");
      const host = await openHost();
      const trial = smallTrial({ data: { take: 50_000 }, train: { epochs: 1000 } });
      run(host, trial).catch(() => {});
      await soonIs(async () => runnersOf(only).length, 1, 20_000);
      const children = runnersOf(only);
      only.process.kill("SIGTERM");
      await soonIs(async () => only.log.some((line) => line.includes("ends when its 1 running")), true);
      await new Promise((resolve) => setTimeout(resolve, 1500)); // signals within a second are one wish
      only.process.kill("SIGTERM");
      expect(await only.ended).toBe(1);
      for (const { pid } of children) expect(await gone(pid, 2000)).toBe(true);
    },
    allowed(60_000),
  );

  test(
    "--until-idle ends it when nothing has come for so many seconds",
    async () => {
      const idle = worker("--until-idle", "2");
      const host = await openHost();
      expect((await run(host, smallTrial())).epochs).toHaveLength(3);
      expect(await idle.ended).toBe(0);
      expect(idle.log.at(-1)).toMatch(/ended after 1 trials$/);
    },
    allowed(60_000),
  );

  test(
    "a trial for other images is refused by all, with the folder to copy",
    async () => {
      worker("--processes", "1");
      const host = await openHost();
      const other = { ...smallTrial(), data: { ...smallTrial().data, sha256: "0".repeat(64) } };
      await expect(run(host, other)).rejects.toThrow(
        /SHA-256 000000000000…, got [0-9a-f]{12}… in data\/mnist: copy that/,
      );
    },
    allowed(60_000),
  );

  test(
    "npm run sweep -- --redis: says that nobody works, has all results when somebody does, and knows them the next time",
    async () => {
      const name = `redis-test-${process.pid}`;
      const file = join(temporaryFolder(), "sweep.json");
      writeFileSync(file, JSON.stringify({ ...smallSweep, name }));
      onTestFinished(() => rmSync(`data/sweeps/${name}.jsonl`, { force: true }));
      const sweep = () => startedWorker([process.execPath, "scripts/sweep.mjs", file, "--redis", server.url]);
      const first = sweep();
      await soonIs(
        async () => first.log.some((line) => line.includes(`no worker runs this code (${code})`)),
        true,
        20_000,
      );
      worker("--processes", "2");
      expect(await first.ended).toBe(0);
      expect(first.log).toContain("8 of 8 trials, 0 of them known before, 0 s left");
      const { trials, failed } = readStudy(`data/sweeps/${name}.jsonl`);
      expect([trials.length, failed.length]).toEqual([8, 0]);
      const again = sweep();
      expect(await again.ended).toBe(0);
      expect(again.log.join("\n")).toContain("8 of 8 trials, 8 of them known before");
    },
    allowed(60_000),
  );

  test.each([
    [[], "--redis must say where trials come from"],
    [["--redis", "redis://127.0.0.1:1"], "no Redis at 127.0.0.1:1"],
    [["--redis", "redis://example.org"], "must be rediss://, with TLS"],
    [["--redis", "redis://:x@localhost"], "must be without a password"],
    [["--redis", "redis://localhost", "--processes", "0"], "--processes must be a whole number from 1"],
  ])("%j is refused in one line", async (flags, words) => {
    const child = spawn(process.execPath, ["scripts/worker.mjs", ...flags], { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(1);
    expect(said).toContain(words);
    expect(said.trim().split("\n")).toHaveLength(1);
  });
});
