// What Stop does to a check of types; what it does to a cell that runs is in interrupts.ts.
import { setTimeout as sleep } from "node:timers/promises";
import type { CompilerClient } from "../compiler/client-for-requests";
import { Shared } from "../threads/shared-numbers";

/** A check of types that goes on for this time after Stop is given up: its process is killed. */
const patienceMilliseconds = 1000;

/** Waits until the compiler answers something else, and so has ended the check; kills the checker if that takes long. */
export async function endLongCheck(compiler: CompilerClient, shared: Int32Array): Promise<void> {
  const isFree = compiler.ask("counts", undefined).then(() => "free");
  const timeout = sleep(patienceMilliseconds, "busy");
  if ((await Promise.race([isFree, timeout])) === "busy") killChecker(shared);
}

/** Kills the type checker's process, which cannot be told to stop half-way. The compiler starts another one. */
export function killChecker(shared: Int32Array): void {
  const checker = Atomics.load(shared, Shared.CheckerProcess);
  try {
    if (checker !== 0) process.kill(checker, "SIGKILL");
  } catch {
    // The process has ended already.
  }
}
