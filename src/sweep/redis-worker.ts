import { hostname } from "node:os";
import { type Job, UnrecoverableError, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { isSweepName, parseJob, prefix, queueName, sweepKeys, type TrialJob } from "./redis-jobs";
import { redisDecider } from "./redis-rungs";
import type { EpochReport } from "./run-trial";
import type { TrialHost } from "./trial-host";

/** What a worker needs. */
export interface WorkerOptions {
  readonly redis: Redis;
  readonly code: string;
  /** What runs the trials: processes of this machine. */
  readonly host: TrialHost;
  /** How many trials at the same time. */
  readonly processes: number;
  /** One line a fault, none a trial. */
  readonly log?: (line: string) => void;
  /** Milliseconds after which the trials of a worker that says nothing are another's. Default 10,000. */
  readonly lockDuration?: number;
}

/** Trials from a queue in Redis, run on this machine. */
export interface TrialWorker {
  /** Trials that ended here, and those that run now. */
  readonly done: number;
  readonly running: number;
  /** Milliseconds for which nothing has run. */
  readonly idle: number;
  /** Takes no more trials, and waits for those that run. */
  finish(): Promise<void>;
}

/** How often a trial is tried that ends with an error: this machine may lack what another one has. */
export const attempts = 3;

/** How often a trial may lose its worker: machines that are rented by the minute go often. */
const mostLost = 10;

/** Why a trial ended whose sweep was stopped: no error of its own. */
const stopped = "the sweep was stopped";

/** Starts to take trials. Training goes on in other processes: this one renews the locks of what runs. */
export function startWorker(options: WorkerOptions): TrialWorker {
  const { redis, code, processes, log = () => {}, lockDuration = 10_000 } = options;
  let [done, running, since] = [0, 0, Date.now()];
  // BullMQ hands over a signal to functions that take three parameters.
  const run = async (job: Job, _token?: string, signal?: AbortSignal) => {
    running++;
    try {
      await runJob(job, options, signal);
      done++;
    } finally {
      running--;
      since = Date.now();
    }
    return null; // the result is in the sweep's stream
  };
  const worker = new Worker<unknown>(queueName(code), run, {
    connection: redis,
    prefix,
    concurrency: processes,
    name: `${workerName()}:${processes}`,
    lockDuration,
    stalledInterval: lockDuration / 2,
    maxStalledCount: mostLost,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  });
  worker.on("error", (error) => log(`worker: ${error.message}`));
  worker.on("stalled", (id) => log(`${id} lost its worker, and goes to another one`));
  worker.on("failed", (job, error) => {
    if (error.message !== stopped) log(`${job?.id} failed: ${error.message}`);
    if (job && isLast(job, error)) void tellError(redis, code, job, error).catch((e) => log(`worker: ${e.message}`));
  });
  worker.on("lockRenewalFailed", (ids) => {
    log(`${ids.join(", ")} went to another worker, while this one was not heard: ended here`);
    for (const id of ids) worker.cancelJob(id, "its lock was lost");
  });
  return {
    get done() {
      return done;
    },
    get running() {
      return running;
    },
    get idle() {
      return running > 0 ? 0 : Date.now() - since;
    },
    finish: () => worker.close(),
  };
}

/** "node7:2841" */
const workerName = (): string => `${hostname()}:${process.pid}`;

/** Runs a trial, asking after each epoch whether it goes on, and adds its result to the sweep's stream. */
async function runJob(queued: Job, { redis, code, host }: WorkerOptions, signal?: AbortSignal): Promise<void> {
  const { job, id } = parsed(queued, code);
  const keys = sweepKeys(job.sweep, code);
  const decider = redisDecider(redis, job);
  const stop = new AbortController();
  const lost = () => stop.abort();
  signal?.addEventListener("abort", lost, { once: true });
  if (signal?.aborted) stop.abort();
  try {
    const goesOn = async ({ epoch, loss }: EpochReport) => {
      if (epoch >= job.trial.train.epochs) return true; // nothing is left to decide
      const [ended, goes] = await Promise.all([redis.exists(keys.stopped), decider.goesOn(id, epoch, loss)]);
      if (ended) stop.abort();
      return goes;
    };
    const result = await host.run(id, job.trial, goesOn, stop.signal);
    await redis.xadd(keys.results, "*", "id", id, "worker", workerName(), "result", JSON.stringify(result));
  } catch (error) {
    if (stop.signal.aborted && !signal?.aborted) throw new UnrecoverableError(stopped);
    throw error;
  } finally {
    signal?.removeEventListener("abort", lost);
  }
}

/** What is refused is refused by every worker of this code: it is not tried again. */
function parsed(queued: Job, code: string): { job: TrialJob; id: string } {
  try {
    return parseJob(queued.data, code, queued.id);
  } catch (error) {
    throw new UnrecoverableError(`refused by ${workerName()}: ${(error as Error).message}`);
  }
}

const isLast = ({ attemptsMade, opts }: Job, error: Error): boolean =>
  error instanceof UnrecoverableError || attemptsMade >= (opts.attempts ?? 1);

/** Whoever waits for a trial that ended without a result is told so, in the stream of results. */
async function tellError(redis: Redis, code: string, job: Job, { message }: Error): Promise<void> {
  const { sweep } = (job.data ?? {}) as Partial<TrialJob>;
  if (typeof sweep !== "string" || !isSweepName(sweep) || !job.id?.startsWith(`${sweep}-`)) return;
  const end = message === stopped ? ["stopped", "1"] : ["error", message];
  const id = job.id.slice(sweep.length + 1);
  await redis.xadd(sweepKeys(sweep, code).results, "*", "id", id, "worker", workerName(), ...end);
}
