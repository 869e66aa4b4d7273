import { inspect } from "node:util";
import { expect, test } from "vitest";
import "../../src/notebook/displays";
import { parallelCoordinates } from "../../src/figures/parallel-coordinates";
import type { Asked, SweepHeader } from "../../src/sweep/messages";
import type { TrialResult } from "../../src/sweep/run-trial";
import { choice } from "../../src/sweep/space";
import { Study } from "../../src/sweep/study";
import { smallTrial } from "../helpers/trials";

const space = { k: choice(0, 1, 2, 3, 4), kind: choice({ kind: "sgd" }, { kind: "adam" }) };
const header: SweepHeader = { version: 1, name: "a", space, trials: 5, seed: 1 };
const trial = smallTrial();
const epochsOf = (...losses: number[]) =>
  losses.map((loss, k) => ({ epoch: k + 1, trainLoss: loss, loss, accuracy: 1 - loss / 2 }));
const results: Partial<TrialResult>[] = [
  { epochs: epochsOf(1, 0.6, 0.5) },
  { epochs: epochsOf(0.3), stopped: true },
  { epochs: epochsOf(0.9), diverged: true },
  { epochs: epochsOf(1, 0.5, 0.4) },
];
const asked: Asked[] = [0, 1, 2, 3, 4].map((k) => ({ id: `t${k}`, settings: { k, kind: { kind: "sgd" } }, trial }));
const ended = new Map<string, { result?: TrialResult; error?: string }>(
  results.map((result, k) => [`t${k}`, { result: { weights: "w", seconds: 1, epochs: [], ...result } }]),
);
ended.set("t4", { error: "its process died 3 times" });
const study = new Study<{ k: number }>(header, asked, ended);

test("the best is the lowest loss of those that ran to their end, not of those that halving ended", () => {
  expect(study.best.settings.k).toBe(3);
  expect(study.best.loss).toBe(0.4);
  expect(study.best.history).toHaveLength(3);
});

test("where none ran to its end the best of all counts; where there is none the reason is told", () => {
  expect(new Study(header, asked.slice(1, 2), ended).best.settings).toMatchObject({ k: 1 });
  expect(() => new Study(header, asked.slice(4), ended).best).toThrow(
    "a.best: expected a trial with a result, got none: its process died 3 times",
  );
});

test("a trial that diverged has a loss of Infinity, and comes last", () => {
  expect(study.table().map(({ k, loss, epochs, end }) => [k, loss, epochs, end])).toEqual([
    [3, 0.4, 3, ""],
    [0, 0.5, 3, ""],
    [2, Infinity, 1, "diverged"],
    [1, 0.3, 1, "stopped"],
  ]);
});

test("it counts the epochs that were run, and those that would have been", () => {
  expect(study.epochs).toEqual({ run: 8, asked: 12 });
  expect(study.failed).toEqual([{ settings: asked[4].settings, error: "its process died 3 times" }]);
});

test("figures draw it, settings that are objects as text", () => {
  expect(study.space).toMatchObject({ kind: { choice: ['{"kind":"sgd"}', '{"kind":"adam"}'] } });
  expect(parallelCoordinates(study).data.length).toBeGreaterThan(0);
});

test("it shows itself in a line, and its trials too", () => {
  expect(inspect(study)).toBe("Study { a: 4 trials, 1 more failed, 8 of 12 epochs }");
  expect(inspect(study.best)).toBe('StudyTrial { loss 0.4000, 80.0 %, k 3, kind {"kind":"sgd"} }');
});
