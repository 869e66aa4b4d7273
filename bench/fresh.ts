// Run by the bench in a process of its own: how long the engine takes to be ready, and how much memory a run takes.
//   fresh.ts ready | memory
import { compile } from "../src/engine/compile";
import { Engine } from "../src/engine/engine";
import { stepsOf } from "../src/engine/known-layers";
import { createRunner, evaluate, loadMnist, train } from "../src/index";
import { articleNetwork } from "./networks";

function milliseconds<T>(work: () => T): [T, number] {
  const started = performance.now();
  const result = work();
  return [result, performance.now() - started];
}

const withoutMegabytes = process.memoryUsage().rss / 2 ** 20;
const [{ train: images, test }, loadMilliseconds] = milliseconds(loadMnist);
const network = articleNetwork();

const [, readyMilliseconds] = milliseconds(() => {
  const compiled = compile(stepsOf(network) ?? [], images.imageShape, {
    block: 8,
    stepDense: true,
  });
  if (!compiled) throw new Error("bench: the article's network does not compile");
  const shares = { batchSize: 1, imageBytes: 784, threads: 1, chunks: 1, slices: 1 };
  return new Engine(compiled, images, shares);
});
const options = { batchSize: 1, threads: 1 };
const [, checkedMilliseconds] = milliseconds(() => createRunner(network, images, options));
const [, againMilliseconds] = milliseconds(() => createRunner(network, images, options));

if (process.argv[2] === "memory") {
  const { ranOn } = train(network, images, { epochs: 1, batchSize: 32 });
  if (ranOn !== "engine") throw new Error("bench: the engine declined the network");
  evaluate(network, test);
}
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
const times = { loadMilliseconds, readyMilliseconds, checkedMilliseconds, againMilliseconds };
process.stdout.write(`${JSON.stringify({ ...times, withoutMegabytes, peakMegabytes })}\n`);
