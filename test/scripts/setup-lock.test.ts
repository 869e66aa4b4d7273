import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { startOf } from "../../scripts/setup/process-start.mjs";
import { type Ended, freshCopy, onlyCommands, removeCopy, runScript } from "../helpers/project-copy";
import { until } from "../helpers/until";

// Numbers of processes are given again, after a power cut and in containers soon: a lock that was left may name
// anybody.
let folder: string;
let lock: string;
beforeAll(() => {
  folder = freshCopy();
  lock = join(folder, ".local", "setup.lock");
  mkdirSync(join(folder, ".local"));
});
afterAll(() => removeCopy(folder));

/** The head of a process group that has nothing to do with the project; its command line sounds as if it had. */
let stranger: ChildProcess;
beforeEach(async () => {
  const script = "console.log(1); setInterval(() => {}, 1000); // npm run start setup: pip in .venv";
  stranger = spawn(process.execPath, ["-e", script], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
  await once(stranger.stdout as NodeJS.ReadableStream, "data");
  onTestFinished(() => void stranger.kill("SIGKILL"));
});
const lives = () => stranger.exitCode === null && stranger.signalCode === null;

/** Set-up as far as its first step, which ends at once. */
function setUp(npm = "exit 1"): Promise<Ended> {
  return runScript(folder, ["scripts/setup.mjs"], {
    environment: onlyCommands(folder, ["node", "python3", "sleep"], { npm }),
  });
}
const cameToNpm = /Node packages could not be installed \(npm ended with 1\)/;

test.each([
  [
    "as the command of a set-up that is gone",
    (pid: number) => `{"owner":{"pid":999999,"start":"1"},"command":{"pid":${pid},"start":"1"}}`,
  ],
  ["as the owner", (pid: number) => `{"owner":{"pid":${pid},"start":"1"}}`],
  ["by its number alone, as an older version wrote it", (pid: number) => `999999 ${pid}`],
  ["as the owner, by its number alone", (pid: number) => `${pid}`],
])("a stranger whom a lock names %s stops nothing and is left alone", async (_how, text) => {
  writeFileSync(lock, text(stranger.pid as number));
  expect((await setUp()).output).toMatch(cameToNpm);
  expect(lives()).toBe(true);
  expect(existsSync(lock)).toBe(false);
});

test("the command of a set-up that was killed is ended, with all that it started", async () => {
  const pid = stranger.pid as number;
  writeFileSync(lock, JSON.stringify({ owner: { pid: 999999, start: "1" }, command: { pid, start: startOf(pid) } }));
  const ended = once(stranger, "exit");
  expect((await setUp()).output).toMatch(cameToNpm);
  expect(await ended).toEqual([null, "SIGKILL"]);
});

test("of two set-ups at once the second says in one line that the first is running", async () => {
  const first = setUp("sleep 5; exit 1");
  const command = () => (existsSync(lock) ? JSON.parse(readFileSync(lock, "utf8")).command : undefined);
  const { pid } = (await until(command, 10_000)) ?? {};
  const { status, output } = await setUp();
  expect(output).toMatch(
    /^\n✗ Another set-up of this folder is running \(process \d+\): wait for it to end, [^\n]+\n$/,
  );
  expect(status).toBe(1);
  process.kill(-pid, "SIGKILL");
  await first;
});

test("an empty lock, as a power cut leaves it, is taken over", async () => {
  writeFileSync(lock, "");
  expect((await setUp()).output).toMatch(cameToNpm);
});

test("the start of a process is its own: it stays the same, differs from a later one's, and is none where there is none", async () => {
  expect(startOf(stranger.pid as number)).not.toBe("");
  expect(startOf(stranger.pid as number)).toBe(startOf(stranger.pid as number));
  expect(startOf(stranger.pid as number)).not.toBe(startOf(process.pid));
  for (const none of [0, -1, 4194305, Number.NaN]) expect(startOf(none)).toBe("");
});
