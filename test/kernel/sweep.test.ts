import { existsSync, readFileSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { inBrowser } from "../helpers/kernel/client";
import { useKernel } from "../helpers/kernel/use-kernel";
import { descendants, gone } from "../helpers/processes";
import { allowed } from "../helpers/slack.mjs";
import { until } from "../helpers/until";

const name = `test-kernel-${process.pid}`;
const file = `data/sweeps/${name}.jsonl`;
const kernel = useKernel(`
import { setTimeout as sleep } from "node:timers/promises";
import { choice, Conv2D, logUniform, MaxPool2D, readStudy, ReLU, Softmax, sweep } from "./src/index";
const space = { filters: choice(2, 4), rate: logUniform(0.01, 0.3) };
const trying = (trials: number, take = 300, epochs = 2) => sweep(space, {
  name: "${name}", trials, take, validation: 100, processes: 2,
  network: ({ filters }) => [new Conv2D(filters), new ReLU(), new MaxPool2D(), new Softmax(10)],
  train: ({ rate }) => ({ epochs, batchSize: 10, learningRate: rate }),
});
`);
afterAll(() => rmSync(file, { force: true }));

const outcomes = () =>
  existsSync(file)
    ? readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => line.startsWith('{"id"')).length
    : 0;

it("a sweep shows how far it has come in one output, five times a second at most, and gives a study", async () => {
  const began = performance.now();
  const { outputs, traceback } = await kernel.run("const study = await trying(6);");
  const seconds = (performance.now() - began) / 1000;
  expect(traceback).toBe("");
  const [first, ...updates] = outputs.filter(({ type }) => type.includes("display"));
  expect(first.type).toBe("display_data");
  expect(new Set(updates.map(({ type }) => type))).toEqual(new Set(["update_display_data"]));
  expect(updates.length).toBeLessThanOrEqual(5 * seconds + 1);
  expect(updates.at(-1)?.content.data["text/plain"]).toMatch(/^6 of 6 trials, best loss \d\.\d{4}$/);
  expect(updates.at(-1)?.content.data["image/svg+xml"]).toMatch(/^<svg/);
  expect(outcomes()).toBe(6);
  const told = await kernel.run(`
const again = study.best.train();
const { loss, weights } = study.best;
console.log([study.trials.length, again.run.validation!.losses.at(-1) === loss, study.table()[0].loss === Math.round(loss * 1e5) / 1e5,
  readStudy("${file}").best.id === study.best.id, study.best.settings.filters satisfies 2 | 4].slice(0, 4).join());`);
  expect(told.stdout.trim()).toBe("6,true,true,true");
});

it("the same name goes on with what it has: nothing runs twice", async () => {
  const { traceback } = await kernel.run("const more = await trying(8);");
  expect(traceback).toBe("");
  expect(outcomes()).toBe(8);
});

it("Stop ends the cell, its processes are gone, what was reached is kept, and the next run goes on from there", async () => {
  const before = outcomes();
  // A page has no processes: it is quicker, and writes once a second.
  const longer = `const { trials } = await trying(5, 20_000, ${inBrowser ? 10 : 2});`;
  const running = kernel.run(longer);
  await until(() => outcomes() > before || undefined, 60_000);
  await sleep(300);
  const asked = performance.now();
  await kernel.interrupt();
  const { reply, outputs } = await running;
  expect(reply.ename).toBe("Interrupted");
  expect(performance.now() - asked).toBeLessThan(allowed(1000));
  const processes = () =>
    descendants(kernel.process.pid as number).filter(({ command }) => /coordinate\.mjs|runner-/.test(command));
  expect(await until(() => processes().length === 0 || undefined, 10_000)).toBe(true);
  const reached = outcomes();
  expect(reached).toBeGreaterThan(before);
  expect((await kernel.run("console.log(1 + 1)")).stdout).toBe("2\n");
  const last = [...outputs, ...kernel.late].filter(({ type }) => type === "update_display_data").at(-1);
  expect(last?.content.data["image/svg+xml"]).toContain("stopped after");
  expect((await kernel.run(longer)).traceback).toBe("");
  expect(outcomes()).toBe(before + 5);
});

it("a cell that is rerun at once after Stop goes on; a second sweep beside one that runs is refused", async () => {
  const before = outcomes();
  const others = `trying(7, 10_000, ${inBrowser ? 12 : 3})`;
  const running = kernel.run(`const again = await ${others};`);
  await until(() => outcomes() > before || undefined, 60_000);
  await kernel.interrupt();
  expect((await running).reply.ename).toBe("Interrupted");
  expect((await kernel.run(`const again = await ${others};`)).traceback).toBe("");
  expect(outcomes()).toBe(before + 7);
  const long = "trying(6, 50_000, 100)";
  const beside = await kernel.run(`${long}.catch(() => {}); await sleep(2000); await ${long};`);
  expect(beside.traceback).toContain("must be written by one sweep at a time, got a second one");
});

it("what a reader gets wrong is an error in the cell before anything runs", async () => {
  const before = outcomes();
  const { traceback } = await kernel.run(`await sweep({ filters: choice(2, 30) }, { name: "../x",
  network: ({ filters }) => [new Conv2D(filters), new Softmax(10)], train: () => ({}) });`);
  expect(traceback).toContain('sweep: name must be up to 64 letters, digits, - and _, and no path, got "../x"');
  const throwing = await kernel.run(`await sweep({ size: choice(3, 30) }, { name: "${name}",
  network: ({ size }) => [new Conv2D(2, { size }), new Softmax(10)], train: () => ({}) });`);
  expect(throwing.traceback).toContain("layers[0] Conv2D does not take (28, 28)");
  expect(outcomes()).toBe(before);
});

it("a kernel that is killed leaves no process behind", async () => {
  const { pid } = kernel.process as { pid: number };
  const running = kernel.run("await trying(6, 50_000, 100);");
  const found = await until(() => {
    const all = descendants(pid).filter(({ command }) => command.includes("runner-"));
    return all.length === 2 ? all : undefined;
  }, 30_000);
  expect(found).toHaveLength(2);
  kernel.process.kill("SIGKILL");
  for (const runner of found ?? []) expect(await gone(runner.pid, 5000)).toBe(true);
  void running;
});
