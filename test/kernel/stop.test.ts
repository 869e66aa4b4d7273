import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { inBrowser, KernelClient, type Outcome } from "../helpers/kernel/client";
import { useKernel } from "../helpers/kernel/use-kernel";
import { allowed } from "../helpers/slack.mjs";

const kernel = useKernel(
  'const wasm = (globalThis as any).WebAssembly; const endless = Uint8Array.of(0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,7,1,3,114,117,110,0,0,10,9,1,7,0,3,64,12,0,11,11); import * as fs from "fs"; import * as timers from "timers/promises"; const kept = [1, 2, 3]; let ticks = 0; const nap = (ms: number) => new Promise((done) => setTimeout(done, ms));',
);

/** Runs a cell that never ends, presses Stop, and tells how it ended and how long after Stop. */
async function stopped(code: string, after = 200): Promise<Outcome & { readonly took: number }> {
  const running = kernel.run(code);
  await sleep(after);
  const pressed = performance.now();
  await kernel.interrupt();
  const outcome = await running;
  return { ...outcome, took: performance.now() - pressed };
}

/** Each would go on for ever; all count in `ticks`. */
const loops = {
  "a synchronous loop": "for (;;) ticks++;",
  "a synchronous loop that prints": "for (;;) console.log(ticks++);",
  "a synchronous loop that catches everything": "for (;;) { try { for (;;) ticks++; } catch {} finally { ticks++; } }",
  "an awaiting loop": "for (;;) { await nap(5); ticks++; console.log(ticks); }",
  "synchronous work after an await": "await nap(5); for (;;) ticks++;",
  "synchronous work after an await of nothing": "await null; for (;;) ticks++;",
  "a loop of awaits that never yields": "for (;;) { await null; ticks++; }",
  "a loop of timers/promises": "for (;;) { await timers.setTimeout(2); ticks++; }",
  "a loop that reads files": 'for (;;) { await fs.promises.readFile("package.json"); ticks++; }',
  "synchronous work in a timer": "setTimeout(() => { for (;;) ticks++; }, 5); await nap(1e6);",
  "a chain of timers":
    "const again = () => { ticks++; console.log(ticks); setTimeout(again, 2); }; again(); await nap(1e6);",
  "an interval": "setInterval(() => { ticks++; console.log(ticks); }, 2); await nap(1e6);",
  "an interval, and synchronous work": "setInterval(() => { ticks++; console.log(ticks); }, 2); for (;;) ticks++;",
  "Atomics.wait": "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);",
  "synchronous work in a file's callback": 'fs.readFile("package.json", () => { for (;;) ticks++; }); await nap(1e6);',
  "synchronous work in nextTick": "process.nextTick(() => { for (;;) ticks++; }); await nap(1e6);",
  "a loop in WebAssembly": "new wasm.Instance(new wasm.Module(endless)).exports.run();",
  "a regular expression that backtracks": '/(a+)+$/.test("a".repeat(60) + "b");',
  "a wait for a child process": 'require("child_process").execSync("sleep 1000");',
  "a wait for what never comes": "await new Promise(() => {});",
};

