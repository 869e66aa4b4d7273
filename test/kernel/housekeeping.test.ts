import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { KernelClient } from "../helpers/kernel/client";
import { useKernel } from "../helpers/kernel/use-kernel";
import { descendants, gone } from "../helpers/processes";

describe("what a cell does to the process", () => {
  const kernel = useKernel();

  it("process.exit() is an error that says what happened; the kernel lives on", async () => {
    const { reply } = await kernel.run("process.exit(3)");
    expect(reply).toMatchObject({ status: "error", ename: "ExitError" });
    expect(reply.evalue).toContain("process.exit was called");
    expect((await kernel.run("1")).reply.status).toBe("ok");
  });

  it("a rejected promise nobody awaits fails the cell that made it", async () => {
    const { reply, traceback } = await kernel.run('const lost = Promise.reject(new Error("unheard"));\n1');
    expect(reply).toMatchObject({ status: "error", ename: "Error", evalue: "unheard" });
    expect(traceback).toContain(`Cell [${reply.execution_count}]:1:29`);
  });

  it("what is thrown in a timer ends the cell that waits for it", async () => {
    const { reply } = await kernel.run(
      'setTimeout(() => { throw new Error("in a timer") }, 5); await new Promise(() => {});',
    );
    expect(reply).toMatchObject({ status: "error", evalue: "in a timer" });
  });

  it("after its end a cell's errors are printed below it, with their place", async () => {
    kernel.late.length = 0;
    const { reply } = await kernel.run('void setTimeout(() => { throw new Error("afterwards") }, 50);');
    await kernel.run("await new Promise((done) => setTimeout(done, 150));");
    const text = kernel.late.map(({ content }) => content.text).join("");
    expect(text).toContain("Error: afterwards");
    expect(text).toContain(`Cell [${reply.execution_count}]:1:31`);
  });

  it("a syntax error says where", async () => {
    const { reply, traceback } = await kernel.run("const a = 1;\nconst b = = 2;");
    expect(traceback).toMatch(new RegExp(`Cell \\[${reply.execution_count}\\]:2:11 error TS1109: Expression expected`));
  });

  it("a signal that asks to interrupt does not end the kernel, not even after a cell listened once", async () => {
    await kernel.run('process.once("SIGINT", () => {});');
    for (let k = 0; k < 3; k++) {
      kernel.process.kill("SIGINT");
      await sleep(30);
    }
    expect((await kernel.run("1")).reply.status).toBe("ok");
  });
});

describe("no process is left", () => {
  it.each(["1", "for (;;);", "setInterval(() => {}, 5); await new Promise(() => {});"])(
    "after a shutdown while the kernel runs `%s`, nor of what cells started",
    async (code) => {
      const kernel = await KernelClient.start();
      const { result } = await kernel.run(
        'import { spawn } from "child_process"; spawn("sleep", ["1000"], { stdio: "ignore" }).pid',
      );
      const child = Number(result);
      void kernel.run(code);
      await sleep(200);
      const { reply } = await kernel.request("shutdown_request", { restart: false }, "control");
      expect(reply).toMatchObject({ status: "ok", restart: false });
      expect(await kernel.ended(2000)).toBe(true);
      expect(await gone(child, 1000)).toBe(true);
      await kernel.stop();
    },
  );

  it("after a shutdown while types are checked that take long", async () => {
    const kernel = await KernelClient.start();
    await kernel.run("1");
    const compilers = descendants(kernel.process.pid as number).map(({ pid }) => pid);
    expect(compilers.length).toBeGreaterThan(1);
    void kernel.run(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the cell's own templates
      "type H = `${0|1|2|3|4|5|6|7|8|9}${0|1|2|3|4|5|6|7|8|9}${0|1|2|3|4|5|6|7|8|9}${0|1|2|3|4|5|6|7|8|9}`; const hh: { [K in H]: H } = null as any; let q: { [K in H as `${K}x`]: H } = hh as any as { [K in H as `${K}x`]: { [L in H]: K } }[keyof { [K in H as `${K}x`]: 1 }];",
    );
    await sleep(500);
    await kernel.request("shutdown_request", { restart: false }, "control");
    expect(await kernel.ended(2000)).toBe(true);
    for (const pid of compilers) expect(await gone(pid, 2000)).toBe(true);
    await kernel.stop();
  });

  it("when the process that started it is killed, while it runs an endless loop", async () => {
    const launcher = join(import.meta.dirname, "fixtures/launcher.mjs");
    const kernel = await KernelClient.start({ launcher: [process.execPath, launcher] });
    const { stdout } = await kernel.run("console.log(process.pid);");
    void kernel.run("for (;;);");
    await sleep(200);
    kernel.process.kill("SIGKILL");
    const ended = await gone(Number(stdout), 2000);
    if (!ended) process.kill(Number(stdout), "SIGKILL");
    await kernel.stop();
    expect(ended).toBe(true);
  });
});
