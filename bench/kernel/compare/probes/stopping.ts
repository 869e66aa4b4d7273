// Stop, and what must not end or outlive the kernel.

import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../../../../scripts/project.mjs";
import { gone } from "../../../../test/helpers/processes";
import { allowed } from "../../../../test/helpers/slack.mjs";
import { type Cell, type Finding, has, type Probe, shown, Trial } from "../trial";

const keep: Cell = { typescript: "let kept = 7;", python: "kept = 7" };
const kept: Cell = { typescript: "console.log(kept + 1);", python: "print(kept + 1)" };

/** Runs a cell, presses Stop, and looks whether it ends within a second and the variables are there. */
async function stops(trial: Trial, cell: Cell, after = 500): Promise<Finding> {
  await trial.run(keep);
  const running = trial.send(cell);
  const early = await trial.withIn(running, after);
  if (early) return has(false, shown(early).split("\n")[0]);
  void trial.client.interrupt();
  if (!(await trial.withIn(running, allowed(1000)))) {
    if (!(await trial.withIn(running, allowed(5000)))) return has(false, "it goes on");
    return has(false, "not within a second");
  }
  await sleep(300);
  return has((await trial.shown(kept)).trim() === "8", "the kernel is lost");
}

const loop: Cell = { typescript: "for (;;);", python: "while True: pass" };
const awaiting: Cell = {
  typescript: "await null; for (;;) await new Promise((go) => setTimeout(go, 5));",
  python: "import asyncio\nwhile True: await asyncio.sleep(0.005)",
};
const child: Cell = {
  typescript: 'import { execSync } from "node:child_process"; execSync("sleep 30");',
  python: "import subprocess; subprocess.run(['sleep', '30'])",
};
const printing: Cell = {
  typescript: 'const big = "x".repeat(1e6); for (;;) console.log(big);',
  python: "big = 'x' * 1_000_000\nwhile True: print(big)",
};
const ticking: Cell = {
  typescript: "let ticks = 0; setInterval(() => ticks++, 5); await new Promise(() => {});",
  python:
    "import asyncio\nticks = 0\nasync def tick():\n  global ticks\n  while True:\n    ticks += 1\n    await asyncio.sleep(0.005)\ntask = asyncio.ensure_future(tick())\nawait asyncio.Event().wait()",
};
const ticks: Cell = { typescript: "console.log(ticks);", python: "print(ticks)" };
const exit: Cell = { typescript: "process.exit(3);", python: "import sys; sys.exit(3)" };
const unheard: Cell = {
  typescript: 'Promise.reject(new Error("unheard")); 1',
  python:
    "import asyncio\nasync def lost(): raise ValueError('unheard')\nasyncio.ensure_future(lost())\nawait asyncio.sleep(0.1)",
};
const pid: Cell = { typescript: "console.log(process.pid);", python: "import os; print(os.getpid())" };

/** Whether the kernel still answers. */
const lives = async (trial: Trial) => (await trial.shown("1 + 1")).includes("2");

/** Probes of Stop, of the end of a kernel, and of what is left behind. */
export const stopping: readonly Probe[] = [
  { title: "Stop ends a loop within a second; the variables stay", isShort: true, try: (trial) => stops(trial, loop) },
  { title: "… a cell that awaits", isShort: true, try: (trial) => stops(trial, awaiting) },
  { title: "… a cell that waits for a child process", try: (trial) => stops(trial, child) },
  { title: "… a cell that prints megabytes", isShort: true, try: (trial) => stops(trial, printing, 200) },
  {
    title: "nothing of a stopped cell goes on",
    try: async (trial) => {
      const stopped = await stops(trial, ticking);
      if (!stopped.holds) return has(false, "Stop does not end it");
      const first = await trial.shown(ticks);
      await sleep(200);
      return has(/^\d+$/.test(first.trim()) && first === (await trial.shown(ticks)), "its timers or tasks do");
    },
  },
  {
    title: "leaving the process from a cell is an error, and the kernel lives on",
    isShort: true,
    try: async (trial) => {
      const outcome = await trial.run(exit, {}, 3000);
      if (!outcome || !(await lives(trial))) return has(false, "the kernel is gone");
      return has(outcome.reply.status === "error", "the cell succeeds");
    },
  },
  {
    title: "a failure that nobody awaited is told, and the kernel lives on",
    try: async (trial) => {
      const outcome = await trial.run(unheard, {}, 3000);
      await sleep(500);
      const late = trial.client.late.map(({ content }) => String(content.text ?? content.evalue)).join("\n");
      if (!outcome || !(await lives(trial))) return has(false, "the kernel is gone");
      return has(`${shown(outcome)}\n${late}`.includes("unheard"), "nothing is said");
    },
  },
  {
    title: "a kernel whose parent was killed ends, also in a loop",
    isShort: true,
    try: async ({ kernel }) => {
      const launcher = [process.execPath, join(root, "test/kernel/fixtures/launcher.mjs")];
      const orphan = await Trial.of(kernel, { title: "", try: async () => undefined }, { launcher });
      const own = Number(await orphan.shown(pid));
      void orphan.send(loop);
      await sleep(300);
      await orphan.end();
      const isGone = await gone(own, 3000);
      if (!isGone) process.kill(own, "SIGKILL");
      return has(isGone, "it lives on");
    },
  },
];
