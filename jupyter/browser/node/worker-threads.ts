// Node's worker threads, as far as the engine uses them. A worker that computes cannot start another: that takes turns of
// its loop. So the page starts them, and this worker only says so.
import type { FromWorker } from "../messages";

/** Whether the page's server, by its headers, allows that threads share memory. */
export const canShare = globalThis.crossOriginIsolated === true;

let started = 0;
const say = (message: FromWorker) => globalThis.postMessage(message);

class Worker {
  readonly threadId = ++started;

  constructor(source: string, { workerData }: { readonly workerData?: unknown } = {}) {
    if (!canShare) throw new Error("worker threads do not work here: the page is not cross-origin isolated");
    say({ thread: this.threadId, start: { source, workerData } });
  }

  /** Failures are told through shared memory. */
  on(): this {
    return this;
  }

  unref(): void {}

  async terminate(): Promise<number> {
    say({ thread: this.threadId });
    return 1;
  }
}

export const workerThreads = { Worker, isMainThread: true, parentPort: null, workerData: undefined };
