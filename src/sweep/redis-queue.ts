import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { jobId, prefix, queueName, type TrialJob } from "./redis-jobs";
import { attempts } from "./redis-worker";

const addedAtOnce = 1000;

/** A sweep's trials on their way into the queue of their code. What is added twice is there once. */
export class TrialQueue {
  private readonly queue: Queue;
  private readonly waiting = new Set<string>();
  private adding = false;

  /**
   * @param jobOf     a trial by its id; undefined where nobody wants it any more
   * @param onFailed  told of trials that could not be added
   */
  constructor(
    redis: Redis,
    code: string,
    private readonly jobOf: (id: string) => TrialJob | undefined,
    private readonly onFailed: (ids: readonly string[], error: Error) => void,
  ) {
    // Nobody reads BullMQ's own events.
    this.queue = new Queue(queueName(code), { connection: redis, prefix, streams: { events: { maxLen: 100 } } });
    this.queue.on("error", () => {}); // the connection tells
  }

  /** Adds trials in one go, after whatever else is handed over now. */
  add(ids: Iterable<string>): void {
    for (const id of ids) this.waiting.add(id);
    if (this.adding || this.waiting.size === 0) return;
    this.adding = true;
    setImmediate(() => void this.addWaiting());
  }

  /** Takes a trial back; one that runs stays. */
  async remove(sweep: string, id: string): Promise<void> {
    this.waiting.delete(id);
    await this.queue.remove(jobId({ sweep }, id)).catch(() => 0);
  }

  close(): Promise<void> {
    return this.queue.close();
  }

  private async addWaiting(): Promise<void> {
    const ids = [...this.waiting];
    this.waiting.clear();
    for (let k = 0; k < ids.length; k += addedAtOnce) {
      const some = ids.slice(k, k + addedAtOnce);
      try {
        await this.queue.addBulk(some.flatMap((id) => this.asJob(id)));
      } catch (error) {
        this.onFailed(some, error as Error);
      }
    }
    this.adding = false;
    this.add([]);
  }

  private asJob(id: string) {
    const data = this.jobOf(id);
    const backoff = { type: "exponential", delay: 1000 };
    return data ? [{ name: "trial", data, opts: { jobId: jobId(data, id), attempts, backoff } }] : [];
  }
}
