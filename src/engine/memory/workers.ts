import { Worker } from "node:worker_threads";
import { TrainingError } from "../../errors";
import { Control } from "../simd/control";
import { type SharedMemory, type Simd, simdModule } from "./simd-module";

/**
 * A worker's whole life. A string, because in the notebook kernel this package's modules exist in memory only.
 * It exits by itself after `idleSeconds`: Stop runs no `finally` block, so nobody may call `dispose`.
 */
const source = `
const { memory, module, control, thread, idleSeconds, fields } = require("node:worker_threads").workerData;
const words = new Int32Array(memory.buffer, control);
let ended = fields.Failed;
process.on("exit", () => {
  Atomics.add(words, ended, 1);
  Atomics.notify(words, fields.Done);
});
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
exports.serve(control, thread, idleSeconds);
ended = fields.Retired;
`;

const lastPhase = 0xffffff;
const patienceSeconds = 30;

/** What a team of threads works on. */
export interface TeamOptions {
  readonly memory: SharedMemory;
  readonly simd: Simd;
  readonly control: number;
  /** The control blocks of all networks that share the team; default that one. */
  readonly controls?: readonly number[];
  /** The main thread included. */
  readonly threads: number;
  /** For tests. */
  readonly source?: string;
  readonly idleSeconds?: number;
  readonly patienceSeconds?: number;
}

/** The main thread and its workers, who share every phase of a step. */
export interface Team {
  /** Runs a phase's tasks on all threads. @throws {TrainingError} if a worker has died */
  run(kind: "compute" | "update", tasks: number): void;
  dispose(): void;
}

/** Starts the workers. They need not be ready: the tasks are done by whoever is there. */
export function startTeam(options: TeamOptions): Team {
  const { memory, simd, control } = options;
  const patience = options.patienceSeconds ?? patienceSeconds;
  const wordsOf = (of: number) => new Int32Array(memory.buffer, of, Control.Size);
  const words = wordsOf(control);
  const pulses = (options.controls ?? [control]).map((of) => wordsOf(of).subarray(Control.Pulse));
  let workers = startWorkers(options);
  let phase = 1;

  const fail = (what: string): never => {
    throw new TrainingError(
      `train: ${what}, so this step cannot be finished; the network has its weights from an earlier step, or from ` +
        "before this call. Run it again, or with threads: 1.",
    );
  };
  const requireAll = () => {
    if (Atomics.load(words, Control.Failed) > 0) fail("a worker thread has died");
  };
  const replaceRetired = () => {
    if (Atomics.load(words, Control.Retired) === 0) return;
    Atomics.store(words, Control.Retired, 0);
    stop(workers);
    workers = startWorkers(options);
  };

  return {
    run(kind, tasks) {
      requireAll();
      if (kind === "compute") {
        replaceRetired();
        phase = phase + 2 < lastPhase - 1 ? (phase | 1) + 1 : 2; // the next even one
      } else {
        phase++;
      }
      simd.open(control, phase);
      simd.work(control, 0);
      let pulse = -1;
      let since = performance.now();
      while (!simd.finished(control, tasks, 100)) {
        requireAll();
        const beat = pulses.reduce((sum, [count]) => sum + count, words[Control.Done]);
        if (beat !== pulse) since = performance.now();
        pulse = beat;
        if (performance.now() - since > 1000 * patience) {
          fail(`a worker thread has given no sign of life for ${patience} s`);
        }
      }
    },
    dispose() {
      simd.open(control, lastPhase);
      stop(workers);
    },
  };
}

function startWorkers(options: TeamOptions): Worker[] {
  const { memory, control, threads, idleSeconds = 10 } = options;
  const fields = { Done: Control.Done, Failed: Control.Failed, Retired: Control.Retired };
  return Array.from({ length: threads - 1 }, (_, k) => {
    const worker = new Worker(options.source ?? source, {
      eval: true,
      execArgv: [],
      workerData: { memory, module: simdModule(), control, thread: k + 1, idleSeconds, fields },
    });
    worker.on("error", () => {}); // told by Control.Failed, while the event must wait for the cell to end
    worker.unref();
    return worker;
  });
}

function stop(workers: readonly Worker[]): void {
  for (const worker of workers) void worker.terminate();
}
