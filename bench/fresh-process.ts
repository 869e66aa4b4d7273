// The bench runs this file in a fresh process: it measures how soon the engine is ready and how much memory a run
// takes.
//   fresh-process.ts ready | memory

import { stagesOf } from "../src/engine/known-layers";
import { Engine } from "../src/engine/memory/engine";
import { compile } from "../src/engine/programs/compile";
import { evaluate, loadMnist, train } from "../src/index";
import { createRunner } from "../src/training/create-runner";
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
  const compiled = compile(stagesOf(network) ?? [], images.imageShape, {
    block: 8,
    selfUpdatingDense: true,
  });
  if (!compiled) throw new Error("bench: the article's network does not compile");
  const plan = { batchSize: 1, imageBytes: 784, threads: 1, chunks: 1 };
  return new Engine(compiled, images, plan);
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
