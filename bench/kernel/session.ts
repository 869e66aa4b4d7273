import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { KernelClient, type Outcome } from "../../test/helpers/kernel/client";
import type { Contender } from "./contenders";
import { cpuMilliseconds, isAlive, type Memory, memory, processTree, quiet, usageIsKnown } from "./process-tree";

/** One measurement. */
export interface Sample {
  /** The time from the request to its reply and `idle`. */
  readonly wall: number;
  /** CPU time of all of the kernel's processes, from the request until they are quiet: work after the reply counts. */
  readonly cpu: number | undefined;
  /** Why there is no time: it came only when the running cell had ended. */
  readonly waited?: boolean;
}

/** Ends the kernels of the sessions that are open; they are in process groups of their own, out of Ctrl-C's reach. */
export async function endAll(): Promise<void> {
  await Promise.all([...open].map((session) => session.end()));
}

const open = new Set<Session>();

/** A kernel that has just been started, and what it has been seen to need. */
export class Session {
  readonly client: KernelClient;
  readonly ready: Sample;
  readonly #pid: number;
  #isRunning = false;

  private constructor(client: KernelClient) {
    this.client = client;
    this.#pid = client.process.pid ?? 0;
    open.add(this);
    this.ready = { wall: client.readyMilliseconds, cpu: this.#cpu() };
  }

  static async start(contender: Contender, project: string): Promise<Session> {
    return new Session(await KernelClient.start(contender.start(project)));
  }

  /** Never fulfilled; rejected when the kernel ends by itself, whose answers would be waited for in vain. */
  async died(): Promise<never> {
    await once(this.client.process, "exit");
    throw new Error("bench: the kernel ended by itself");
  }

  /** Runs a cell that must succeed, at once, whatever the kernel still does. */
  async cell(code: string): Promise<Sample> {
    return this.#measure(async () => {
      const { reply, milliseconds } = await this.client.run(code);
      if (reply.status !== "ok") throw new Error(failure(code, reply));
      return milliseconds;
    });
  }

  /** Runs a cell unmeasured. @returns what it printed */
  async prepare(code: string): Promise<string> {
    const { reply, stdout } = await this.client.run(code);
    if (reply.status !== "ok") throw new Error(failure(code, reply));
    await quiet(this.#pid);
    return stdout.trim();
  }

  /** Runs a cell whose types are wrong. */
  async requireTypeError(code: string): Promise<void> {
    const { reply } = await this.client.run(code);
    await quiet(this.#pid);
    if (reply.status === "error" && /TS\d+/.test(reply.evalue)) return;
    throw new Error(`bench: expected a type error, got ${reply.ename ?? "none"} in the cell ${code}`);
  }

  /** Presses Tab at the end of the code. @returns undefined where the kernel offers nothing */
  tab(code: string): Promise<Sample | undefined> {
    return this.#ask("complete_request", code, ({ matches }) =>
      matches.some((match: string) => match.endsWith("forward")),
    );
  }

  /** Presses Shift-Tab at the end of the code. @returns undefined where the kernel tells nothing */
  shiftTab(code: string): Promise<Sample | undefined> {
    return this.#ask("inspect_request", code, ({ found }) => found);
  }

  /** Asks while a cell runs. */
  async whileRunning(code: string, ask: () => Promise<Sample | undefined>): Promise<Sample | undefined> {
    this.#isRunning = true;
    const running = this.client.run(code).then((outcome) => {
      this.#isRunning = false;
      return outcome;
    });
    await sleep(100);
    if (!this.#isRunning) throw new Error(`bench: ended before anything was asked: ${code}`);
    const sample = await ask();
    const waited = !this.#isRunning;
    const { reply } = await running;
    if (reply.status !== "ok") throw new Error(failure(code, reply));
    await quiet(this.#pid);
    return sample && { wall: sample.wall, cpu: undefined, waited };
  }

  memory(): Memory | undefined {
    return usageIsKnown ? memory(this.#pid) : undefined;
  }

  /** Ends the kernel, and sees to it that nothing of it is left to slow down the next one. */
  async end(): Promise<void> {
    open.delete(this);
    const processes = usageIsKnown ? processTree(this.#pid) : [];
    await this.client.stop();
    const alive = () => processes.filter(isAlive);
    for (let k = 0; alive().length > 0 && k < 100; k++) await sleep(20);
    for (const pid of alive()) {
      process.stderr.write(`bench: process ${pid} outlived its kernel\n`);
      process.kill(pid, "SIGKILL");
    }
  }

  async #ask(type: string, code: string, answered: (reply: Outcome["reply"]) => boolean): Promise<Sample | undefined> {
    let isAnswer = false;
    const content = { code, cursor_pos: code.length, detail_level: 0 };
    const sample = await this.#measure(async () => {
      const { reply, milliseconds } = await this.client.request(type, content);
      isAnswer = reply.status === "ok" && answered(reply);
      return milliseconds;
    });
    return isAnswer ? sample : undefined;
  }

  async #measure(work: () => Promise<number>): Promise<Sample> {
    const before = this.#cpu();
    const wall = await work();
    if (this.#isRunning) return { wall, cpu: undefined };
    await quiet(this.#pid);
    const after = this.#cpu();
    return { wall, cpu: after !== undefined && before !== undefined ? after - before : undefined };
  }

  #cpu(): number | undefined {
    return usageIsKnown ? cpuMilliseconds(this.#pid) : undefined;
  }
}

function failure(code: string, { ename, evalue }: Outcome["reply"]): string {
  return `bench: ${ename}: ${evalue} in the cell ${code}`;
}
