import { type ChildProcess, fork } from "node:child_process";
import type { TrialResult } from "./run-trial";
import type { FromRunner, ToRunner } from "./runner-messages";
import type { Trial } from "./trial";
import { AbortError, type GoesOn, type TrialHost } from "./trial-host";

/** The options of a `Pool`. */
export interface PoolOptions {
  /** The bundled runner. */
  readonly file: string;
  /** How many processes, each of which runs one trial at a time. */
  readonly processes: number;
  /** How often a trial is tried whose process dies. Default 3. */
  readonly tries?: number;
  /** The project's folder, below which `data` lies. Default: this process's. */
  readonly cwd?: string;
  /** Called when a process died that nobody asked to end. */
  readonly onDeath?: (pid: number, how: string) => void;
}

interface Work {
  readonly id: string;
  readonly trial: Trial;
  readonly goesOn: GoesOn;
  readonly settle: (result: TrialResult | Error) => void;
  tries: number;
}

/**
 * Processes of this machine that run trials. A process that dies, by the system's lack of memory or by `kill -9`, takes
 * nothing along: its trial is run again, by another one.
 */
export class Pool implements TrialHost {
  readonly capacity: number;
  private readonly waiting: Work[] = [];
  private readonly children = new Map<ChildProcess, Work | undefined>();
  /** Processes that are being killed. */
  private readonly ending = new Set<Promise<void>>();
  private closing = false;

  constructor(private readonly options: PoolOptions) {
    this.capacity = 2 * options.processes; // one waits for each that runs
  }

  /** The processes that there are now. */
  get pids(): number[] {
    return [...this.children.keys()].flatMap(({ pid }) => pid ?? []);
  }

  run(id: string, trial: Trial, goesOn: GoesOn, signal?: AbortSignal): Promise<TrialResult> {
    return new Promise((resolve, reject) => {
      if (this.closing || signal?.aborted) return reject(new AbortError("the trial was ended"));
      const abort = () => this.abort(work);
      const settle = (result: TrialResult | Error) => {
        signal?.removeEventListener("abort", abort);
        if (result instanceof Error) reject(result);
        else resolve(result);
      };
      const work: Work = { id, trial, goesOn, settle, tries: 0 };
      signal?.addEventListener("abort", abort);
      this.waiting.push(work);
      this.next();
    });
  }

  async close(): Promise<void> {
    this.closing = true;
    for (const [child, work] of this.children) {
      this.kill(child);
      work?.settle(new AbortError("the trial was ended"));
    }
    for (const work of this.waiting.splice(0)) work.settle(new AbortError("the trial was ended"));
    await Promise.all(this.ending);
  }

  private abort(work: Work): void {
    const at = this.waiting.indexOf(work);
    if (at >= 0) this.waiting.splice(at, 1);
    for (const [child, held] of this.children) if (held === work) this.kill(child);
    work.settle(new AbortError("the trial was ended"));
    this.next();
  }

  /** By SIGKILL: a process in the middle of an epoch hears no message. */
  private kill(child: ChildProcess): void {
    this.children.delete(child);
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    this.ending.add(ended);
    ended.then(() => this.ending.delete(ended));
    child.kill("SIGKILL");
  }

  /** Gives what waits to whoever is free, and starts processes while there are fewer than asked for. */
  private next(): void {
    if (this.closing) return;
    for (const [child, held] of this.children) if (!held) this.give(child);
    while (this.waiting.length > 0 && this.children.size < this.options.processes) this.give(this.start());
  }

  private give(child: ChildProcess): void {
    const work = this.waiting.shift();
    if (!work) return;
    this.children.set(child, work);
    work.tries++;
    this.tell(child, { id: work.id, trial: work.trial });
  }

  /** Where the process is dying, "exit" tells, not this. */
  private tell(child: ChildProcess, message: ToRunner): void {
    if (child.connected) child.send(message, () => {});
  }

  private start(): ChildProcess {
    const { file, cwd } = this.options;
    // What a runner prints goes to this process's errors: its output may be lines of JSON.
    const stdio = ["ignore", 2, 2, "ipc"] as const;
    const child = fork(file, { execArgv: [], serialization: "json", stdio: [...stdio], ...(cwd && { cwd }) });
    child.on("message", (message) => void this.hear(child, message as FromRunner));
    child.once("exit", (code, signal) => this.died(child, signal ?? `exit code ${code}`));
    child.once("error", (error) => this.died(child, error.message));
    return child;
  }

  private async hear(child: ChildProcess, message: FromRunner): Promise<void> {
    const work = this.children.get(child);
    if (!work || !("id" in message) || message.id !== work.id) return;
    if ("epoch" in message) {
      const go = await this.decide(work, message.epoch);
      if (this.children.get(child) === work) this.tell(child, { id: work.id, go });
      return;
    }
    this.children.set(child, undefined);
    work.settle("result" in message ? message.result : new Error(message.error));
    this.next();
  }

  /** Where nobody can say, as without Redis, the trial goes on: that costs time, and no result. */
  private async decide({ goesOn }: Work, report: Parameters<GoesOn>[0]): Promise<boolean> {
    try {
      return await goesOn(report);
    } catch {
      return true;
    }
  }

  private died(child: ChildProcess, how: string): void {
    const work = this.children.get(child);
    if (!this.children.delete(child) || this.closing) return;
    this.options.onDeath?.(child.pid ?? 0, how);
    if (work && work.tries >= (this.options.tries ?? 3)) {
      work.settle(new Error(`its process died ${work.tries} times, the last time by ${how}`));
    } else if (work) this.waiting.unshift(work);
    this.next();
  }
}
