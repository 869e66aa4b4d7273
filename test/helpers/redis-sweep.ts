import { connect, connectionFrom } from "../../src/sweep/redis-connection";
import { RedisHost, type RedisHostOptions } from "../../src/sweep/redis-host";
import { startWorker, type TrialWorker, type WorkerOptions } from "../../src/sweep/redis-worker";
import type { TrialResult } from "../../src/sweep/run-trial";
import { type Trial, trialId } from "../../src/sweep/trial";
import type { TrialHost } from "../../src/sweep/trial-host";
import { smallTrial } from "./trials";

/** The code of tests that train nothing. */
export const testCode = "0123456789ab";

/** As many trials as asked for, all different, of a machine that trains nothing. */
export function manyTrials(count: number): Trial[] {
  const first = smallTrial();
  return Array.from({ length: count }, (_, k) => ({ ...first, train: { ...first.train, seed: k + 1 } }));
}

/** What a host that trains nothing gives: numbers that follow from the trial's seed alone. */
export function madeUpResult({ train }: Trial): TrialResult {
  const loss = ((train.seed * 7919) % 1000) / 1000;
  const epochs = Array.from({ length: train.epochs }, (_, k) => ({
    epoch: k + 1,
    trainLoss: loss,
    loss,
    accuracy: 1 - loss,
  }));
  return { epochs, weights: `weights of ${train.seed}`, seconds: 0 };
}

/** A host that trains nothing: it takes some milliseconds, asks after each epoch, and counts. */
export function pretendingHost(milliseconds = 0): TrialHost & { readonly ran: string[]; readonly ended: string[] } {
  const [ran, ended]: [string[], string[]] = [[], []];
  return {
    capacity: 1000,
    ran,
    ended,
    async run(id, trial, goesOn, signal) {
      ran.push(id);
      const whole = madeUpResult(trial);
      for (const [k, report] of whole.epochs.entries()) {
        if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
        if (signal?.aborted) break;
        const go = await goesOn(report);
        if (!go && k + 1 < whole.epochs.length)
          return { ...whole, epochs: whole.epochs.slice(0, k + 1), stopped: true };
      }
      if (!signal?.aborted) return whole;
      ended.push(id);
      throw new Error("the trial was ended");
    },
    async close() {},
  };
}

/** What a test opened: closed in the reverse order. */
const opened: (() => Promise<unknown>)[] = [];

/** For `afterEach`. */
export async function closeAll(): Promise<void> {
  for (const close of opened.splice(0).reverse()) await close();
}

/** A coordinator's host. */
export async function openHost(url: string, options: Partial<RedisHostOptions> = {}): Promise<RedisHost> {
  const redis = await connect(connectionFrom(url));
  const host = await RedisHost.open({ redis, code: testCode, sweep: "first", lookEvery: 500, ...options });
  opened.push(() => host.close());
  return host;
}

/** A worker in this process, with a connection of its own. */
export async function openWorker(
  url: string,
  host: TrialHost,
  options: Partial<WorkerOptions> = {},
): Promise<TrialWorker> {
  const redis = await connect(connectionFrom(url));
  const worker = startWorker({ redis, code: testCode, host, processes: 8, lockDuration: 2000, ...options });
  opened.push(async () => {
    await worker.finish();
    redis.disconnect();
  });
  return worker;
}

/** Runs trials on a host, all at the same time. */
export function runAll(host: TrialHost, trials: readonly Trial[]): Promise<TrialResult[]> {
  return Promise.all(trials.map((trial) => host.run(trialId(trial), trial, () => true)));
}
