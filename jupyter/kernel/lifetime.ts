import { setTimeout as sleep } from "node:timers/promises";
import { Shared, type ToKernel } from "./link";

/** Time for ZeroMQ to hand over the last messages. */
const flushMilliseconds = 50;
/** Time for the main thread to run what cells registered with process.on("exit"). */
const farewellMilliseconds = 300;

/** Ends the process and what cells started in its process group, even while the main thread is busy. */
export async function endProcess(
  shared: Int32Array,
  post: (message: ToKernel) => void,
): Promise<void> {
  await sleep(flushMilliseconds);
  post({ shutdown: true });
  for (let waited = 0; waited < farewellMilliseconds; waited += 10) {
    if (Atomics.load(shared, Shared.Closed) === 1) break;
    await sleep(10);
  }
  try {
    // Jupyter starts a kernel as the leader of a group of its own; elsewhere there is no such group.
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.kill(process.pid, "SIGKILL");
  }
}

/** Calls `orphaned` when the process that started the kernel is gone; Jupyter says who it is. */
export function watchParent(orphaned: () => void): void {
  const parent = process.ppid;
  if (!process.env.JPY_PARENT_PID) return;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    orphaned();
  }, 500);
}
