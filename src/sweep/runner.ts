// The entry of a process that runs trials, one after the other. It decides nothing: after each epoch it asks.
//
//   in    { id, trial }   { id, go: true | false }
//   out   { ready }       { id, epoch }   { id, result }   { id, error }
//
// scripts/sweep/bundle.mjs makes one file of it, with the engine; the SHA-256 of that file is "the code" of a sweep.
import { epochsOfTrial } from "./run-trial";
import type { ToRunner } from "./runner-messages";
import { parseTrial } from "./trial";

const parent = process.ppid;
let running: { readonly id: string; readonly epochs: ReturnType<typeof epochsOfTrial> } | undefined;

/** Nobody may be there any more to hear it: then this process ends as well. */
const send = (message: object) => process.send?.(message, undefined, undefined, () => {});

/** Whoever started this process may be killed in the middle of an epoch, which no message tells. */
function endWithParent(): void {
  if (process.ppid !== parent) process.exit(1);
}

function step(go?: boolean): void {
  if (!running) return;
  const { id, epochs } = running;
  try {
    const { value, done } = epochs.next(go);
    if (done) running = undefined;
    send(done ? { id, result: value } : { id, epoch: value });
  } catch (error) {
    running = undefined;
    send({ id, error: (error as Error).message });
  }
}

process.on("message", (message: ToRunner) => {
  if ("go" in message) return void (message.id === running?.id && step(message.go));
  try {
    running = { id: message.id, epochs: epochsOfTrial(parseTrial(message.trial), endWithParent) };
  } catch (error) {
    return void send({ id: message.id, error: (error as Error).message });
  }
  step();
});
process.on("disconnect", () => process.exit(0));
// Ctrl-C, and batch systems, tell a whole group of processes to end. Whether this one does, whoever started it decides.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
send({ ready: true });
