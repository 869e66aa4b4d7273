import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { root } from "../../scripts/project.mjs";
import { readStudy } from "../../src/sweep/read-study";
import { gone, processesOf } from "../helpers/processes";
import { runScript } from "../helpers/project-copy";
import { temporaryFolder } from "../helpers/temporary-folder";
import { until } from "../helpers/until";

const name = `test-command-${process.pid}`;
const results = (part = "") => join(root, "data", "sweeps", `${name}${part}.jsonl`);
afterAll(() => {
  for (const part of ["", ".1-of-2", ".2-of-2"]) rmSync(results(part), { force: true });
});

/** A file of a sweep; four settings, 300 digits. */
function sweepFile(change: object = {}): string {
  const file = join(temporaryFolder(), "sweep.json");
  const written = {
    name,
    space: { filters: { choice: [2, 4] }, rate: { choice: [0.05, 0.1] } },
    take: 300,
    validation: 100,
    network: [
      { kind: "Conv2D", options: { filters: "$filters" } },
      { kind: "MaxPool2D", options: { size: 2, stride: 2 } },
      { kind: "Softmax", options: { nodes: 10 } },
    ],
    train: { epochs: 2, batchSize: 10, learningRate: "$rate" },
    ...change,
  };
  writeFileSync(file, JSON.stringify(written));
  return file;
}
const sweep = (...words: string[]) => runScript(root, ["scripts/sweep.mjs", ...words]);

test("two shards have the trials of the whole, with the same weights", async () => {
  const file = sweepFile();
  const whole = await sweep(file);
  expect(whole.output).toContain("4 of 4 trials");
  expect(whole.status).toBe(0);
  for (const shard of ["1/2", "2/2"]) expect((await sweep(file, "--shard", shard)).output).toContain("2 of 2 trials");
  const [study, shards] = [results(), results(".*")].map(readStudy);
  const weights = ({ trials }: typeof study) => Object.fromEntries(trials.map(({ id, weights }) => [id, weights]));
  expect(weights(shards)).toEqual(weights(study));
  const again = await sweep(file, "--processes", "1");
  expect(again.output).toContain("4 of 4 trials, 4 of them known before");
});

test("Ctrl-C ends it and its processes, keeps what was reached, and the same command goes on", async () => {
  const long = sweepFile({ take: 20_000, train: { epochs: 40, batchSize: 10, learningRate: "$rate" } });
  rmSync(results());
  const running = spawn(process.execPath, ["scripts/sweep.mjs", long, "--processes", "2"], { cwd: root });
  let output = "";
  running.stdout.on("data", (text) => {
    output += text;
  });
  const ended = new Promise((resolve) => running.once("close", resolve));
  const runners = () => processesOf(join(root, ".local", "sweep", "runner-"));
  await until(() => (existsSync(results()) && runners().length >= 2) || undefined, 20_000);
  running.kill("SIGINT");
  expect(await ended).toBe(130);
  expect(output).toContain("stopped; the same command goes on");
  expect(await gone(running.pid ?? 0, 1000)).toBe(true);
  expect(existsSync(`${results()}.lock`)).toBe(false);
  expect(readFileSync(results(), "utf8")).toContain('"sweep"');
});

test.each([
  [[], /Expected the file of a sweep, got none/],
  [["a.json", "--shard", "3/2"], /--shard must be K\/N, shard K of N, from 1\/N to N\/N, got "3\/2"/],
  [["no-such-file.json"], /✗ ENOENT/],
])("%j is refused in a sentence", async (words, message) => {
  const { status, output } = await sweep(...words);
  expect(output).toMatch(message);
  expect(status).toBe(1);
});
