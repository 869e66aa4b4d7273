import * as v from "valibot";
import type { Rungs } from "./rungs";
import { parseTrial, type Trial, trialId } from "./trial";

/** Before every key. In braces: on a Redis cluster, all keys are then in one slot, as BullMQ needs. */
export const prefix = "{cnn}";

/** Trials of one code wait in one queue, whichever sweep they are of: a worker with other code never sees them. */
export const queueName = (code: string): string => `trials-${code}`;

/** A sweep's keys: its results, losses at a rung, who coordinates it, and whether it was stopped. */
export function sweepKeys(sweep: string, code: string) {
  const key = (part: string) => `${prefix}:sweep:${sweep}:${code}:${part}`;
  return {
    results: key("results"),
    owner: key("owner"),
    stopped: key("stopped"),
    rung: (epoch: number) => key(`rung:${epoch}`),
  };
}

/** Seconds for which Redis keeps what is left of a sweep that nobody goes on with. */
export const week = 7 * 24 * 3600;

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** What a sweep may be called: its name is part of keys and of a file's path. */
const sweepName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
export const isSweepName = (name: string): boolean => sweepName.test(name);

const jobSchema = v.strictObject({
  code: v.pipe(v.string(), v.regex(/^[0-9a-f]{12}$/)),
  sweep: v.pipe(v.string(), v.regex(sweepName)),
  halving: v.optional(v.strictObject({ factor: whole(2, 100), from: whole(1, 10_000) })),
  trial: v.unknown(),
});

/** What waits in the queue: a trial, of which sweep it is, and which code must compute it. */
export interface TrialJob {
  readonly code: string;
  readonly sweep: string;
  readonly halving?: Rungs | undefined;
  readonly trial: Trial;
}

/**
 * A job's id. Ids are unique in a queue, not in a sweep: without the sweep's name, a trial that waits for one sweep
 * would be ignored for another.
 */
export const jobId = ({ sweep }: Pick<TrialJob, "sweep">, id: string): string => `${sweep}-${id}`;

/**
 * A job as it comes from the queue, where anybody who reaches Redis may have put it.
 *
 * @param code  of this worker
 * @returns the job and its trial's id
 * @throws {RangeError} if a field is not what it must be, the code is another, or the id is not that of the trial
 */
export function parseJob(value: unknown, code: string, queued: string | undefined): { job: TrialJob; id: string } {
  const { success, output, issues } = v.safeParse(jobSchema, value);
  if (!success) throw new RangeError(`job: ${v.getDotPath(issues[0]) ?? "all of it"}: ${issues[0].message}`);
  if (output.code !== code) {
    throw new RangeError(
      `job: the trial is for code ${output.code}, this worker runs ${code}: bring both machines to the same commit`,
    );
  }
  const trial = parseTrial(output.trial);
  const id = trialId(trial);
  if (jobId(output, id) !== queued) {
    throw new RangeError(`job: the id must be that of the trial, ${jobId(output, id)}, got ${queued}`);
  }
  return { job: { ...output, trial }, id };
}
