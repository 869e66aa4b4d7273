import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { globFiles } from "../../bench/kernel/glob-files";
import { cpuMilliseconds, memory, processTree, quiet, usageIsKnown } from "../../bench/kernel/process-tree";
import { copyProject } from "../../bench/kernel/project-copy";
import { markdown, summary } from "../../bench/kernel/report";
import { root } from "../../scripts/project.mjs";
import { temporaryFolder } from "../helpers/temporary-folder";

// A tick for each of two processes and two clocks is lost at most.
const lostToTicks = 40;

it.runIf(usageIsKnown)("CPU of a child counts while it runs and when it has ended", async () => {
  const busy = "while (process.cpuUsage().user < 3e5) for (let i = 0; i < 1e6; i++);";
  const parent = `
    const { spawn, spawnSync } = require("node:child_process");
    spawnSync(process.execPath, ["-e", ${JSON.stringify(busy)}]);
    const child = spawn(process.execPath, ["-e", ${JSON.stringify(`${busy} console.log(1); setInterval(() => {}, 1000);`)}]);
    child.stdout.once("data", () => console.log("both"));`;
  const child = spawn(process.execPath, ["-e", parent], { stdio: ["ignore", "pipe", "ignore"] });
  const pid = child.pid ?? 0;
  try {
    await once(child.stdout, "data");
    await quiet(pid);
    expect(processTree(pid)).toHaveLength(2);
    expect(cpuMilliseconds(pid)).toBeGreaterThanOrEqual(600 - lostToTicks);
    // An empty Node takes 30 MB at least, and there are two of them.
    expect(memory(pid).rssMegabytes).toBeGreaterThan(60);
  } finally {
    for (const member of processTree(pid)) process.kill(member, "SIGKILL");
  }
});

it("an edit of the copy leaves the project as it was, and is another one each time", () => {
  const layer = "src/layers/conv3x3.ts";
  const before = readFileSync(join(root, layer), "utf8");
  const copy = copyProject(root, join(temporaryFolder(), "copy"));
  const texts = [layer, "python_package/conv3x3.py"].map((name) => {
    const file = join(copy.folder, name);
    const seen = new Set([readFileSync(file, "utf8")]);
    for (let k = 0; k < 3; k++) {
      copy.edit();
      seen.add(readFileSync(file, "utf8"));
    }
    return seen.size;
  });
  expect(texts).toEqual([4, 4]);
  expect(readFileSync(join(root, layer), "utf8")).toBe(before);
});

it("deleting what kernels remember deletes nothing else", () => {
  const copy = copyProject(root, join(temporaryFolder(), "copy"));
  const remembered = join(copy.folder, "python_package/__pycache__");
  mkdirSync(remembered);
  writeFileSync(join(remembered, "conv3x3.pyc"), "");
  copy.emptyCaches();
  expect(existsSync(remembered)).toBe(false);
  const kept = ["src/index.ts", ".local/kernel.cjs", "node_modules/typescript", "python_package"];
  for (const name of kept) expect(existsSync(join(copy.folder, name)), name).toBe(true);
});

it("a star stands for a part of one name only", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "a.b/deep"), { recursive: true });
  mkdirSync(join(folder, "axb"));
  writeFileSync(join(folder, "a.b/one.txt"), "");
  expect(globFiles(folder, "a.b")).toEqual(["a.b"]);
  expect(globFiles(folder, "a*b/*").sort()).toEqual(["a.b/deep", "a.b/one.txt"]);
  expect(globFiles(folder, "*.txt")).toEqual([]);
  expect(globFiles(folder, "nowhere/*")).toEqual([]);
});

it("the table shows medians of wall time and means of CPU, what waited, and what is not there", () => {
  const seen = new Map([
    [
      "a",
      {
        samples: {
          trivial: [
            { wall: 9, cpu: 0 },
            { wall: 3, cpu: 10 },
            { wall: 4, cpu: 10 },
          ],
          tabLooping: [{ wall: 600, cpu: undefined, waited: true }],
        },
        memory: [
          { rssMegabytes: 10, pssMegabytes: 8 },
          { rssMegabytes: 30, pssMegabytes: 20 },
        ],
      },
    ],
    ["b", { samples: { trivial: [{ wall: 1234.4, cpu: undefined }] }, memory: [] }],
  ]);
  const report = { machine: "M", versions: ["V"], rounds: 3, ...summary(seen) };
  expect(markdown(report).split("\n").slice(-5)).toEqual([
    "|  | a | b |",
    "|---|---:|---:|",
    "| trivial cell | 4.0 (6.7) | 1,234 |",
    "| Tab while a cell loops | waits for its end | – |",
    "| resident memory after the first import, all processes | 20 MB (14) | – |",
  ]);
});
