import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { useKernel } from "../helpers/kernel/use-kernel";

const kernel = useKernel(`
import { Conv3x3, lastRun, liveProgress, loadMnist, MaxPool2, Network, Softmax, seededRandom, train } from "./src/index";
const mnist = loadMnist();
const network = new Network([new Conv3x3(8), new MaxPool2(), new Softmax(1352, 10)], { random: seededRandom(1) });
`);

it("Stop leaves the run so far, which can be resumed, and the live picture says how far it came", async () => {
  const options =
    "{ epochs: 10000, seed: 1, batchSize: 8, validation: mnist.test.take(50), onProgress: liveProgress() }";
  const running = kernel.run(`const run = train(network, mnist.train.take(800), ${options});`);
  await sleep(1500);
  await kernel.interrupt();
  const { reply, outputs } = await running;
  expect(reply.ename).toBe("Interrupted");
  await sleep(100);
  const last = [...outputs, ...kernel.late].filter(({ type }) => type === "update_display_data").at(-1);
  const found = /stopped after (\d+\.\d) epochs/.exec(last?.content.data["image/svg+xml"]);
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
