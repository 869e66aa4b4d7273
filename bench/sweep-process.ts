// The bench runs this file in a fresh process: it coordinates a sweep as `npm run sweep` does, and measures itself.
//   sweep-process.ts trivial 10000    trials that compute nothing: what a trial costs beside its training
//   sweep-process.ts redis 10000 redis://127.0.0.1:6379    the same, by the workers of sweep-redis-worker.ts
//   sweep-process.ts real 20          the article's network, one epoch of MNIST each, in one process
import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { bundleRunner } from "../scripts/sweep/bundle.mjs";
import { Coordinator } from "../src/sweep/coordinator";
import type { Asked, SweepHeader } from "../src/sweep/messages";
import { Pool } from "../src/sweep/pool";
import { connect, connectionFrom } from "../src/sweep/redis-connection";
import { RedisHost } from "../src/sweep/redis-host";
import { ResultsFile } from "../src/sweep/results-file";
import { decider } from "../src/sweep/rungs";
import { type Trial, trialId } from "../src/sweep/trial";
import { trainingImages } from "../src/sweep/trial-data";
import type { TrialHost } from "../src/sweep/trial-host";
import { benchCode, trivialRunner } from "./trivial-runner";

/** What a run measured. */
export interface SweepMeasured {
  readonly trials: number;
  readonly seconds: number;
  /** CPU of the coordinator alone. */
  readonly coordinatorSeconds: number;
  /** Wall time of the trials themselves, as they tell it: the sum. */
  readonly trialSeconds: number;
  readonly peakMegabytes: number;
  readonly fileMegabytes: number;
}

const [, , kind, count, url = ""] = process.argv;
const folder = join(".local", "bench");
mkdirSync(folder, { recursive: true });
const isReal = kind === "real";
const trials = Number(count);
const path = join(folder, `sweep-${process.pid}.jsonl`);
const sha256 = isReal ? trainingImages("mnist").sha256 : "0".repeat(64);

const trial = (seed: number): Trial => ({
  version: 1,
  data: { name: "mnist", sha256, validation: 5000, seed: 1 },
  network: {
    layers: [
      { kind: "Conv3x3", options: { filters: 8 } },
      { kind: "MaxPool2", options: { ties: "first" } },
      { kind: "Softmax", options: { nodes: 10, initialisation: "article" } },
    ],
    seed,
  },
  train: {
    epochs: 1,
    batchSize: 1,
    learningRate: { kind: "constant", rate: 0.005 },
    optimizer: { kind: "sgd", momentum: 0, weightDecay: 0 },
    seed,
  },
});
const asked = (k: number): Asked => ({ id: trialId(trial(k)), settings: { seed: k }, trial: trial(k) });
const header: SweepHeader = { version: 1, name: "bench", space: {}, trials, seed: 1 };

async function hostOf(): Promise<TrialHost> {
  if (isReal) return new Pool({ file: bundleRunner(process.cwd()).file, processes: 1 });
  if (kind === "trivial") return new Pool({ file: trivialRunner(), processes: 2 });
  return RedisHost.open({ redis: await connect(connectionFrom(url)), code: benchCode, sweep: "bench" });
}

async function main(): Promise<SweepMeasured> {
  const host = await hostOf();
  // A process is there, and has read its data, before the clock starts.
  await host.run(trialId(trial(trials)), trial(trials), () => true);

  const file = new ResultsFile(path, header, "bench");
  const before = process.cpuUsage();
  const started = performance.now();
  let [next, trialSeconds, ended] = [0, 0, 0];
  const coordinator: Coordinator = new Coordinator({
    host,
    decider: decider(undefined),
    file,
    code: "bench",
    tell(message) {
      if ("ended" in message) {
        ended++;
        trialSeconds += message.ended.result?.seconds ?? Number.NaN;
      }
      if (!("want" in message)) return;
      queueMicrotask(() => {
        const more = Math.min(message.want, trials - next);
        coordinator.take(Array.from({ length: more }, (_, k) => asked(next + k)));
        next += more;
        if (next >= trials) coordinator.end();
      });
    },
  });
  await coordinator.done;
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  file.close();
  await host.close();
  const { size } = statSync(path);
  rmSync(path);
  if (ended !== trials) throw new Error(`bench: expected ${trials} trials to end, got ${ended}`);
  return {
    trials,
    seconds,
    coordinatorSeconds: (user + system) / 1e6,
    trialSeconds,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    fileMegabytes: size / 2 ** 20,
  };
}

void main().then((measured) => process.stdout.write(`${JSON.stringify(measured)}\n`));
