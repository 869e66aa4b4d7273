// A cell whose trials run on workers: Stop ends the cell at once, and the trials wherever they run.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleRunner } from "../../scripts/sweep/bundle.mjs";
import { describeWithRedis } from "../helpers/describe-with-redis";
import { useKernel } from "../helpers/kernel/use-kernel";
import { descendants } from "../helpers/processes";
import { RedisServer } from "../helpers/redis-server";
import { allowed } from "../helpers/slack.mjs";
import { soonIs } from "../helpers/soon";
import { until } from "../helpers/until";

const name = `test-redis-kernel-${process.pid}`;
const file = `data/sweeps/${name}.jsonl`;

describeWithRedis("a sweep with redis in a cell", () => {
  let server: RedisServer;
  let worker: ChildProcess;
  const kernel = useKernel('import { Conv2D, integer, MaxPool2D, Softmax, sweep } from "./src/index";');
  beforeAll(async () => {
    server = await RedisServer.start();
    const words = ["scripts/worker.mjs", "--redis", server.url, "--processes", "2"];
    worker = spawn(process.execPath, words, { stdio: "ignore" });
  }, allowed(20_000));
  afterAll(async () => {
    const ended = new Promise((resolve) => worker.once("exit", resolve));
    worker.kill("SIGKILL");
    await ended;
    await server.remove();
    rmSync(file, { force: true });
  }, allowed(20_000));

  const ended = (): string[] =>
    existsSync(file) ? [...readFileSync(file, "utf8").matchAll(/^\{"id":"(\w+)/gm)].map(([, id]) => id!) : [];
  /** Eight trials, two at a time; the first two are short. */
  const cell = (epochs: number) => `
const { trials } = await sweep({ seed: integer(1, 8) }, {
  name: "${name}", redis: "${server.url}", take: 20_000, validation: 100,
  network: () => [new Conv2D(4), new MaxPool2D(), new Softmax(10)],
  train: ({ seed }) => ({ epochs: seed < 3 ? 2 : ${epochs}, batchSize: 10, learningRate: 0.01, seed }),
});`;
  /** Stops the cell when some of its trials have ended, and others run. */
  async function stopped(epochs: number): Promise<void> {
    const running = kernel.run(cell(epochs));
    const before = ended().length;
    await until(() => ended().length >= before + 2 || undefined, 60_000);
    const asked = performance.now();
    await kernel.interrupt();
    expect((await running).reply.ename).toBe("Interrupted");
    expect(performance.now() - asked).toBeLessThan(allowed(1000));
  }

  test(
    "Stop ends the cell within a second; rerun at once, it goes on with what it has",
    async () => {
      await stopped(4);
      const reached = ended();
      const again = await kernel.run(cell(4));
      expect(again.traceback).toBe("");
      expect(ended().slice(0, reached.length)).toEqual(reached);
      expect([ended().length, new Set(ended()).size]).toEqual([8, 8]);
    },
    allowed(120_000),
  );

  test(
    "within ten seconds of Stop nothing waits or runs any more, here and on the workers",
    async () => {
      rmSync(file);
      await stopped(1000);
      const look = server.client();
      const queue = `{cnn}:trials-${bundleRunner(process.cwd()).code}`;
      const open = async () => (await look.llen(`${queue}:active`)) + (await look.llen(`${queue}:wait`));
      expect(await open()).toBeGreaterThan(2);
      const coordinators = async () =>
        descendants(kernel.process.pid as number).filter(({ command }) => command.includes("coordinate.mjs")).length;
      await soonIs(async () => (await open()) + (await coordinators()), 0);
      look.disconnect();
      expect(ended()).toHaveLength(2);
    },
    allowed(120_000),
  );
});
