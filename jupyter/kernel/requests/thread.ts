// The request thread. It owns the sockets, and answers also while the main thread is busy: cells are compiled and
// handed to the main thread one at a time, everything else is answered here.
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { CompilerClient } from "../compiler/client-for-requests";
import { report } from "../log/report";
import { openSockets } from "../protocol/sockets";
import { endProcess, watchParent } from "./end-of-process";
import { openDesk } from "./open-desk";
import type { RequestThreadData, ToMainThread } from "./thread-messages";

// Whatever one message does to this thread, the next one is answered.
process.on("uncaughtException", report);
process.on("unhandledRejection", report);
void openRequestThread();

async function openRequestThread(): Promise<void> {
  const { connectionFile, parent, root, shared, compiler, answers } = workerData as RequestThreadData;
  const main = parentPort as MessagePort;
  const end = () => endProcess(shared, (message: ToMainThread) => main.postMessage(message));
  watchParent(parent, end);
  const client = new CompilerClient(compiler);
  const sockets = await openSockets(connectionFile);
  openDesk({ sockets, compiler: client, main, answers, shared, root, endProcess: end });
}
