import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import { sweepKeys, week } from "./redis-jobs";
import { OpenTrials } from "./redis-open-trials";
import { Ownership } from "./redis-owner";
import { type FoundWorkers, wordsOn, workersIn } from "./redis-presence";
import { TrialQueue } from "./redis-queue";
import { allResults, resultsAfter, type StreamedResult } from "./redis-results";
import { forgetRungs } from "./redis-rungs";
import type { TrialResult } from "./run-trial";
import type { Rungs } from "./rungs";
import type { Trial } from "./trial";
import { AbortError, type GoesOn, type TrialHost } from "./trial-host";

/** What the coordinator of a sweep needs. */
export interface RedisHostOptions {
  readonly redis: Redis;
  readonly code: string;
  readonly sweep: string;
  readonly halving?: Rungs | undefined;
  /** Told when no worker runs this code, or Redis has to be waited for. */
  readonly notice?: (line: string) => void;
  /** Milliseconds without a result after which all open trials are added again. Default 60,000. */
  readonly patience?: number;
  /** Milliseconds between two looks at who works. Default 5000. */
  readonly lookEvery?: number;
}
const leastCapacity = 1000;
const longestEnd = 5000; // milliseconds
const trimmedAtOnce = 500; // results
const gathering = 10; // milliseconds: many results at a time cost less

/**
 * Trials on many machines: they wait in Redis, `npm run worker` takes them, and their results come back in a stream of
 * the sweep's own, since BullMQ cuts its stream of events off at some thousands. At most `capacity` trials are in Redis
 * at a time. What Redis loses is added again; what is computed twice has the same bits, and counts once.
 */
export class RedisHost implements TrialHost {
  private readonly open = new OpenTrials();
  /** Results of an earlier coordinator of this sweep, which nobody had read. */
  private readonly early = new Map<string, TrialResult>();
  private readonly queue: TrialQueue;
  private readonly reader: Redis;
  private readonly keys: ReturnType<typeof sweepKeys>;
  private readonly owner: Ownership;
  private last = "0";
  private heard = Date.now();
  private said = "";
  private closing: Promise<void> | undefined;
  private found: FoundWorkers = { processes: 0, machines: 0, others: [] };
  private timer: NodeJS.Timeout | undefined;

  private constructor(private readonly options: RedisHostOptions) {
    const { redis, code, sweep, halving } = options;
    this.keys = sweepKeys(sweep, code);
    this.owner = new Ownership(redis, this.keys.owner, sweep);
    this.reader = redis.duplicate();
    this.reader.on("error", () => {}); // the other connection tells
    const jobOf = (id: string) => {
      const trial = this.open.trial(id);
      return trial && { code, sweep, trial, ...(halving && { halving }) };
    };
    this.queue = new TrialQueue(redis, code, jobOf, (ids, error) => {
      for (const id of ids) this.open.settle(id, error);
    });
  }

  /**
   * Begins to coordinate a sweep, or goes on with one. Its connection is closed with it.
   *
   * @throws {Error} if another process coordinates a sweep of this name
   */
  static async open(options: RedisHostOptions): Promise<RedisHost> {
    const host = new RedisHost(options);
    try {
      await host.owner.take((line) => host.notice(line));
      await options.redis.del(host.keys.stopped);
      await forgetRungs(options.redis, options);
      // What is there already must not be computed again. A failure of earlier is forgotten, and tried anew.
      for (const { entry, id, result } of await allResults(host.reader, host.keys.results)) {
        if (result) host.early.set(id, result);
        host.last = entry;
      }
      await host.look();
    } catch (error) {
      await host.close();
      throw error;
    }
    options.redis.on("ready", host.addAllAgain);
    const unseen = (error: Error) => host.notice(`redis: ${error.message}`);
    host.timer = setInterval(() => void host.look().catch(unseen), options.lookEvery ?? 5000);
    void host.read();
    return host;
  }

  /** Enough for all workers' processes, and no more than Redis holds without effort: a thousand trials are 1.4 MB. */
  get capacity(): number {
    return Math.max(leastCapacity, 4 * this.found.processes);
  }

