// npm run bench -- sweep [--trials 100000] [--redis]; --hosts [--trials 500]: what a sweep costs beside its trainings, on this machine, or through a Redis
import { spawnSync } from "node:child_process";
import { parseFlags, wholeNumber } from "../scripts/flags.mjs";
import { benchSweepOnTwoHosts } from "./sweep-hosts";
import type { SweepMeasured } from "./sweep-process";
import { benchSweepThroughRedis } from "./sweep-redis";

/** @param words  what was typed behind `sweep` */
export async function benchSweep(words: readonly string[]): Promise<void> {
  const yes = { type: "boolean" } as const;
  const { trials, redis, hosts } = parseFlags(
    usage,
    { trials: { type: "string" }, redis: yes, hosts: yes },
    { words },
  ).values;
  const most = wholeNumber("--trials", trials ?? (hosts ? "500" : "100000"));
  if (hosts) return benchSweepOnTwoHosts(most);
  if (redis) return benchSweepThroughRedis(most);
  const rows = [...new Set([Math.min(10_000, most), most])].map((count) => sweepMeasured("trivial", count));
  const real = sweepMeasured("real", 20);
  const overhead = real.seconds - real.trialSeconds;
  const lines = [
    "Trials that compute nothing, by two processes of this machine:",
    "",
    "| trials | a second | coordinator, ms of CPU a trial | its memory, MB | file, MB |",
    "|---:|---:|---:|---:|---:|",
    ...rows.map(
      ({ trials, seconds, coordinatorSeconds, peakMegabytes, fileMegabytes }) =>
        `| ${trials.toLocaleString("en")} | ${Math.round(trials / seconds).toLocaleString("en")} | ` +
        `${((1000 * coordinatorSeconds) / trials).toFixed(2)} | ${peakMegabytes.toFixed(0)} | ${fileMegabytes.toFixed(1)} |`,
    ),
    "",
    `${real.trials} trials of one epoch of MNIST, one after the other in one process: ` +
      `${(real.trialSeconds / real.trials).toFixed(2)} s each, and ${((1000 * overhead) / real.trials).toFixed(1)} ms ` +
      `between two of them, ${((100 * overhead) / real.trialSeconds).toFixed(2)} %.`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

const usage = "--trials 100000, --redis, --hosts";

/** @param kind  "trivial" or "real" */
export function sweepMeasured(kind: "trivial" | "real", trials: number): SweepMeasured {
  const command = ["--import", "tsx", "bench/sweep-process.ts", kind, String(trials)];
  const { stdout, stderr, status } = spawnSync(process.execPath, command, { encoding: "utf8" });
  if (status !== 0) throw new Error(`bench: sweep-process.ts ${kind} ${trials} failed: ${stderr.slice(-500)}`);
  return JSON.parse(stdout);
}
