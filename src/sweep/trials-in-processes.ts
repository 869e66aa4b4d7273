import type { ChildProcessWithoutNullStreams } from "node:child_process";
import type { Asked, FromCoordinator, Setup, ToCoordinator } from "./messages";

/** Seconds without a sign of life after which the coordinator ends itself and its trials. */
const patience = 8;
/** Milliseconds between two signs of life. */
const heartbeat = 500;
/** The coordinators that run, by their files, and when somebody last waited for them. */
const running = new Map<string, { readonly child: ChildProcessWithoutNullStreams; heardAt: number }>();
/** How much of what the processes print is kept, to explain an end that nobody expected. */
const mostErrors = 2000;

/**
 * Runs a sweep's trials in processes of this machine. A process of its own coordinates them and writes the file; here
 * is only a timer that tells it that somebody waits. A cell's timers end with the cell: so Stop ends the trials,
 * although nothing of the stopped cell runs any more.
 *
 * @param hear  called with each message, as it comes
 * @throws {Error} if the coordinator cannot go on: says why
 */
export async function trialsInProcesses(
  setup: Setup,
  asked: readonly Asked[],
  hear: (message: FromCoordinator) => void,
): Promise<void> {
  const { spawn } = await import("node:child_process"); // the browser edition has none
  const { createInterface } = await import("node:readline");
  await endOfStopped(setup.file);
  const child = spawn(process.execPath, ["scripts/sweep/coordinate.mjs"], { stdio: ["pipe", "pipe", "pipe"] });
  const errors = lastErrors(child);
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => {
      hear({ gone: true });
      if (running.get(setup.file)?.child === child) running.delete(setup.file);
      resolve(signal ?? `exit code ${code}`);
    });
  });
  const say = (message: ToCoordinator) => {
    if (child.stdin.writable) child.stdin.write(`${JSON.stringify(message)}\n`);
  };
  child.stdin.on("error", () => {}); // a coordinator that has ended: its end says why
  let next = 0;
  const give = (want: number) => {
    say({ asked: asked.slice(next, next + want) });
    next += want;
    if (next >= asked.length) say({ end: true });
  };
  const own = { child, heardAt: performance.now() };
  if (!running.has(setup.file)) running.set(setup.file, own);
  const alive = setInterval(() => {
    own.heardAt = performance.now();
    say({ alive: true });
  }, heartbeat);
  let done = false;
  try {
    say({ setup: { ...setup, patience } });
    for await (const line of createInterface({ input: child.stdout })) {
      const message: FromCoordinator = JSON.parse(line);
      if ("failed" in message) throw new Error(message.failed);
      if ("want" in message) give(message.want);
      if ("done" in message) done = true;
      hear(message);
    }
    const how = await ended;
    if (!done) throw new Error(explained(how, errors()));
  } finally {
    clearInterval(alive);
    child.stdin.end();
  }
}

/**
 * Ends what a stopped cell left of a sweep with the same file, and waits for its end: whoever reruns that cell at once
 * goes on, too. One that is still waited for is left alone, and the second is refused.
 */
async function endOfStopped(file: string): Promise<void> {
  const earlier = running.get(file);
  if (!earlier) return;
  const { child, heardAt } = earlier;
  await new Promise((resolve) => setTimeout(resolve, 2 * heartbeat));
  if (running.get(file) !== earlier || earlier.heardAt !== heardAt) return;
  const gone = new Promise((resolve) => child.once("close", resolve));
  child.stdin.end();
  await gone;
}

function explained(how: string, errors: string): string {
  if (how === "exit code 3") {
    return "sweep: the cell must be free to wait for its trials, got no sign of it for 8 s: run nothing long beside it";
  }
  return `sweep: the process that coordinates the trials must run to their end, got ${how}${errors && `: ${errors}`}`;
}

/** The last of what a process prints as errors. */
function lastErrors(child: ChildProcessWithoutNullStreams): () => string {
  let text = "";
  child.stderr.setEncoding("utf8").on("data", (more: string) => {
    text = `${text}${more}`.slice(-mostErrors);
  });
  return () => text.trim();
}
