import { setTimeout as sleep } from "node:timers/promises";
import { Shared } from "../threads/shared-numbers";
import type { ToMainThread } from "./thread-messages";

/** Time for ZeroMQ to hand over the last messages. */
const flushMilliseconds = 50;
/** Time for the main thread to run what cells registered with process.on("exit"). */
const farewellMilliseconds = 300;

/** Ends the process and what cells started in its process group, even while the main thread is busy. */
export async function endProcess(shared: Int32Array, post: (message: ToMainThread) => void): Promise<void> {
  await sleep(flushMilliseconds);
  post({ shutdown: true });
  for (let waited = 0; waited < farewellMilliseconds; waited += 10) {
    if (Atomics.load(shared, Shared.Closed) === 1) break;
    await sleep(10);
  }
  endCompilers(shared);
  try {
    // Jupyter starts a kernel as the leader of a process group; started otherwise, it may lead none.
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.kill(process.pid, "SIGKILL");
  }
}

/**
 * Kills the processes of the compiler. By themselves they would end only after the work at hand, and a check of types
 * may take minutes.
 */
function endCompilers(shared: Int32Array): void {
  for (const slot of [Shared.CheckerProcess, Shared.LanguageServerProcess]) {
    const pid = Atomics.load(shared, slot);
    try {
      if (pid !== 0) process.kill(pid, "SIGKILL");
    } catch {
      // The process has ended already.
    }
  }
}

/**
 * Calls `orphaned` when the process that started the kernel is gone. Jupyter names that process in JPY_PARENT_PID; a
 * kernel that was started by hand has no such variable, and is not watched.
 *
 * @param parent  the parent process when the kernel started; it may have died since
 */
export function watchParent(parent: number, orphaned: () => void): void {
  const named = process.env.JPY_PARENT_PID;
  if (!named) return;
  const isAdopted = () => process.ppid !== parent || (parent === 1 && named !== "1");
  const timer = setInterval(() => {
    if (!isAdopted()) return;
    clearInterval(timer);
    orphaned();
  }, 500);
}
