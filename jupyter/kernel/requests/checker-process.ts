import { Shared } from "../threads/shared-numbers";

/** Kills the type checker's process, which cannot be told to stop half-way. The compiler starts another one. */
export function killChecker(shared: Int32Array): void {
  const checker = Atomics.load(shared, Shared.CheckerProcess);
  try {
    if (checker !== 0) process.kill(checker, "SIGKILL");
  } catch {
    // The process has ended already.
  }
}
