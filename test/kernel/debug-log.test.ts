// TSLAB_KERNEL_LOG: what the kernel does, message by message.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { log } from "../../jupyter/kernel/log/debug-log";
import { KernelClient, type StartOptions } from "../helpers/kernel/client";

interface Line {
  readonly thread: string;
  readonly event: string;
  readonly facts: Readonly<Record<string, string>>;
}

const form = /^\d{4}-\d\d-\d\dT[\d:.]+Z (main|requests|compiler) (\w+)((?: \w+=(?:[\w.:/-]+|"(?:[^"\\]|\\.)*"))*)$/;

function linesOf(text: string): Line[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => {
      const match = form.exec(line);
      if (!match) throw new Error(`expected a line of the log, got ${line}`);
      const [, thread = "", event = "", facts = ""] = match;
      const pairs = Array.from(facts.matchAll(/(\w+)=("(?:[^"\\]|\\.)*"|\S+)/g), ([, name, value]) => [name, value]);
      return { thread, event, facts: Object.fromEntries(pairs) };
    });
}

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "kernel-log-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "log");
}

async function kernelWith(TSLAB_KERNEL_LOG: string, options: StartOptions = {}): Promise<KernelClient> {
  const kernel = await KernelClient.start({ ...options, env: { TSLAB_KERNEL_LOG } });
  onTestFinished(() => kernel.stop());
  return kernel;
}

/** A kernel whose standard error goes into a file. */
const withErrorsIn = (file: string): StartOptions => ({ launcher: ["sh", "-c", `exec "$@" 2>"${file}"`, "sh"] });

describe("in a file", () => {
  it("has a cell one number in all threads, also after cells that could not be read", async () => {
    const file = temporaryFile();
    const kernel = await kernelWith(file);
    await kernel.run("1 +");
    await kernel.run("2 +");
    await kernel.run("3");
    const lines = linesOf(readFileSync(file, "utf8"));
    const numberIn = (event: string) => lines.filter((line) => line.event === event).at(-1)?.facts.cell;
    const events = ["phase", "compiled", "runs", "ran"];
    expect(events.map(numberIn)).toEqual(events.map(() => "3"));
  });

  it("stands the way of a cell through all threads, with sizes and times", async () => {
    const file = temporaryFile();
    const kernel = await kernelWith(file);
    await kernel.run("const width: number = 28; width");
    const lines = linesOf(readFileSync(file, "utf8"));
    const find = (event: string, more: object) => lines.filter((line) => line.event === event).find(holds(more));
    const request = find("received", { channel: "shell", type: "execute_request" });
    const { msg_id } = request?.facts ?? {};
    expect(msg_id).toMatch(/^[\w-]{36}$/);
    expect(Number(request?.facts.bytes)).toBeGreaterThan(100);

    const compiled = find("compiled", { msg_id });
    const cell = compiled?.facts.cell;
    const phases = lines.filter(
      ({ thread, event, facts }) => thread === "compiler" && event === "phase" && facts.cell === cell,
    );
    expect(phases.map(({ facts }) => facts.phase)).toEqual([
      "read",
      '"look at files"',
      "check",
      "emit",
      '"emit files"',
    ]);
    for (const { facts } of phases) expect(Number(facts.ms)).toBeGreaterThanOrEqual(0);
    expect(find("runs", { msg_id })?.thread).toBe("main");
    expect(find("ended", { msg_id, status: "ok" })?.thread).toBe("main");
    expect(find("sent", { channel: "iopub", type: "execute_result", parent: msg_id })).toBeDefined();
    expect(find("sent", { channel: "shell", type: "execute_reply", parent: msg_id })).toBeDefined();
    const answered = find("answered", { msg_id, status: "ok" });
    expect(Number(answered?.facts.queued_ms)).toBeGreaterThanOrEqual(0);
    expect(Number(answered?.facts.worked_ms)).toBeGreaterThanOrEqual(Number(compiled?.facts.ms));
  });

  it("stands neither code, nor output, nor the connection's key", async () => {
    const file = temporaryFile();
    const kernel = await kernelWith(file);
    await kernel.run('console.log("pass" + "word1"); const secretName = 1; throw new Error("word2");');
    await kernel.request("complete_request", { code: "secretNa", cursor_pos: 8 });
    const text = readFileSync(file, "utf8");
    expect(text).toContain("execute_reply");
    for (const secret of ["word1", "word2", "secretNa", String(kernel.connection.key)]) {
      expect(text).not.toContain(secret);
    }
  });

  it("stands what happened last before the process was killed", async () => {
    const file = temporaryFile();
    const kernel = await kernelWith(file);
    void kernel.run('process.kill(process.pid, "SIGKILL")');
    expect(await kernel.ended(20_000)).toBe(true);
    const ofMain = linesOf(readFileSync(file, "utf8")).filter(({ thread }) => thread === "main");
    expect(ofMain.at(-1)?.event).toBe("runs");
  });

  it("stands how Stop was heard", async () => {
    const file = temporaryFile();
    const kernel = await kernelWith(file);
    const lines = () => linesOf(readFileSync(file, "utf8"));
    const running = kernel.run("for (;;);");
    await vi.waitFor(() => expect(lines().filter(({ event }) => event === "runs")).toHaveLength(1), 20_000);
    await kernel.interrupt();
    expect((await running).reply.ename).toBe("Interrupted");
    const events = lines().filter(({ event }) => ["interrupt", "terminate", "interrupted"].includes(event));
    expect(events.map(({ event, facts }) => [event, facts.number])).toEqual([
      ["interrupt", "1"],
      ["terminate", "1"],
      ["interrupted", "1"],
    ]);
  });

  it("one message is one line, whatever it is called", async () => {
    const file = temporaryFile();
    const kernel = await kernelWith(file);
    const type = "a\nb main died=1_request";
    await kernel.request(type, {});
    const received = linesOf(readFileSync(file, "utf8")).filter(holds({ type: JSON.stringify(type) }));
    expect(received.map(({ event }) => event)).toEqual(["received", "answered"]);
  });
});

describe("on standard error", () => {
  it("stand its lines, and none in what cells print", async () => {
    const file = temporaryFile();
    const kernel = await kernelWith("stderr", withErrorsIn(file));
    const { stdout, stderr } = await kernel.run('console.log("out"); console.error("error");');
    expect([stdout, stderr]).toEqual(["out\n", "error\n"]);
    const threads = linesOf(readFileSync(file, "utf8")).map(({ thread }) => thread);
    expect(new Set(threads)).toEqual(new Set(["main", "requests", "compiler"]));
  });

  it("stands one line about a log that cannot be written, and the kernel works", async () => {
    const file = temporaryFile();
    const kernel = await kernelWith("/no/such/folder/log", withErrorsIn(file));
    expect((await kernel.run("6 * 7")).result).toBe("42");
    expect(readFileSync(file, "utf8")).toMatch(/^kernel: TSLAB_KERNEL_LOG: ENOENT.*\/no\/such\/folder\/log'\n$/);
  });
});

it("there is no log where none is asked for", () => {
  expect(log).toBeUndefined();
});

const holds =
  (more: object) =>
  ({ facts }: Line) =>
    Object.entries(more).every(([name, value]) => facts[name] === value);
