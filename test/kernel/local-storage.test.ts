import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { useKernel } from "../helpers/kernel/use-kernel";

const kernel = useKernel(
  'import { AsyncLocalStorage, AsyncResource } from "node:async_hooks"; import * as fs from "node:fs"; import * as timers from "node:timers/promises"; const als = new AsyncLocalStorage<number>(); const nap = (ms: number) => new Promise((done) => setTimeout(done, ms)); const got: unknown[] = [];',
);

const ways = {
  "a timer": "als.run(6, () => setTimeout(() => done(als.getStore()), 3))",
  "an immediate": "als.run(6, () => setImmediate(() => done(als.getStore())))",
  "a microtask": "als.run(6, () => queueMicrotask(() => done(als.getStore())))",
  "a tick": "als.run(6, () => process.nextTick(() => done(als.getStore())))",
  "a timer of a timer": "als.run(6, () => setTimeout(() => setTimeout(() => done(als.getStore()), 3), 3))",
  "the third turn of an interval":
    "als.run(6, () => { let k = 0; const every = setInterval(() => { if (++k < 3) return; clearInterval(every); done(als.getStore()); }, 2); })",
  "an await": "als.run(6, async () => { await null; done(als.getStore()); })",
  "an await of a timer": "als.run(6, async () => { await nap(3); done(als.getStore()); })",
  "timers/promises": "als.run(6, async () => { await timers.setTimeout(3); done(als.getStore()); })",
  "a file read": 'als.run(6, async () => { await fs.promises.readFile("package.json"); done(als.getStore()); })',
  "a function that was bound": "als.run(6, () => setTimeout(AsyncLocalStorage.bind(() => done(als.getStore())), 1))",
  enterWith: "void (async () => { als.enterWith(6); await nap(2); done(als.getStore()); })()",
};

describe("AsyncLocalStorage", () => {
  it.each(Object.entries(ways))("keeps its value over %s", async (_name, code) => {
    const { result, traceback } = await kernel.run(`await new Promise((done) => { ${code} })`);
    expect(traceback).toBe("");
    expect(result).toBe("6");
  });

  it("has no value outside, before and after", async () => {
    await kernel.run("als.run(5, () => setTimeout(() => {}, 1)); await nap(10);");
    expect(
      (
        await kernel.run(
          "got.length = 0; got.push(als.getStore()); als.run(1, () => {}); await nap(1); got.push(als.getStore()); got",
        )
      ).result,
    ).toBe("[ undefined, undefined ]");
  });

  it("tells contexts that run at the same time apart", async () => {
    const { result } = await kernel.run(
      "(await Promise.all([1, 2, 3].map((k) => als.run(k, async () => { await nap(8 - 2 * k); await null; return als.getStore(); })))).join()",
    );
    expect(result).toBe("'1,2,3'");
  });

  it.each([
    ["in its function", "als.run(6, () => { for (;;); });"],
    ["behind an await", "await als.run(6, async () => { await null; for (;;); });"],
    ["behind an await of a timer", "await als.run(6, async () => { await nap(2); for (;;); });"],
    ["in a timer", "als.run(6, () => setTimeout(() => { for (;;); }, 2)); await nap(1e6);"],
    ["in a tick", "als.run(6, () => process.nextTick(() => { for (;;); })); await nap(1e6);"],
  ])("Stop of a loop %s ends the cell, not the kernel, and leaves no value", async (_where, code) => {
    const running = kernel.run(code);
    await sleep(150);
    await kernel.interrupt();
    expect((await running).reply.ename).toBe("Interrupted");
    expect((await kernel.run("await nap(5); String(als.getStore())")).result).toBe("'undefined'");
  });

  it("an error of a timer inside it fails the cell that made the timer", async () => {
    const { reply } = await kernel.run(
      'als.run(6, () => setTimeout(() => { throw new Error("inside") }, 2)); await nap(1e6);',
    );
    expect(reply).toMatchObject({ status: "error", evalue: "inside" });
  });
});
