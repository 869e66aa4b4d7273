import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { XPublisher } from "zeromq";
import { report } from "../log/report";

/** ZeroMQ keeps this many messages for each subscriber; all others wait in `Publisher`, where they are counted. */
export const keptForEach = 16;
/** A subscriber that reads nothing for this time loses messages, so that it does not hold up the others. */
const patienceMilliseconds = 5000;
/** After this many turns of the event loop ZeroMQ's thread has usually made room. */
const quickTries = 50;

interface Waiting {
  readonly frames: readonly Buffer[];
  readonly sent: () => void;
}

/**
 * Publishes in order, as fast as the slowest subscriber reads. ZeroMQ by itself would either drop
 * what a slow subscriber has not read, or keep all of it in memory.
 */
export class Publisher {
  readonly #socket: XPublisher;
  #queue: Waiting[] = [];
  #working = false;
  /** The number of bytes that wait. */
  unsent = 0;

  /** @param socket  with a limit, with `noDrop`, and without a timeout */
  constructor(socket: XPublisher) {
    this.#socket = socket;
  }

  /** Settles when ZeroMQ has taken the message for all subscribers. */
  publish(frames: readonly Buffer[]): Promise<void> {
    const size = frames.reduce((sum, { length }) => sum + length, 0);
    this.unsent += size;
    return new Promise((taken) => {
      const sent = () => {
        this.unsent -= size;
        taken();
      };
      this.#queue.push({ frames, sent });
      if (!this.#working) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#working = true;
    while (this.#queue.length > 0) {
      const waiting = this.#queue;
      this.#queue = [];
      for (const { frames, sent } of waiting) {
        await this.#send(frames);
        sent();
      }
    }
    this.#working = false;
  }

  async #send(frames: readonly Buffer[]): Promise<void> {
    const start = performance.now();
    for (let tries = 0; performance.now() - start < patienceMilliseconds; tries++) {
      if (await this.#isTaken(frames)) return;
      // No event tells that there is room: a ZeroMQ publisher always says that it can send.
      if (tries < quickTries) await nextTurn();
      else await sleep(2);
    }
    this.#socket.noDrop = false;
    await this.#isTaken(frames);
    this.#socket.noDrop = true;
  }

  /** Whether ZeroMQ had room for the message. */
  async #isTaken(frames: readonly Buffer[]): Promise<boolean> {
    try {
      await this.#socket.send(frames as Buffer[]);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") return false;
      report(error);
    }
    return true;
  }
}