describe("Stop", () => {
  it.each(Object.entries(loops))("ends %s within a second, for good", async (_name, code) => {
    const { reply, outputs, took } = await stopped(code);
    expect(took).toBeLessThan(allowed(1000));
    expect(reply).toMatchObject({ status: "error", ename: "Interrupted" });
    expect(outputs.filter(({ type }) => type === "error")).toHaveLength(1);
    expect(outputs.at(-1)?.type).toBe("error");

    kernel.late.length = 0;
    const first = await kernel.run("console.log(ticks);");
    await sleep(100);
    const second = await kernel.run("console.log(ticks);");
    expect(second.stdout).toBe(first.stdout);
    expect(kernel.late).toEqual([]);
  });

  it("leaves the variables of earlier cells, and what the stopped cell had assigned", async () => {
    await stopped("const assigned = 4; for (;;);");
    expect((await kernel.run("console.log(kept.length, assigned);")).stdout).toBe("3 4\n");
  });

  it("ten times in a row kills nothing", async () => {
    for (let k = 0; k < 10; k++) {
      const { reply } = await stopped(k % 2 ? "for (;;);" : "await nap(2); for (;;);", 60);
      expect(reply.ename).toBe("Interrupted");
    }
    expect((await kernel.run("kept.length")).result).toBe("3");
  });

  it("pressed five times at once stops one cell, and cells sent with it are aborted", async () => {
    const cells = [kernel.run("for (;;);"), kernel.run("1")];
    await sleep(150);
    await Promise.all(Array.from({ length: 5 }, () => kernel.interrupt()));
    const outcomes = await Promise.all(cells);
    expect(outcomes.map(({ reply }) => reply.status)).toEqual(["error", "aborted"]);
    expect((await kernel.run("await nap(100); 2")).reply.status).toBe("ok");
  });

  it("while the compiler starts lets it start, ends the first cell and aborts those behind it", async () => {
    const young = await KernelClient.start();
    const cells = [young.run("1"), young.run("2")];
    await sleep(20);
    await young.interrupt();
    const [first, second] = await Promise.all(cells);
    expect(first?.reply).toMatchObject({ status: "error", ename: "Interrupted" });
    expect(second?.reply.status).toBe("aborted");
    expect((await young.run("1")).reply.status).toBe("ok");
    await young.stop();
  });

  it("while a cell is compiled waits for the compiler, which stays whole", async () => {
    const { reply } = await stopped("for (;;);", 5);
    expect(reply.ename).toBe("Interrupted");
    expect((await kernel.run("const fine: number = 1; fine")).reply.status).toBe("ok");
  });

  it("while types are checked that take long answers at once, and the next cell does not wait for them", async () => {
    const slow =
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the cell's own template
      "type Digit = '0'|'1'|'2'|'3'|'4'|'5'|'6'|'7'|'8'|'9'; type Up<T> = T extends string ? `x${Uppercase<T>}` : never; type Again<T, N extends number, A extends 0[] = []> = A['length'] extends N ? T : Again<Up<T>, N, [...A, 0]>; let slow: Again<`${Digit}${Digit}${Digit}${Digit}`, 200> = 'a' as any;";
    const { reply, took } = await stopped(slow);
    expect(reply).toMatchObject({ status: "error", ename: "Interrupted" });
    expect(took).toBeLessThan(allowed(1000));
    const { result, milliseconds } = await kernel.run("kept.length");
    expect(result).toBe("3");
    expect(milliseconds).toBeLessThan(allowed(5000));
  });

  it("without a running cell ends what earlier cells left running, and nothing else", async () => {
    await kernel.run("const left = setInterval(() => { ticks++; }, 2);");
    await kernel.interrupt();
    await sleep(50);
    const first = await kernel.run("console.log(ticks);");
    await sleep(50);
    expect((await kernel.run("console.log(ticks);")).stdout).toBe(first.stdout);
  });

  it("ends what the stopped cell had left running before it came to its loop", async () => {
    await stopped("setInterval(() => console.log(++ticks), 2); for (;;);");
    kernel.late.length = 0;
    const first = await kernel.run("ticks");
    await sleep(50);
    expect((await kernel.run("ticks")).result).toBe(first.result);
    expect(kernel.late).toEqual([]);
  });

  it("that nobody pressed does not end what a cell has left computing", async () => {
    await kernel.run(
      "setTimeout(() => { for (const end = Date.now() + 500; Date.now() < end; ) ticks++; kept.push(4); });",
    );
    await kernel.run("1");
    expect((await kernel.run("await nap(1); kept.pop()")).result).toBe("4");
  });

  it("ends what a cell has left computing without an end", async () => {
    await kernel.run("setTimeout(() => { for (;;) ticks++; });");
    await sleep(100);
    await kernel.interrupt();
    expect((await kernel.run("kept.length")).result).toBe("3");
  });

  it("does not touch a cell that comes after: 20 Stops, each followed at once by a cell", async () => {
    for (let k = 0; k < 20; k++) {
      await stopped("for (;;);", 40);
      expect((await kernel.run(`await nap(1); ${k}`)).reply.status).toBe("ok");
    }
  });
});