  /** Processes that run trials of this code, and the machines that they are on. */
  get workers(): Pick<FoundWorkers, "processes" | "machines"> {
    return this.found;
  }

  /** Whether a trial goes on is decided in Redis: `goesOn` is told of its epochs when it has ended. */
  run(id: string, trial: Trial, goesOn: GoesOn, signal?: AbortSignal): Promise<TrialResult> {
    if (this.closing || signal?.aborted) return Promise.reject(new AbortError("the trial was ended"));
    return this.resultOf(id, trial, signal).then((result) => {
      for (const report of result.epochs) void goesOn(report);
      return result;
    });
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private resultOf(id: string, trial: Trial, signal?: AbortSignal): Promise<TrialResult> {
    const early = this.early.get(id);
    if (early) return Promise.resolve(early);
    this.queue.add([id]);
    return this.open.add(id, trial, () => void this.queue.remove(this.options.sweep, id), signal);
  }

  /** Redis writes to its disk once a second: what it was told last may be gone when it is back. */
  private readonly addAllAgain = (): void => {
    this.heard = Date.now();
    this.queue.add(this.open.ids());
  };

  /** Hands results over as they come. Those of the round before are in the coordinator's file, and Redis forgets them. */
  private async read(): Promise<void> {
    const { redis } = this.options;
    let untrimmed = trimmedAtOnce + 1;
    while (!this.closing) {
      try {
        const results = await resultsAfter(this.reader, this.keys.results, this.last, 1000);
        if (results.length === 0) continue;
        this.heard = Date.now();
        if (untrimmed > trimmedAtOnce) {
          await redis.multi().xtrim(this.keys.results, "MINID", this.last).expire(this.keys.results, week).exec();
          untrimmed = 0;
        }
        untrimmed += results.length;
        for (const result of results) this.take(result);
        this.last = results[results.length - 1].entry;
        await sleep(gathering);
      } catch (error) {
        if (this.closing) return;
        this.notice(`redis: ${(error as Error).message}`);
        await sleep(1000);
      }
    }
  }

  private take({ id, result, error, stopped }: StreamedResult): void {
    // Ended together with this sweep, which is back. Of a second result of a trial, with the same bits, nobody waits.
    if (stopped) this.queue.add([id].filter((one) => this.open.trial(one)));
    else this.open.settle(id, result ?? new Error(error));
  }

  /** Every few seconds: who works, and whether what is open was lost. */
  private async look(): Promise<void> {
    const { redis, code, patience = 60_000 } = this.options;
    await this.owner.renew();
    this.found = workersIn(String(await redis.client("LIST")), code);
    if (this.open.size === 0 || this.found.processes > 0) this.said = "";
    else this.notice(wordsOn(this.found, code));
    if (this.open.size > 0 && Date.now() - this.heard > patience) this.addAllAgain();
  }

  /** The same trouble is told once. */
  private notice(line: string): void {
    if (line !== this.said) this.options.notice?.(line);
    this.said = line;
  }

  private async end(): Promise<void> {
    const { redis } = this.options;
    clearInterval(this.timer);
    redis.off("ready", this.addAllAgain);
    const ids = this.open.ids();
    for (const id of ids) this.open.settle(id, new AbortError("the trial was ended"));
    // A Redis that is away, or goes now, is not waited for.
    if (redis.status === "ready") await Promise.race([this.takeBack(ids), sleep(longestEnd, null, { ref: false })]);
    for (const connection of [this.reader, redis]) connection.disconnect();
  }

  /** Takes back what waits, and lets what runs end after its epoch. */
  private async takeBack(ids: readonly string[]): Promise<void> {
    const { redis, sweep } = this.options;
    if (ids.length > 0) await redis.set(this.keys.stopped, "1", "EX", week);
    await Promise.all(ids.map((id) => this.queue.remove(sweep, id)));
    await this.owner.release();
    await this.queue.close();
  }
}
