import { expect, test } from "vitest";
import { sweepMeasured } from "../../bench/sweep";
import { allowed } from "../helpers/slack.mjs";

test("a coordinator of 10,000 trials needs less than 200 MB, and its file holds them all", {
  timeout: allowed(60_000),
}, () => {
  const { trials, peakMegabytes, fileMegabytes } = sweepMeasured("trivial", 10_000);
  expect(trials).toBe(10_000);
  expect(peakMegabytes).toBeLessThan(200);
  expect(fileMegabytes).toBeGreaterThan(5);
});
