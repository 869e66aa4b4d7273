import { writeSync } from "node:fs";
import { join } from "node:path";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { CompilerData } from "./compiler/thread-messages";
import { log } from "./log/debug-log";
import type { RequestThreadData } from "./requests/thread-messages";
import type { Project } from "./run/project";
import { sharedBytes } from "./threads/shared-numbers";

/** The ways from the main thread to the two others. */
export interface Threads {
  readonly requests: Worker;
  /** The port on which the compiler thread answers with files. */
  readonly files: MessagePort;
  /** The port on which the request thread passes on the reader's answers. */
  readonly answers: MessagePort;
  readonly shared: Int32Array;
}

/** Node's own function; later writes of cells to file descriptor 2 are redirected. */
const toTerminal = writeSync;

/** The compiler is recursive, so that deeply nested code needs a deep stack. */
const compilerStackMegabytes = 64;

/** Starts the request thread and the compiler thread. @param parent  the process that started this one */
export function startThreads({ root, folder }: Project, parent: number): Threads {
  const shared = new Int32Array(new SharedArrayBuffer(sharedBytes));
  const compiling = new MessageChannel();
  const loading = new MessageChannel();
  const asking = new MessageChannel();
  const forRequests: RequestThreadData = {
    role: "requests",
    connectionFile: process.argv[2] ?? "",
    parent,
    root,
    shared,
    compiler: compiling.port1,
    answers: asking.port2,
  };
  const requests = new Worker(join(__dirname, "kernel-requests.cjs"), {
    workerData: forRequests,
    transferList: [compiling.port1, asking.port2],
  });
  const forCompiler: CompilerData = {
    role: "compiler",
    root,
    folder,
    requests: compiling.port2,
    main: loading.port2,
    shared,
  };
  const compiler = new Worker(join(__dirname, "kernel-compiler.cjs"), {
    workerData: forCompiler,
    transferList: [compiling.port2, loading.port2],
    resourceLimits: { stackSizeMb: compilerStackMegabytes },
  });
  for (const thread of [requests, compiler]) thread.on("error", endWithoutThread);
  return { requests, files: loading.port1, answers: asking.port1, shared };
}

function endWithoutThread(error: Error): void {
  log?.("died", { message: error.message });
  try {
    toTerminal(2, `kernel: ${error.message}\n`);
  } catch {
    // The terminal is gone, so there is nobody to tell.
  }
  process.kill(process.pid, "SIGKILL");
}
