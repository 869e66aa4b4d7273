import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { panelType } from "../../src/panels/panel";
import type { Outcome } from "../helpers/kernel/client";
import { useKernel } from "../helpers/kernel/use-kernel";
import { allowed } from "../helpers/slack.mjs";
import { until } from "../helpers/until";

const kernel = useKernel(`
import { Conv3x3, lastRun, liveProgress, loadMnist, MaxPool2, Network, Softmax, seededRandom, train, watchLearning } from "./src/index";
const mnist = loadMnist();
const network = new Network([new Conv3x3(8), new MaxPool2(), new Softmax(1352, 10)], { random: seededRandom(1) });
`);

/** Stops a training cell when it has shown for a while how far it has come. */
async function stopped(code: string): Promise<Outcome> {
  const running = kernel.run(code);
  for (let update = 0; update < 3; update++) await kernel.nextOutput(allowed(10_000), "update_display_data");
  await sleep(300);
  await kernel.interrupt();
  return running;
}

it("Stop leaves the run so far, which can be resumed, and the live picture says how far it came", async () => {
  const options =
    "{ epochs: 10000, seed: 1, batchSize: 8, validation: mnist.test.take(50), onProgress: liveProgress() }";
  const { reply, outputs } = await stopped(`const run = train(network, mnist.train.take(800), ${options});`);
  expect(reply.ename).toBe("Interrupted");
  const found = await until(() => {
    const last = [...outputs, ...kernel.late].filter(({ type }) => type === "update_display_data").at(-1);
    return /stopped after (\d+\.\d) epochs/.exec(last?.content.data["image/svg+xml"]) ?? undefined;
  }, 5000);
  const told = await kernel.run(
    "const { epochs, finished, losses, validation } = lastRun(); " +
      "console.log([epochs, finished, losses.length, validation!.losses.length].join());",
  );
  const [epochs, finished, steps, validated] = told.stdout.trim().split(",");
  expect(finished).toBe("false");
  expect(Number(steps)).toBe(Math.round(Number(epochs) * 100));
  expect(Number(validated)).toBeGreaterThanOrEqual(Math.floor(Number(epochs)) - 1);
  expect(Number(found?.[1])).toBeLessThanOrEqual(Number(epochs) + 0.05);
  const resumed = await kernel.run(
    "train(network, mnist.train.take(800), { resume: lastRun(), batchSize: 8, shuffle: false }).state.images",
  );
  expect(Number(resumed.result)).toBe(Number(steps) * 8 + 800);
});

it("Stop leaves a watched run at the weights that the network then has, with a still", async () => {
  const options = "{ epochs: 10000, seed: 1, observer: watchLearning(network, mnist.test.take(50)) }";
  const before = kernel.late.length;
  const { outputs } = await stopped(`train(network, mnist.train.take(800), ${options});`);
  const all = () => [...outputs, ...kernel.late.slice(before)].filter(({ type }) => /display_data/.test(type));
  await until(() => all().find(({ content }) => content.data[panelType].running === false), 5000);
  const shown = all();
  expect(new Set(shown.slice(0, -1).map(({ content }) => content.data[panelType].running))).toEqual(new Set([true]));
  const { [panelType]: data, "image/svg+xml": still } = shown[shown.length - 1].content.data;
  expect([data.running, data.steps]).toEqual([false, 8_000_000]);
  expect(still).toMatch(/^<svg/);
  const told = await kernel.run(
    "console.log([lastRun().losses.length, ...network.parameters[0].data.map((weight) => Number(weight.toFixed(3)))].join());",
  );
  const [steps, ...weights] = told.stdout.trim().split(",").map(Number);
  expect(data.taken.at(-1)).toBeLessThanOrEqual(steps);
  expect(data.taken.at(-1)).toBeGreaterThan(0);
  expect(data.filters.slice(-72)).toEqual(weights);
});
