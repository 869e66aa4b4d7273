// What `npm run sweep -- file.json` does; scripts/sweep.mjs reads the flags.
import { readFileSync } from "node:fs";
import type { Ended, FromCoordinator } from "./messages";
import { type Code, openCoordinator } from "./open-coordinator";
import { Study } from "./study";
import { planFile } from "./sweep-file";

/** What was typed. */
export interface SweepFlags {
  readonly file: string;
  readonly name?: string;
  readonly processes?: number;
  /** The address of the Redis in which trials wait for workers. */
  readonly redis?: string;
  /** Only trials k, k + n, k + 2n, … of n shards, k from 1. */
  readonly shard?: { readonly k: number; readonly n: number };
}

/** Milliseconds between two lines of progress. */
const lineInterval = 2000;
const shownRows = 5;

/**
 * Runs the sweep of a file, or a shard of it, on this machine or on many.
 *
 * @returns whether it came to its end: not where Ctrl-C or SIGTERM ended it
 * @throws {Error} if the file cannot be used, or every trial failed
 */
export async function sweepCommand(flags: SweepFlags, code: Code): Promise<boolean> {
  const { header, asked } = planFile(readFileSync(flags.file, "utf8"), flags.file, flags.name);
  const { k = 1, n = 1 } = flags.shard ?? {};
  const own = asked.filter((_, at) => at % n === k - 1);
  const each = [...new Map(own.map((one) => [one.id, one])).values()];
  const file = `data/sweeps/${header.name}${n > 1 ? `.${k}-of-${n}` : ""}.jsonl`;
  const ended = new Map<string, Ended>();
  const line = progressLines(each.length);
  let next = 0;
  const tell = (message: FromCoordinator) => {
    if ("ended" in message) ended.set(message.ended.id, message.ended);
    if ("notice" in message) console.log(message.notice);
    if ("started" in message) {
      const { processes, code } = message.started;
      console.log(`${header.name}: ${each.length} trials, ${processes} at a time, code ${code}, results in ${file}`);
    }
    if ("ended" in message) line(ended);
  };
  const { processes, redis } = flags;
  const setup = { header, file, ...(processes !== undefined && { processes }), ...(redis !== undefined && { redis }) };
  const { coordinator, close } = await openCoordinator(setup, code, (message) => {
    tell(message);
    if (!("want" in message)) return;
    // The first wish comes while the coordinator is being made.
    setImmediate(() => {
      coordinator.take(each.slice(next, next + message.want));
      next += message.want;
      if (next >= each.length) coordinator.end();
    });
  });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const stopped = new Promise<"stopped">((resolve) => {
    for (const signal of signals) process.once(signal, () => resolve("stopped"));
  });
  const how = await Promise.race([coordinator.done, stopped]);
  await close();
  const study = new Study(header, own, ended);
  report(study, each.length, file, how === "stopped");
  return how !== "stopped";
}

/** A line now and then, and at the end. */
function progressLines(trials: number): (ended: ReadonlyMap<string, Ended>) => void {
  const started = performance.now();
  let saidAt = started;
  let known = 0;
  return (ended) => {
    const now = performance.now();
    known = 0;
    if (now - saidAt < lineInterval && ended.size < trials) return;
    saidAt = now;
    for (const one of ended.values()) if (one.known) known++;
    const ran = ended.size - known;
    const seconds = (now - started) / 1000;
    const left = ran > 0 ? `, ${Math.ceil((seconds / ran) * (trials - ended.size))} s left` : "";
    console.log(`${ended.size} of ${trials} trials, ${known} of them known before${left}`);
  };
}

function report(study: Study, trials: number, file: string, stopped: boolean): void {
  for (const { settings, error } of study.failed.slice(0, shownRows)) {
    console.log(`failed: ${JSON.stringify(settings)}: ${error}`);
  }
  if (study.failed.length > shownRows) console.log(`and ${study.failed.length - shownRows} more failed`);
  if (study.trials.length > 0) {
    const { run, asked } = study.epochs;
    console.log(`${run} epochs run of ${asked}; the best trials by validation loss:`);
    console.table(study.table().slice(0, shownRows));
  }
  if (stopped) console.log(`stopped; the same command goes on with what ${file} has`);
  else if (study.trials.length === 0)
    throw new Error(`sweep: at least one of ${trials} trials must have a result, got none`);
}
