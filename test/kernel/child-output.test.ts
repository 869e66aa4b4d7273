// What child processes print that inherit the kernel's output, and what is written to file descriptors 1 and 2.
import { readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { KernelClient } from "../helpers/kernel/client";
import { farReader } from "../helpers/kernel/far-reader";
import { gate } from "../helpers/kernel/gate";
import { useKernel } from "../helpers/kernel/use-kernel";
import { allowed } from "../helpers/slack.mjs";
import { temporaryFolder } from "../helpers/temporary-folder";

const kernel = useKernel(
  'import { exec, execFileSync, execSync, fork, spawn, spawnSync, type StdioOptions } from "node:child_process"; import * as fs from "node:fs"; import { tmpdir } from "node:os"; import { Worker } from "node:worker_threads"; const ended = (child: any) => new Promise((done) => child.on("close", done)); const inherit: StdioOptions = "inherit";',
);

const ways = {
  execSync: 'execSync("echo out; echo err >&2", { stdio: "inherit" });',
  execFileSync: 'execFileSync("sh", ["-c", "echo out; echo err >&2"], { stdio: inherit });',
  spawnSync: 'spawnSync("sh", ["-c", "echo out; echo err >&2"], { stdio: inherit });',
  spawn: 'await ended(spawn("sh", ["-c", "echo out; echo err >&2"], { stdio: inherit }));',
  "a grandchild": 'execSync("sh -c \'sh -c \\"echo out; echo err >&2\\"\'", { stdio: inherit });',
  "numbers of descriptors": 'await ended(spawn("sh", ["-c", "echo out; echo err >&2"], { stdio: [0, 1, 2] }));',
  "the process's own streams":
    'await ended(spawn("sh", ["-c", "echo out; echo err >&2"], { stdio: ["ignore", process.stdout, process.stderr] }));',
  fork: 'const forked = tmpdir() + "/forked-by-" + process.pid + ".js"; fs.writeFileSync(forked, "console.log(\'out\'); console.error(\'err\')"); await ended(fork(forked)); fs.rmSync(forked);',
  "fs.writeSync": 'fs.writeSync(1, "out\\n"); fs.writeSync(2, Buffer.from("err\\n"));',
  "fs.write":
    'await new Promise((done) => fs.write(1, "out\\n", done)); await new Promise((done) => fs.write(2, "err\\n", done));',
  "a stream on a descriptor":
    'await new Promise((done) => fs.createWriteStream("", { fd: 1, autoClose: false }).end("out\\n", done as () => void)); fs.writeFileSync(2, "err\\n");',
};

describe("output that goes past the kernel's own streams", () => {
  it.each(Object.entries(ways))("arrives in the cell: %s", async (_how, code) => {
    const { stdout, stderr, traceback } = await kernel.run(code);
    expect(traceback).toBe("");
    expect([stdout, stderr]).toEqual(["out\n", "err\n"]);
  });

  it("stands between what the cell prints before and after it, a hundred times", async () => {
    const code =
      'for (let k = 0; k < 100; k++) { console.log("a", k); if (k % 2) fs.writeSync(1, ["b", k].join(" ") + "\\n"); else spawnSync("echo", ["b", String(k)], { stdio: inherit }); console.log("c", k); }';
    const { stdout } = await kernel.run(code);
    expect(stdout).toBe(Array.from({ length: 100 }, (_, k) => `a ${k}\nb ${k}\nc ${k}\n`).join(""));
  });

  it("stands before what the cell prints when the process has ended", async () => {
    const code =
      'for (let k = 0; k < 20; k++) { await ended(spawn("echo", ["b", String(k)], { stdio: inherit })); console.log("c", k); }';
    const { stdout } = await kernel.run(code);
    expect(stdout).toBe(Array.from({ length: 20 }, (_, k) => `b ${k}\nc ${k}\n`).join(""));
  });

  it("appears while the main thread waits for the process", async () => {
    const { shell, open } = gate();
    const watch = kernel.onOutput(open);
    const { outputs } = await kernel.run(
      `void execSync(${JSON.stringify(`echo begun; ${shell}; echo ended`)}, { stdio: inherit });`,
    );
    watch.stop();
    expect(outputs.map(({ content }) => content.text)).toEqual(["begun\n", "ended\n"]);
  });

  it("20 MB of a process arrive whole, characters of several bytes too", async () => {
    const { stdout } = await kernel.run('execSync("yes 日本é👍 | head -c 20000000", { stdio: inherit });');
    const line = "日本é👍\n";
    const times = Math.floor(20_000_000 / Buffer.byteLength(line));
    expect(stdout.startsWith(line.repeat(times))).toBe(true);
  });

  it("3 MB written at once to a descriptor arrive; the cell does not hang", async () => {
    const { stdout } = await kernel.run('fs.writeFileSync(1, "x".repeat(3e6));');
    expect(stdout).toHaveLength(3e6);
  });

  it("Stop ends a process that prints without end, within a second", async () => {
    const young = await KernelClient.start();
    onTestFinished(() => young.stop());
    await young.run('import { execSync } from "node:child_process";');
    young.deafen();
    const reader = await farReader(young.iopubAddress);
    onTestFinished(() => reader.close());
    const code = 'execSync("yes", { stdio: "inherit" });';
    const running = young.reply("execute_request", { code });
    await sleep(700);
    const pressed = performance.now();
    await young.reply("interrupt_request", {}, "control");
    expect((await running).ename).toBe("Interrupted");
    await reader.idle(2);
    expect(performance.now() - pressed).toBeLessThan(allowed(1000));
    expect(reader.bytes()).toBeGreaterThan(1e6);
  });

  it("what is read from a process is still the cell's, and nobody else's", async () => {
    const { stdout, result } = await kernel.run(
      'const read = execSync("echo out").toString() + spawnSync("echo", ["two"]).stdout; read',
    );
    expect([stdout, result]).toEqual(["", "'out\\ntwo\\n'"]);
  });

  it("leaves nothing in the folder of temporary files", async () => {
    const TMPDIR = temporaryFolder();
    const young = await KernelClient.start({ env: { TMPDIR } });
    onTestFinished(() => young.stop());
    await young.run('import { execSync } from "node:child_process";');
    const before = readdirSync(TMPDIR);
    expect((await young.run('void execSync("echo out", { stdio: "inherit" });')).stdout).toBe("out\n");
    expect(readdirSync(TMPDIR)).toEqual(before);
  });
});
