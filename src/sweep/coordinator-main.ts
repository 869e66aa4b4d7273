// The coordinator's process: it holds the pool and the file, so that neither a stopped cell nor a kernel that is killed
// leaves anything running. Lines of JSON in and out: see messages.ts. scripts/sweep/coordinate.mjs starts it.
import { createInterface } from "node:readline";
import type { FromCoordinator, Setup, ToCoordinator } from "./messages";
import { type Code, type OpenCoordinator, openCoordinator } from "./open-coordinator";

const tick = 250; // milliseconds

/** The process ends so where nobody waits for its trials any more. */
const nobodyWaits = 3;

const tell = (message: FromCoordinator, then = () => {}) =>
  void process.stdout.write(`${JSON.stringify(message)}\n`, then);

/** Coordinates the sweep that comes in on standard input, and ends the process. */
export function coordinate(code: Code): void {
  let open: OpenCoordinator | undefined;
  /** Ticks without a line. They are counted, and not the time: a machine that slept has not been silent. */
  let silent = 0;
  let patience = Infinity;
  let ending = false;

  const end = async (status: number) => {
    if (ending) return;
    ending = true;
    await open?.close();
    process.exit(status);
  };
  const begin = async (setup: Setup) => {
    patience = (1000 * (setup.patience ?? Infinity)) / tick;
    open = await openCoordinator(setup, code, tell);
    open.coordinator.done.then(() => tell({ done: true }, () => void end(0)));
  };
  const take = async (message: ToCoordinator) => {
    if ("setup" in message) await begin(message.setup);
    else if ("asked" in message) open?.coordinator.take(message.asked);
    else if ("end" in message) open?.coordinator.end();
  };

  setInterval(() => {
    if (++silent > patience) void end(nobodyWaits);
  }, tick);
  const lines = createInterface({ input: process.stdin });
  lines.on("line", async (line) => {
    silent = 0;
    try {
      await take(JSON.parse(line));
    } catch (error) {
      tell({ failed: (error as Error).message }, () => void end(1));
    }
  });
  // Whoever asked is gone. Trials that run are of use to nobody.
  lines.on("close", () => void end(nobodyWaits));
  process.stdout.on("error", () => void end(nobodyWaits));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end(130));
}
