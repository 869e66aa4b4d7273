import { FileCompiler } from "./compiler/client-for-running-code";
import { log } from "./log/debug-log";
import type { ToMainThread } from "./requests/thread-messages";
import { closeTerminal, installGuards } from "./run/process-guards";
import { projectOf } from "./run/project";
import { openMainThread } from "./run-cells";
import { startThreads } from "./start-threads";

/**
 * Starts the two other threads, then the main thread's work, which is to run cells.
 *
 * @param parent  the process that started this one
 */
export function startKernel(parent: number): void {
  log?.("started", { pid: process.pid, parent, node: process.version });
  closeTerminal();
  const project = projectOf(process.cwd());
  process.chdir(project.workingDirectory);
  const { requests, files, answers, shared } = startThreads(project, parent);
  const { context, failed, receive } = openMainThread({
    project,
    post: (message) => requests.postMessage(message),
    files: new FileCompiler(files, shared),
    answers,
    shared,
  });
  installGuards(context, failed);
  requests.on("message", (message: ToMainThread) => receive(message));
}
