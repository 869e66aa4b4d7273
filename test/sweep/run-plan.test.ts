import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import "../../src/engine/engine-runner";
import type { Asked, FromCoordinator, SweepHeader } from "../../src/sweep/messages";
import { runPlan } from "../../src/sweep/run-plan";
import { trialId } from "../../src/sweep/trial";
import { temporaryFolder } from "../helpers/temporary-folder";
import { goldenTrial, goldenWeights, smallTrial } from "../helpers/trials";

const trials = [goldenTrial(), smallTrial(), goldenTrial()];
const asked: Asked[] = trials.map((trial, k) => ({ id: trialId(trial), settings: { k }, trial }));
const header: SweepHeader = { version: 1, name: "a", space: {}, trials: 3, seed: 1 };

const page = process as { browser?: boolean };
afterEach(() => {
  delete page.browser;
});

test.each([
  ["in a page, where trials run one after the other in this process", true, 1],
  ["in processes of this machine", false, 2],
])(
  "%s: the same weights, each trial once, and settings that amount to one trial share its result",
  async (_, isPage, processes) => {
    if (isPage) page.browser = true;
    const heard: FromCoordinator[] = [];
    const file = join(temporaryFolder(), "a.jsonl");
    const study = await runPlan({ header, asked }, { header, file, processes: 2 }, (message) => heard.push(message));
    expect(study.trials.map(({ settings }) => settings)).toEqual([{ k: 0 }, { k: 1 }, { k: 2 }]);
    expect([0, 2].map((k) => study.trials[k].weights)).toEqual([goldenWeights, goldenWeights]);
    expect(heard.filter((message) => "ended" in message)).toHaveLength(2);
    expect(heard.find((message) => "started" in message)).toMatchObject({ started: { processes } });
    expect(heard.filter((message) => "done" in message)).toEqual([{ done: true }]);
    rmSync(file);
  },
);

test("in a page a sweep that is asked for again goes on from the results in its file", async () => {
  page.browser = true;
  const file = join(temporaryFolder(), "a.jsonl");
  const known: unknown[] = [];
  const hear = (message: FromCoordinator) => void ("ended" in message && known.push(message.ended.known));
  await runPlan({ header, asked: asked.slice(0, 1) }, { header, file }, hear);
  await runPlan({ header, asked }, { header, file }, hear);
  expect(known).toEqual([undefined, true, undefined]);
});

test("a sweep none of whose trials has a result is an error that says why", async () => {
  page.browser = true;
  const wrong = smallTrial({ data: { sha256: "0".repeat(64) } });
  const only = [{ id: trialId(wrong), settings: {}, trial: wrong }];
  const file = join(temporaryFolder(), "a.jsonl");
  await expect(runPlan({ header, asked: only }, { header, file }, () => {})).rejects.toThrow(
    /^sweep: at least one of 1 trials must have a result, got none: trial: data set "mnist" must have the images/,
  );
});