describe("Stop of an import", () => {
  it("at any moment loses nothing: the import works when it is run again", async () => {
    const cell = 'import { Conv3x3 } from "./src/index"; new Conv3x3(2).filters.shape';
    const moments = inBrowser ? [0, 200, 500] : [0, 20, 60, 120, 200, 300, 400, 500]; // a page starts slowly
    for (const after of moments) {
      const young = await KernelClient.start();
      const running = young.run(cell);
      await sleep(after);
      await young.interrupt();
      await running;
      const { result, traceback } = await young.run(cell);
      expect(traceback).toBe("");
      expect(result).toBe("[ 2, 3, 3 ]");
      await young.stop();
    }
  });
});

describe("Stop of a sweep", () => {
  it.each([
    ["in the middle of an epoch", 30_000, 1],
    ["between short epochs", 400, 1000],
  ])("%s leaves a picture that says so", async (_moment, take, epochs) => {
    const name = `stopped-${process.pid}-${take}`;
    await kernel.run(`
import { Conv2D, logUniform, ReLU, Softmax, sweep } from "./src/index";
const searched = (trials: number) => sweep({ rate: logUniform(0.01, 0.1) }, {
  name: "${name}", trials, take: ${take}, validation: 100, network: () => [new Conv2D(8), new ReLU(), new Softmax(10)],
  train: ({ rate }) => ({ epochs: ${epochs}, batchSize: 10, learningRate: rate }),
});`);
    const running = kernel.run("await searched(40);");
    expect(await kernel.nextOutput(allowed(20_000), "display_data")).toBe(true);
    await sleep(500);
    const pressed = performance.now();
    await kernel.interrupt();
    const { reply, outputs } = await running;
    expect(reply.ename).toBe("Interrupted");
    expect(performance.now() - pressed).toBeLessThan(allowed(1000));
    const shown = outputs.filter(({ type }) => /display/.test(type)).at(-1);
    expect(shown?.content.data["image/svg+xml"]).toContain("stopped after");
    expect((await kernel.run("kept.length")).result).toBe("3");
    rmSync(`data/sweeps/${name}.jsonl`, { force: true });
  });
});

describe("Stop of a training run", () => {
  const prepare = `
import { Conv3x3, MaxPool2, Softmax, Network, evaluate, loadMnist, seededRandom, train } from "./src/index";
const mnist = loadMnist();
const random = seededRandom(1);
const network = new Network([new Conv3x3(8, { random }), new MaxPool2(), new Softmax(1352, 10, { random })]);`;

  it.each([
    ["on the engine", "{ epochs: 1000 }"],
    ["on the engine, in threads", "{ epochs: 1000, batchSize: 64, threads: 2 }"],
    ["on the layers", '{ epochs: 1000, runOn: "layers" }'],
    ["with progress", "{ epochs: 1000, onProgress: () => {} }"],
  ])("%s leaves the weights reached, and the network trains on", async (_name, options) => {
    await kernel.run(prepare);
    const { reply, took } = await stopped(`train(network, mnist.train, ${options})`, allowed(1500));
    expect(reply).toMatchObject({ status: "error", ename: "Interrupted" });
    expect(took).toBeLessThan(allowed(1000));
    const { result } = await kernel.run("evaluate(network, mnist.test.take(1000)).accuracy");
    expect(Number(result)).toBeGreaterThan(0.5); // untrained: about 0.1
    const again = await kernel.run("train(network, mnist.train.take(2000)).losses.length");
    expect(again.result).toBe("2000");
  });
});
