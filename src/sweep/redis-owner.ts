import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";

/** That one process only coordinates a sweep: two would take each other's results. */
export class Ownership {
  private readonly own = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;

  constructor(
    private readonly redis: Redis,
    private readonly key: string,
    private readonly sweep: string,
    /** Milliseconds for which a sweep is owned by whoever says no more; `renew` is called three times as often. */
    private readonly ownedFor = 15_000,
  ) {}

  /**
   * Takes the sweep; another process that says nothing for fifteen seconds was killed.
   *
   * @param tell  why it has to wait
   * @throws {Error} if another process goes on with it
   */
  async take(tell: (line: string) => void): Promise<void> {
    for (const end = Date.now() + 1.5 * this.ownedFor; ; await sleep(500)) {
      if (await this.redis.set(this.key, this.own, "PX", this.ownedFor, "NX")) return;
      const other = (await this.redis.get(this.key))?.split(":").slice(0, 2).join(", process ");
      if (Date.now() > end) {
        const mend = "wait for it, or give this one another name";
        throw new Error(`redis: a sweep "${this.sweep}" runs there already, on ${other}: ${mend}`);
      }
      tell(`a sweep "${this.sweep}" is coordinated by ${other}: waiting, in case that was killed`);
    }
  }

  /** @throws {Error} if another process has taken it: this one was not heard for too long */
  async renew(): Promise<void> {
    const owner = await this.redis.get(this.key);
    if (owner !== null && owner !== this.own) {
      throw new Error(`the sweep "${this.sweep}" was taken over by ${owner.split(":").slice(0, 2).join(", process ")}`);
    }
    await this.redis.set(this.key, this.own, "PX", this.ownedFor);
  }

  async release(): Promise<void> {
    if ((await this.redis.get(this.key)) === this.own) await this.redis.del(this.key);
  }
}
