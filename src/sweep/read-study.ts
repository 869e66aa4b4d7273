import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { FormatError } from "../errors";
import { readAt } from "../training/quick-runs";
import type { Outcome, SweepHeader } from "./messages";
import { readLines } from "./results-file";
import { Study } from "./study";

/**
 * A study from its file, or from several: shards, other machines. A trial that stands in several counts once.
 *
 *   readStudy("data/sweeps/first.jsonl")
 *   readStudy("data/sweeps/first*.jsonl")
 *
 * Where results of several codes stand in the files, those of the last line's code count.
 *
 * @throws {FormatError} if there is no such file, or it is not one of results
 */
export function readStudy(pattern: string): Study {
  let header: SweepHeader | undefined;
  const outcomes: Outcome[] = [];
  for (const file of filesOf(pattern)) {
    for (const line of readLines(file)) {
      if ("sweep" in line) header = merged(header, line.sweep);
      else outcomes.push(line);
    }
  }
  if (!header) throw new FormatError(`${pattern}: expected a file of results, which begins with its sweep, found none`);
  const code = outcomes.at(-1)?.code;
  // An outcome that is there twice counts where it stood first; a result counts more than an error.
  const ended = new Map<string, Outcome>();
  for (const outcome of outcomes) {
    if (outcome.code === code && !ended.get(outcome.id)?.result) ended.set(outcome.id, outcome);
  }
  return new Study(header, [...ended.values()], ended);
}

const merged = (before: SweepHeader | undefined, header: SweepHeader): SweepHeader => ({ ...before, ...header });

/** The files that a path with `*` in its name stands for, in order. */
function filesOf(pattern: string): string[] {
  const name = basename(pattern);
  if (!name.includes("*")) return [readAt(pattern)];
  const parts = name.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const form = new RegExp(`^${parts.join(".*")}$`);
  const folder = dirname(pattern);
  const found = namesIn(folder).filter((file) => form.test(file));
  if (found.length === 0) throw new FormatError(`${pattern}: expected files of results, found none of that name`);
  return found.sort().map((file) => join(folder, file));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
