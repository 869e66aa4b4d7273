import { isDeepStrictEqual } from "node:util";
import { runInThisContext } from "node:vm";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset";
import { loadMnist } from "../../src/data/mnist";
import { allocate, instantiate, simdHeap } from "../../src/engine/memory/simd-module";
import { startTeam, type Team, type TeamOptions } from "../../src/engine/memory/workers";
import { Control } from "../../src/engine/simd/control";
import { TrainingError } from "../../src/errors";
import { train } from "../../src/index";
import { articleNetwork } from "../helpers/article-network";
import { allowed } from "../helpers/slack.mjs";

let team: Team | undefined;
afterEach(() => team?.dispose());

/** A team whose phases have two tasks without images: what matters is who does them. */
function idleTeam(options: Partial<TeamOptions>) {
  const memory = allocate(65536);
  const simd = instantiate(memory);
  const control = Math.ceil(simdHeap() / 64) * 64;
  const words = new Int32Array(memory.buffer, control, Control.Size);
  words[Control.Chunks] = 2;
  words[Control.Block] = 1;
  words[Control.Results] = control + 1024;
  const started = startTeam({ memory, simd, control, threads: 2, ...options });
  team = started;
  return { words, team: started };
}

const head = `
const { memory, control, fields } = require("node:worker_threads").workerData;
const words = new Int32Array(memory.buffer, control);
process.on("exit", () => Atomics.add(words, fields.Failed, 1));
`;
const claimATask = `
for (let ticket = 0; ; ticket = Atomics.load(words, 0)) {
  const open = ticket >= 512 && ticket % 256 < 2;
  if (open && Atomics.compareExchange(words, 0, ticket, ticket + 1) === ticket) break;
}
`;

/** Runs phases until something is thrown, for at most ten seconds. */
function runUntilError(started: Team, tasks = 2): unknown {
  const end = performance.now() + allowed(10_000);
  try {
    while (performance.now() < end) started.run("compute", tasks);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("a worker that dies is an error that says so:", () => {
  test.each([
    ["by throwing", `${head} throw new Error("planted");`],
    ["by exiting", `${head} process.exit(3);`],
    ["with a task in hand", `${head} ${claimATask} process.exit(3);`],
  ])("%s", (_, source) => {
    const error = runUntilError(idleTeam({ source }).team);
    expect(error).toBeInstanceOf(TrainingError);
    expect(String(error)).toContain("a worker thread has died");
  });

  test("in silence, with a task in hand: after the time without a sign of life", () => {
    const source = `
      const { memory, control } = require("node:worker_threads").workerData;
      const words = new Int32Array(memory.buffer, control);
      ${claimATask}
    `;
    const error = runUntilError(idleTeam({ source, patienceSeconds: 0.3 }).team);
    expect(String(error)).toContain("no sign of life for 0.3 s");
  });
});

test("a worker with nothing to do ends by itself, and the next step has a new one", async () => {
  const { words, team: started } = idleTeam({ idleSeconds: 1 });
  started.run("compute", 2);
  for (let k = 0; k < 100 && Atomics.load(words, Control.Retired) === 0; k++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(Atomics.load(words, Control.Retired)).toBe(1);
  started.run("compute", 2);
  started.run("update", 2);
  expect(Atomics.load(words, Control.Retired)).toBe(0);
});

describe("several networks, whose steps wait for each other:", () => {
  /** Two networks without images, of eight steps each: four tasks. */
  function idleNetworks(options: Partial<TeamOptions>) {
    const { words, team: started } = idleTeam(options);
    const list = words.byteOffset + 2048;
    const other = words.byteOffset + 4096;
    const ofOther = new Int32Array(words.buffer, other, Control.Size);
    new Int32Array(words.buffer, list, 2).set([words.byteOffset, other]);
    words.set([2, list, 8, 4], Control.Networks);
    for (const control of [words, ofOther]) control[Control.Chunks] = 1;
    return { started, reached: () => [words, ofOther].map((control) => control[Control.Reached]) };
  }

  test("each takes all of its steps, whoever takes them", () => {
    const { started, reached } = idleNetworks({});
    started.run("compute", 4);
    expect(reached()).toEqual([8, 8]);
  });

  test("a thread that dies with a task in hand, for which the other waits, is an error", () => {
    const { started } = idleNetworks({ source: `${head} ${claimATask} process.exit(3);` });
    const error = runUntilError(started, 4);
    expect(String(error)).toContain("a worker thread has died");
  });
});

describe("after Stop, which ends a synchronous cell without running its finally blocks,", () => {
  let images: Dataset;
  beforeAll(() => {
    images = loadMnist().train;
  });

  test.each([
    ["batch 1", { batchSize: 1 }],
    ["batch 64 on 2 threads", { batchSize: 64, threads: 2 }],
  ])("the network has the weights of the last report, and the next run works: %s", (_, options) => {
    const network = articleNetwork();
    const weights = () => network.parameters.map(({ data }) => data.slice());
    let reported = weights();
    let reports = 0;
    const onProgress = () => {
      reported = weights();
      reports++;
    };
    const cell = () => train(network, images, { epochs: 1000, onProgress, ...options });
    (globalThis as Record<string, unknown>).plantedCell = cell;
    // The end of an epoch brings the weights up to date too, without a report. Where Stop comes between it and the next
    // report, it is tried once more, at another moment: epochs and reports both come regularly.
    for (let k = 0; k < 12 && (k === 0 || !isDeepStrictEqual(weights(), reported)); k++) {
      const started = performance.now();
      expect(() => runInThisContext("plantedCell()", { timeout: allowed(700) + 37 * k })).toThrow(/timed out/);
      expect(performance.now() - started).toBeLessThan(allowed(3000));
    }
    expect(reports).toBeGreaterThan(0);
    expect(isDeepStrictEqual(weights(), reported)).toBe(true);

    const run = train(network, images.take(640), options);
    expect(run.losses.every(Number.isFinite)).toBe(true);
    expect(isDeepStrictEqual(weights(), reported)).toBe(false);
  });
});
