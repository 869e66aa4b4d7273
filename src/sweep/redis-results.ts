import type { Redis } from "ioredis";
import type { TrialResult } from "./run-trial";

/** An entry of a sweep's stream of results: one of result, error and stopped. */
export interface StreamedResult {
  /** The entry's place in the stream. */
  readonly entry: string;
  readonly id: string;
  /** The machine and process that ran it. */
  readonly worker: string;
  readonly result?: TrialResult;
  readonly error?: string;
  /** It was ended, since its sweep was. */
  readonly stopped?: true;
}

const atOnce = 500;

/**
 * The next results after a place in the stream, at most 500.
 *
 * @param wait  milliseconds to wait for one; without it, what is there
 */
export async function resultsAfter(redis: Redis, key: string, last: string, wait?: number): Promise<StreamedResult[]> {
  const read = wait
    ? await redis.xread("COUNT", atOnce, "BLOCK", wait, "STREAMS", key, last)
    : await redis.xread("COUNT", atOnce, "STREAMS", key, last);
  const entries = (read as [string, [string, string[]][]][] | null)?.[0]?.[1] ?? [];
  return entries.map(([entry, words]) => {
    const fields = new Map(words.flatMap((name, k) => (k % 2 === 0 ? [[name, words[k + 1]] as const] : [])));
    const found = { entry, id: fields.get("id") ?? "", worker: fields.get("worker") ?? "" };
    const result = fields.get("result");
    if (result !== undefined) return { ...found, result: JSON.parse(result) as TrialResult };
    if (fields.has("stopped")) return { ...found, stopped: true };
    return { ...found, error: fields.get("error") ?? "ended without a result" };
  });
}

/** All results that are in the stream. */
export async function allResults(redis: Redis, key: string): Promise<StreamedResult[]> {
  const all: StreamedResult[] = [];
  for (;;) {
    const results = await resultsAfter(redis, key, all.at(-1)?.entry ?? "0");
    if (results.length === 0) return all;
    all.push(...results);
  }
}
