// Sweeps through a real Redis, on workers that train nothing: what the queue, the stream of results and both ends do.
import { UnrecoverableError } from "bullmq";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { seededRandom } from "../../src/random";
import { jobId, prefix, queueName, sweepKeys } from "../../src/sweep/redis-jobs";
import { Ownership } from "../../src/sweep/redis-owner";
import { redisDecider } from "../../src/sweep/redis-rungs";
import { decider } from "../../src/sweep/rungs";
import { trialId } from "../../src/sweep/trial";
import { describeWithRedis } from "../helpers/describe-with-redis";
import { RedisServer } from "../helpers/redis-server";
import {
  closeAll,
  madeUpResult,
  manyTrials,
  openHost,
  openWorker,
  pretendingHost,
  runAll,
  testCode,
} from "../helpers/redis-sweep";
import { allowed } from "../helpers/slack.mjs";
import { soonIs } from "../helpers/soon";
import { smallTrial } from "../helpers/trials";

describeWithRedis("a sweep through Redis", () => {
  let server: RedisServer;
  let look: ReturnType<RedisServer["client"]>;
  const keys = sweepKeys("first", testCode);
  const queued = (name: string) => `${prefix}:${queueName(testCode)}:${name}`;

  beforeAll(async () => {
    server = await RedisServer.start();
    look = server.client();
  });
  beforeEach(() => look.flushall());
  afterEach(closeAll);
  afterAll(async () => {
    look.disconnect();
    await server.remove();
  });

  test("200 trials on two workers: every result is that of its trial, and each is run once", async () => {
    const [a, b] = [pretendingHost(2), pretendingHost(2)];
    await openWorker(server.url, a);
    await openWorker(server.url, b);
    const trials = manyTrials(200);
    expect(await runAll(await openHost(server.url), trials)).toEqual(trials.map(madeUpResult));
    expect([...a.ran, ...b.ran].sort()).toEqual(trials.map(trialId).sort());
    expect(Math.min(a.ran.length, b.ran.length)).toBeGreaterThan(0);
  });

  test("nothing but the last results stays in Redis: no jobs, and no long stream of events", async () => {
    await openWorker(server.url, pretendingHost());
    await runAll(await openHost(server.url), manyTrials(2000));
    for (const list of ["wait", "active"]) await soonIs(() => look.llen(queued(list)), 0);
    expect(await look.zcard(queued("completed"))).toBe(0);
    expect((await look.keys(`${queued("")}first-*`)).length).toBe(0);
    expect(await look.xlen(keys.results)).toBeLessThanOrEqual(1000);
    expect(await look.xlen(queued("events"))).toBeLessThan(500); // at most 100, approximately
  });

  test("the same trial asked for twice is run once, and a result that comes twice counts once", async () => {
    const worker = pretendingHost(5);
    await openWorker(server.url, worker);
    const host = await openHost(server.url);
    const [trial] = manyTrials(1);
    const [first, second] = await runAll(host, [trial!, trial!]);
    expect(first).toEqual(second);
    expect(worker.ran).toHaveLength(1);
    await look.xadd(keys.results, "*", "id", trialId(trial!), "worker", "w", "result", "{}");
    const [, other] = manyTrials(2);
    expect(await runAll(host, [other!])).toEqual([madeUpResult(other!)]);
  });

  test("results that came while nobody read are taken before anything is added", async () => {
    const trials = manyTrials(20);
    const worker = pretendingHost();
    const first = await openHost(server.url);
    await openWorker(server.url, worker);
    await runAll(first, trials);
    await first.close();
    for (const trial of trials) {
      const result = JSON.stringify(madeUpResult(trial));
      await look.xadd(keys.results, "*", "id", trialId(trial), "worker", "w", "result", result);
    }
    const again = await openHost(server.url);
    expect(await runAll(again, trials)).toEqual(trials.map(madeUpResult));
    expect(worker.ran).toHaveLength(20);
  });

  test("a trial that failed says why, leaves nothing behind, and is run again by the next sweep", async () => {
    const trials = manyTrials(1);
    let broken = true;
    const worker = pretendingHost();
    const run: typeof worker.run = (...call) =>
      broken ? Promise.reject(new UnrecoverableError("its process died 3 times")) : worker.run(...call);
    await openWorker(server.url, { ...worker, run });
    const first = await openHost(server.url);
    await expect(runAll(first, trials)).rejects.toThrow("its process died 3 times");
    await first.close();
    broken = false;
    expect(await runAll(await openHost(server.url), trials)).toEqual(trials.map(madeUpResult));
    broken = true;
    const second = await openHost(server.url, { sweep: "second" });
    await expect(runAll(second, trials)).rejects.toThrow("its process died 3 times");
  });

  test("a failure that another worker may not have is tried three times", async () => {
    let tries = 0;
    const worker = pretendingHost();
    const run: typeof worker.run = (...call) =>
      ++tries < 3 ? Promise.reject(new Error("no such data set here")) : worker.run(...call);
    await openWorker(server.url, { ...worker, run });
    expect(await runAll(await openHost(server.url), manyTrials(1))).toHaveLength(1);
    expect(tries).toBe(3);
  });

  test("two sweeps with the same trials do not take each other's", async () => {
    await openWorker(server.url, pretendingHost(1));
    const [first, second] = [await openHost(server.url), await openHost(server.url, { sweep: "second" })];
    const trials = manyTrials(50);
    const results = await Promise.all([runAll(first, trials), runAll(second, trials)]);
    expect(results).toEqual([trials.map(madeUpResult), trials.map(madeUpResult)]);
  });

  test("a stopped sweep takes back what waits, and what runs ends within an epoch", async () => {
    const worker = pretendingHost(20);
    await openWorker(server.url, worker, { processes: 2 });
    const host = await openHost(server.url);
    const trials = manyTrials(40).map((trial) => ({ ...trial, train: { ...trial.train, epochs: 10_000 } }));
    const all = Promise.allSettled(trials.map((trial) => host.run(trialId(trial), trial, () => true)));
    await soonIs(async () => worker.ran.length, 2);
    await host.close();
    expect((await all).map((end) => "reason" in end && end.reason.name)).toEqual(new Array(40).fill("AbortError"));
    await soonIs(async () => worker.ended.length, 2);
    await soonIs(async () => (await look.keys(`${queued("")}first-*`)).length, 0);
    expect(worker.ran).toHaveLength(2);
  });

  test("a sweep that goes on at once after Stop gets the trials that were ending", async () => {
    const worker = pretendingHost(100);
    await openWorker(server.url, worker, { processes: 2 });
    const trials = manyTrials(4);
    const first = await openHost(server.url);
    const stopped = Promise.allSettled(trials.map((trial) => first.run(trialId(trial), trial, () => true)));
    await soonIs(async () => worker.ran.length, 2);
    await first.close();
    await stopped;
    expect(await runAll(await openHost(server.url), trials)).toEqual(trials.map(madeUpResult));
  });

  test("one trial that is aborted ends, the others go on", async () => {
    await openWorker(server.url, pretendingHost(20), { processes: 1 });
    const host = await openHost(server.url);
    const [first, second, third] = manyTrials(3);
    const stop = new AbortController();
    const others = runAll(host, [first!, third!]);
    const aborted = host.run(trialId(second!), second!, () => true, stop.signal);
    stop.abort();
    await expect(aborted).rejects.toThrow("the trial was ended");
    expect(await others).toEqual([first!, third!].map(madeUpResult));
  });

  test.each([
    ["another code's", { code: "bbbbbbbbbbbb" }, "the trial is for code bbbbbbbbbbbb, this worker runs 0123456789ab"],
    ["a field too many", { shell: "rm" }, "shell"],
    [
      "a path for a name",
      { trial: { ...smallTrial(), data: { ...smallTrial().data, name: "../../etc" } } },
      "data.name",
    ],
    [
      "too many filters",
      { trial: { ...smallTrial(), network: { layers: [conv(1e9)], seed: 1 } } },
      "filters must be <=1024",
    ],
    ["another trial's id", { trial: smallTrial({ train: { seed: 99 } }) }, "the id must be that of the trial"],
  ])("a job with %s is refused in words, and not tried again", async (_, wrong, words) => {
    const worker = pretendingHost();
    await openWorker(server.url, worker);
    const host = await openHost(server.url);
    const trial = smallTrial();
    const job = { code: testCode, sweep: "first", trial, ...wrong };
    // As somebody else may put it into the queue, under the id of a trial that is waited for.
    const id = trialId(trial);
    const { Queue } = await import("bullmq");
    const queue = new Queue(queueName(testCode), { connection: look, prefix });
    await queue.add("trial", job, { jobId: jobId({ sweep: "first" }, id), attempts: 3 });
    await expect(host.run(id, trial, () => true)).rejects.toThrow(words);
    await queue.close();
    expect(worker.ran).toEqual([]);
  });

  test("a worker that lost its lock ends the trial, which another one runs", async () => {
    const slow = pretendingHost(300);
    const lines: string[] = [];
    await openWorker(server.url, slow, { processes: 1, log: (line) => lines.push(line) });
    const host = await openHost(server.url);
    const trials = manyTrials(1).map((trial) => ({ ...trial, train: { ...trial.train, epochs: 20 } }));
    const results = runAll(host, trials);
    await soonIs(async () => slow.ran.length, 1);
    // As if the machine had slept: its lock is gone, and another worker has taken the trial.
    const id = jobId({ sweep: "first" }, trialId(trials[0]!));
    await look.set(queued(`${id}:lock`), "of another worker");
    await soonIs(async () => slow.ended.length, 1);
    expect(lines.join("\n")).toContain(`${id} went to another worker, while this one was not heard: ended here`);
    await look.del(queued(`${id}:lock`));
    await openWorker(server.url, pretendingHost());
    expect(await results).toEqual(trials.map(madeUpResult));
  });

  test("a Redis that forgot everything gets all open trials again", async () => {
    const host = await openHost(server.url, { patience: 500 });
    const trials = manyTrials(30);
    const results = runAll(host, trials);
    await soonIs(() => look.llen(queued("wait")), 30);
    await look.flushall();
    await openWorker(server.url, pretendingHost());
    expect(await results).toEqual(trials.map(madeUpResult));
  });

  test("where no worker runs this code, it says so, and who runs which", async () => {
    const lines: string[] = [];
    const notice = (line: string) => lines.push(line);
    await openWorker(server.url, pretendingHost(), { code: "aaaaaaaaaaaa" });
    const host = await openHost(server.url, { notice });
    const results = runAll(host, manyTrials(1));
    await soonIs(async () => lines.length, 1);
    expect(lines[0]).toMatch(
      /^no worker runs this code \(0123456789ab\); there is aaaaaaaaaaaa on .*: bring it to the same/,
    );
    await openWorker(server.url, pretendingHost(), { processes: 3 });
    await results;
    await soonIs(async () => host.workers.processes, 3);
  });

  test("as many trials are in Redis as four times the processes of all workers, and at least a thousand", async () => {
    await openWorker(server.url, pretendingHost(), { processes: 300 });
    await openWorker(server.url, pretendingHost(), { processes: 200 });
    const host = await openHost(server.url);
    expect([host.workers, host.capacity]).toEqual([{ processes: 500, machines: 1, others: [] }, 2000]);
    await closeAll();
    expect((await openHost(server.url)).capacity).toBe(1000);
  });

  test("a sweep has one coordinator; one that was killed is replaced when its time is up", async () => {
    const [own, other] = [new Ownership(look, keys.owner, "first"), new Ownership(look, keys.owner, "first", 300)];
    await own.take(() => {});
    const lines: string[] = [];
    await expect(other.take((line) => lines.push(line))).rejects.toThrow('a sweep "first" runs there already, on ');
    expect(lines[0]).toContain("waiting, in case that was killed");
    await own.release();
    await other.take(() => {});
    await own.release(); // not its own
    expect(await look.exists(keys.owner)).toBe(1);
    await new Ownership(look, keys.owner, "first").take(() => {}); // 0.3 seconds later
    await expect(other.renew()).rejects.toThrow('the sweep "first" was taken over by ');
  });

  test.each([2, 3, 5])(
    "halving by %d in Redis decides as in memory, for any order, ties and diverged trials",
    async (factor) => {
      const random = seededRandom(factor);
      const halving = { factor, from: 1 };
      const inMemory = decider(halving);
      const inRedis = redisDecider(look, { sweep: `by-${factor}`, code: testCode, halving });
      const told = Array.from({ length: 150 }, () => ({
        id: `t${random.integer(60)}`,
        epoch: 1 + random.integer(10),
        loss: random.integer(10) === 0 ? Number.POSITIVE_INFINITY : random.integer(20) / 10,
      }));
      const [memory, redis]: boolean[][] = [[], []];
      for (const { id, epoch, loss } of told) {
        memory!.push(await inMemory.goesOn(id, epoch, loss));
        redis!.push(await inRedis.goesOn(id, epoch, loss));
      }
      expect(redis).toEqual(memory);
      expect(new Set(memory)).toEqual(new Set([true, false]));
    },
  );

  test("halving on workers stops the worse trials, and tells the epochs of all", async () => {
    await openWorker(server.url, pretendingHost(1), { processes: 2 });
    const host = await openHost(server.url, { halving: { factor: 3, from: 1 } });
    const trials = manyTrials(60).map((trial) => ({ ...trial, train: { ...trial.train, epochs: 9 } }));
    let told = 0;
    const run = (trial: (typeof trials)[number]) => host.run(trialId(trial), trial, () => ++told > 0);
    const results = await Promise.all(trials.map(run));
    const epochs = results.map(({ epochs }) => epochs.length);
    expect(new Set(epochs)).toEqual(new Set([1, 3, 9]));
    expect(told).toBe(epochs.reduce((sum, count) => sum + count, 0));
    expect(epochs.filter((count) => count > 1).length).toBeLessThan(40);
  });

  test("a sweep that begins anew forgets the losses of an earlier one of its name", async () => {
    await openWorker(server.url, pretendingHost());
    const halving = { factor: 2, from: 1 };
    await look.zadd(keys.rung(1), ...Array.from({ length: 50 }, (_, k) => [-1, `t${k}`]).flat());
    const trials = manyTrials(1);
    const [result] = await runAll(await openHost(server.url, { halving }), trials);
    expect(result).toEqual(madeUpResult(trials[0]!));
  });

  test("10,000 trivial trials take less than a minute and 40 MB of Redis", async () => {
    for (const _ of [1, 2]) await openWorker(server.url, pretendingHost(), { processes: 16 });
    const host = await openHost(server.url);
    const trials = manyTrials(10_000);
    const before = await usedBy(look);
    let most = 0;
    const watch = setInterval(async () => {
      most = Math.max(most, await usedBy(look));
    }, 200);
    const started = performance.now();
    let [next, wrong] = [0, 0];
    // As a coordinator does: no more at a time than the host has room for.
    const lane = async () => {
      for (let k = next++; k < trials.length; k = next++) {
        const trial = trials[k]!;
        const result = await host.run(trialId(trial), trial, () => true);
        if (result.weights !== madeUpResult(trial).weights) wrong++;
      }
    };
    await Promise.all(Array.from({ length: host.capacity }, lane));
    clearInterval(watch);
    expect(wrong).toBe(0);
    expect(most - before).toBeLessThan(40e6);
    expect(performance.now() - started).toBeLessThan(allowed(60_000));
  });
});

const conv = (filters: number) => ({ kind: "Conv3x3" as const, options: { filters } });

async function usedBy(redis: ReturnType<RedisServer["client"]>): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1]);
}
