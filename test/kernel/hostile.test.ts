// Messages, signals and moments that nobody wishes on a kernel.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { Dealer } from "zeromq";
import { SignedFrames } from "../../jupyter/kernel/protocol/signed-frames";
import { freeConnection, KernelClient, type StartOptions } from "../helpers/kernel/client";
import { useKernel } from "../helpers/kernel/use-kernel";
import { gone } from "../helpers/processes";
import { allowed } from "../helpers/slack.mjs";

async function kernelOf(options: StartOptions = {}): Promise<KernelClient> {
  const kernel = await KernelClient.start(options);
  onTestFinished(() => kernel.stop());
  return kernel;
}

/** A socket of our own on one of the kernel's channels. */
function dealer(kernel: KernelClient, port: string): Dealer {
  const socket = new Dealer({ sendHighWaterMark: 0, sendTimeout: 0, linger: 0 });
  socket.connect(`tcp://127.0.0.1:${kernel.connection[port]}`);
  onTestFinished(() => socket.close());
  return socket;
}

const memory = (kernel: KernelClient) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${kernel.process.pid}/status`, "utf8"))?.[1]) / 1024;

describe("messages", () => {
  it("signed ones that are malformed are refused; the next one is answered", async () => {
    const kernel = await kernelOf();
    const signedFrames = new SignedFrames(String(kernel.connection.key));
    const header = { msg_id: randomUUID(), msg_type: "execute_request", session: "s" };
    const content = { code: "1" };
    const malformed: unknown[][] = [
      [header, {}, {}, null],
      [header, {}, {}, []],
      [header, {}, {}, 5],
      [header, null, {}, content],
      [header, {}, '"x"', content],
      [null, {}, {}, content],
      [[], {}, {}, content],
      ['"text"', {}, {}, content],
      [{ ...header, msg_id: {} }, {}, {}, content],
      [{ ...header, msg_id: null }, {}, {}, content],
      [{ ...header, msg_type: 7 }, {}, {}, content],
      [{}, {}, {}, content],
    ];
    for (const port of ["shell_port", "control_port"]) {
      const socket = dealer(kernel, port);
      for (const parts of malformed) await socket.send(signedFrames.signed(parts));
      for (const type of ["execute_request", "complete_request", "history_request", "x_request"])
        for (const odd of [{}, { code: 5 }, { code: null, cursor_pos: "x" }, { n: {} }])
          await socket.send(signedFrames.signed([{ ...header, msg_id: randomUUID(), msg_type: type }, {}, {}, odd]));
    }
    const { result } = await kernel.run("6 * 7");
    expect(result).toBe("42");
    const { reply } = await kernel.request("kernel_info_request", {}, "control");
    expect(reply.status).toBe("ok");
  });

  it("a thousand without a key do not end a kernel whose errors nobody reads", async () => {
    const launcher = join(import.meta.dirname, "fixtures/full-pipe.mjs");
    const kernel = await kernelOf({ launcher: [process.execPath, launcher] });
    const socket = dealer(kernel, "shell_port");
    await kernel.run('console.error("uses it"); process.stderr.fd');
    for (let k = 0; k < 1000; k++) await socket.send("x".repeat(1000));
    await sleep(300);
    expect((await kernel.run("1")).result).toBe("1");
    expect((await kernel.run("2")).result).toBe("2");
  });

  it("200 MB to the socket for input are not kept", async () => {
    const kernel = await kernelOf();
    await kernel.run("1");
    const before = memory(kernel);
    const socket = dealer(kernel, "stdin_port");
    for (let k = 0; k < 200; k++) await socket.send(Buffer.alloc(1e6));
    await sleep(1500);
    expect((await kernel.run("1")).result).toBe("1");
    expect(memory(kernel) - before).toBeLessThan(120);
  });
});

describe("a history pattern", () => {
  const kernel = useKernel(`"${"x".repeat(5000)}"`);
  const find = async (pattern: string) => {
    const content = { hist_access_type: "search", pattern, n: 10 };
    return (await kernel.request("history_request", content)).reply.history.length;
  };

  it("with twenty stars over a long cell is answered at once", async () => {
    const start = performance.now();
    expect(await find(`${"*x".repeat(20)}*y`)).toBe(0);
    expect(performance.now() - start).toBeLessThan(allowed(1000));
  });

  it.each([
    ["*", 1],
    ["**", 1],
    ['"x*x"', 1],
    ["*xy*", 0],
    ["?x*", 1],
    ["x*", 0],
    ["", 0],
    ["*[x]*", 0],
    ['*?"', 1],
    ['*"?', 0],
  ])("%s finds %i", async (pattern, found) => {
    expect(await find(pattern)).toBe(found);
  });
});

describe("SIGUSR1", () => {
  it("opens no debugger, and the kernel lives on", async () => {
    const kernel = await kernelOf();
    await kernel.run("1");
    for (let k = 0; k < 2; k++) {
      kernel.process.kill("SIGUSR1");
      await sleep(200);
    }
    const { result } = await kernel.run('import * as inspector from "node:inspector"; inspector.url()');
    expect(result).toBeUndefined();
    expect(await connects(9229)).toBe(false);
    expect((await kernel.run("1")).result).toBe("1");
  });
});

const connects = (port: number) =>
  new Promise<boolean>((done) => {
    const socket = createConnection(port, "127.0.0.1");
    socket.once("connect", () => done(true)).once("error", () => done(false));
  });

describe("the death of the one who started it", () => {
  /** Starts a kernel whose parent dies so much later; the kernel's process. */
  async function kernelOfDying(milliseconds: number): Promise<number> {
    const folder = mkdtempSync(join(tmpdir(), "orphan-"));
    const file = join(folder, "connection.json");
    writeFileSync(file, JSON.stringify(await freeConnection()));
    const launcher = join(import.meta.dirname, "fixtures/dying-parent.mjs");
    const kernel = join(import.meta.dirname, "../../.local/kernel.cjs");
    const node = process.env.NODE_UNDER_TEST ?? process.execPath;
    const words = [launcher, node, kernel, file, String(milliseconds)];
    const parent = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "ignore"] });
    const pid = await new Promise<number>((told) => parent.stdout.once("data", (text) => told(Number(text))));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
      parent.kill("SIGKILL");
      if (isThere(pid)) process.kill(pid, "SIGKILL");
    });
    return pid;
  }

  const isThere = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  it.each([0, 30, 60, 100, 200, 400, 800])("%i ms after the start ends the kernel", async (milliseconds) => {
    const pid = await kernelOfDying(milliseconds);
    expect(await gone(pid, milliseconds + 6000)).toBe(true);
  });

  it("is what ends it: while he lives, it lives", async () => {
    const pid = await kernelOfDying(60_000);
    await sleep(4000);
    expect(isThere(pid)).toBe(true);
  });
});
