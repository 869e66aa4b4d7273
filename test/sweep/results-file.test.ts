import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Outcome, SweepHeader } from "../../src/sweep/messages";
import { readStudy } from "../../src/sweep/read-study";
import { ResultsFile } from "../../src/sweep/results-file";
import { choice } from "../../src/sweep/space";
import { trialId } from "../../src/sweep/trial";
import { temporaryFolder } from "../helpers/temporary-folder";
import { smallTrial } from "../helpers/trials";

const header: SweepHeader = { version: 1, name: "a", space: { seed: choice(1, 2, 3) }, trials: 3, seed: 1 };
const rungs = { factor: 3, from: 1 };

function outcome(seed: number, more: Partial<Outcome> = {}): Outcome {
  const trial = smallTrial({ train: { seed } });
  const epochs = [{ epoch: 1, trainLoss: 1, loss: seed, accuracy: 0.5 }];
  const result = { epochs, weights: "0123", seconds: 1 };
  return { id: trialId(trial), settings: { seed }, trial, code: "c1", result, ...more };
}

function written(outcomes: readonly Outcome[], code = "c1"): string {
  const path = join(temporaryFolder(), "sweeps", "a.jsonl");
  const file = new ResultsFile(path, header, code);
  for (const one of outcomes) file.append(one);
  file.close();
  return path;
}

/** What a sweep that goes on would not run again. */
function known(path: string, outcomes: readonly Outcome[], { code = "c1", of = header } = {}): boolean[] {
  const file = new ResultsFile(path, of, code);
  const found = outcomes.map(({ id }) => file.resultOf(id) !== undefined);
  file.close();
  return found;
}

const [one, two, three] = [1, 2, 3].map((seed) => outcome(seed));

test("a sweep goes on with the results of its file, and only tries errors again", () => {
  const { result: _, ...failed } = outcome(2, { error: "its process died 3 times" });
  const path = written([one, failed]);
  expect(known(path, [one, two, three])).toEqual([true, false, false]);
  expect(known(path, [one])).toEqual([true]);
});

test("a last line that was cut off is taken away, and the next one begins on a line of its own", () => {
  const path = written([one, two]);
  writeFileSync(path, readFileSync(path, "utf8").slice(0, -40));
  const file = new ResultsFile(path, header, "c1");
  file.append(three);
  file.close();
  expect(
    readFileSync(path, "utf8")
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line).id),
  ).toEqual([undefined, one.id, three.id]);
  expect(readStudy(path).trials.map(({ settings }) => settings)).toEqual([{ seed: 1 }, { seed: 3 }]);
});

test("a file of which even the first line was cut off begins anew", () => {
  const path = written([]);
  writeFileSync(path, '{"sweep":{"vers');
  expect(known(path, [one])).toEqual([false]);
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ sweep: header });
});

test("a line in the middle that is none is refused by its number", () => {
  const path = written([one]);
  appendFileSync(path, "no JSON\n");
  appendFileSync(path, `${JSON.stringify(two)}\n`);
  expect(() => known(path, [one])).toThrow(
    `${path}: expected an outcome of a trial as line 3, found "no JSON": delete that line, and its trial runs again`,
  );
  expect(() => known(path, [one])).toThrow("as line 3"); // the first refusal left no lock
});

test("results of other code stay in the file and are not taken", () => {
  const path = written([one, two]);
  expect(known(path, [one], { code: "c2" })).toEqual([false]);
  const file = new ResultsFile(path, header, "c2");
  file.append(outcome(1, { code: "c2" }));
  file.close();
  expect(readStudy(path).trials).toHaveLength(1);
  expect(known(path, [one, two])).toEqual([true, true]);
});

test("a trial that halving stopped counts under the same halving alone; one that ran to its end always", () => {
  const stopped = outcome(1, { rungs });
  const path = written([{ ...stopped, result: { ...stopped.result!, stopped: true } }, two]);
  expect(known(path, [one, two], { of: { ...header, rungs } })).toEqual([true, true]);
  expect(known(path, [one, two])).toEqual([false, true]);
  expect(known(path, [one, two], { of: { ...header, rungs: { factor: 2, from: 1 } } })).toEqual([false, true]);
});

describe("two writers:", () => {
  test("the second one is refused, and the file is free when the first one has closed it", () => {
    const path = written([]);
    const first = new ResultsFile(path, header, "c1");
    expect(() => new ResultsFile(path, header, "c1")).toThrow(
      `sweep: ${path} must be written by one sweep at a time, got a second one: process ${process.pid} on ${hostname()} writes it. ` +
        `Stop that one, take another name, or, if it is gone, delete ${path}.lock`,
    );
    first.close();
    expect(known(path, [one])).toEqual([false]);
  });

  test("one that is gone, on this machine, holds nothing up", () => {
    const path = written([one]);
    writeFileSync(`${path}.lock`, JSON.stringify({ pid: 2 ** 30, host: hostname() }));
    expect(known(path, [one])).toEqual([true]);
  });

  test("of one on another machine nobody here knows whether it is gone", () => {
    const path = written([one]);
    writeFileSync(`${path}.lock`, JSON.stringify({ pid: 2 ** 30, host: "elsewhere" }));
    expect(() => known(path, [one])).toThrow("process 1073741824 on elsewhere writes it");
  });
});

test("several files are one study: shards, merged by their trials' ids", () => {
  const folder = temporaryFolder();
  for (const [k, outcomes] of [
    [one, two],
    [two, three],
  ].entries()) {
    const file = new ResultsFile(join(folder, `a.${k + 1}-of-2.jsonl`), header, "c1");
    for (const outcome of outcomes) file.append(outcome);
    file.close();
  }
  const study = readStudy(join(folder, "a.*.jsonl"));
  expect(study.trials.map(({ loss }) => loss)).toEqual([1, 2, 3]);
  expect(study.best.settings).toEqual({ seed: 1 });
  expect(() => readStudy(join(folder, "b*.jsonl"))).toThrow("expected files of results, found none of that name");
  expect(() => readStudy(join(folder, "b.jsonl"))).toThrow("expected a file of results, found ENOENT");
});
