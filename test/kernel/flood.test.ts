// Cells that print more than anybody can read: Stop still stops, and memory has a bound.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { inBrowser, KernelClient } from "../helpers/kernel/client";
import { farReader } from "../helpers/kernel/far-reader";
import { useKernel } from "../helpers/kernel/use-kernel";
import { allowed } from "../helpers/slack.mjs";

const megabyte = 1 << 20;

/** The most memory that the process ever had, in bytes. */
const peak = (kernel: KernelClient) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${kernel.process.pid}/status`, "utf8"))?.[1]) * 1024;

const loops = {
  "lines of 110 kB": 'const big = Array.from({ length: 20000 }, (_, i) => i).join(" "); for (;;) console.log(big);',
  "lines of 1 MB": 'const big = "x".repeat(1e6); for (;;) console.log(big);',
  "errors of 1 MB": 'const big = "x".repeat(1e6); for (;;) console.error(big);',
  "displays of 1 MB": 'const big = "x".repeat(1e6); for (;;) tslab.display.html(big);',
  "displays of 10 MB": 'const big = "x".repeat(1e7); for (;;) tslab.display.html(big);',
  "short lines": "for (;;) console.log(1);",
};

const { "lines of 1 MB": lines, "displays of 10 MB": displays } = loops;

describe.each([
  ["read as fast as can be", true, loops],
  ["read by nobody who subscribed", false, { "lines of 1 MB": lines, "displays of 10 MB": displays }],
])("what a loop prints without end, %s", (_how, reads, these) => {
  it.each(Object.entries(these))(
    "%s: Stop is answered and has stopped within a second, in less than 700 MB",
    async (_what, code) => {
      const kernel = await KernelClient.start();
      onTestFinished(() => kernel.stop());
      await kernel.run('import * as tslab from "tslab";');
      const reader = inBrowser ? undefined : await farReader(kernel.iopubAddress, reads);
      if (reader) {
        kernel.deafen();
        onTestFinished(() => reader.close());
      }
      const running = kernel.reply("execute_request", { code, store_history: true });
      await sleep(1500);
      const pressed = performance.now();
      const took = () => performance.now() - pressed;
      const times = await Promise.all([
        kernel.reply("interrupt_request", {}, "control").then(took),
        kernel.reply("kernel_info_request", {}).then(took),
        running.then(took),
        reads ? reader?.idle(2).then(took) : 0,
      ]);
      expect(Math.max(...times.map((time) => time ?? 0))).toBeLessThan(allowed(1000));
      expect((await running).ename).toBe("Interrupted");
      expect(peak(kernel)).toBeLessThan(700 * megabyte);
    },
  );
});

describe("a subscriber that does not read", () => {
  it("holds up a cell for some seconds, not for good, and the others get all of it", async () => {
    const kernel = await KernelClient.start();
    onTestFinished(() => kernel.stop());
    const deaf = await farReader(kernel.iopubAddress, false);
    onTestFinished(() => deaf.close());
    const { stdout, reply } = await kernel.run('for (let k = 0; k < 60; k++) console.log("x".repeat(1e6));');
    expect(reply.status).toBe("ok");
    expect(stdout).toHaveLength(60 * (1e6 + 1));
    expect(peak(kernel)).toBeLessThan(500 * megabyte);
  });
});

describe("standard output and standard error in turn", () => {
  const kernel = useKernel();

  it("2 x 100,000 lines arrive whole, each stream in order, in less than 2,000 messages", async () => {
    const code = "for (let k = 0; k < 100_000; k++) { console.log(k); console.error(k); }\nconsole.log('end');";
    const { stdout, stderr, outputs } = await kernel.run(code);
    const lines = Array.from({ length: 100_000 }, (_, k) => `${k}\n`).join("");
    expect(stderr).toBe(lines);
    expect(stdout).toBe(`${lines}end\n`);
    expect(outputs.length).toBeLessThan(2000);
  });

  it("eight runs of one burst keep their order exactly", async () => {
    const { outputs } = await kernel.run("for (let k = 0; k < 4; k++) { console.log(k); console.error(k); }");
    expect(outputs.map(({ content }) => [content.name, content.text])).toEqual(
      [0, 1, 2, 3].flatMap((k) => [
        ["stdout", `${k}\n`],
        ["stderr", `${k}\n`],
      ]),
    );
  });

  it("what is printed before a display stands before it", async () => {
    const code =
      'const show = (k: number) => (globalThis as any)[Symbol.for("jupyter.kernel")].display({ data: { "text/plain": String(k) } });\nfor (let k = 0; k < 50; k++) { for (let j = 0; j < 20; j++) { console.log(k); console.error(k); } show(k); }';
    const { outputs } = await kernel.run(code);
    let shown = 0;
    for (const { type, content } of outputs) {
      if (type === "display_data") expect(content.data["text/plain"]).toBe(String(shown++));
      else expect(new Set(content.text.trim().split("\n"))).toEqual(new Set([String(shown)]));
    }
    expect(shown).toBe(50);
  });
});
