// The compiler thread: what it is made of, and what ends its processes.
import { workerData } from "node:worker_threads";
import { log } from "../log/debug-log";
import { Shared } from "../threads/shared-numbers";
import { CompilerDesk, messageOf } from "./desk";
import { detachProcesses } from "./detached-processes";
import { killedWithKernel } from "./killed-with-kernel";
import type { CompilerData } from "./thread-messages";

const data = workerData as CompilerData;
const killWithKernel = killedWithKernel();
detachProcesses((child, name, argv) => {
  killWithKernel(child);
  if (!name.startsWith("tsc")) return;
  const isServer = argv.includes("--lsp");
  const slot = isServer ? Shared.LanguageServerProcess : Shared.CheckerProcess;
  Atomics.store(data.shared, slot, child.pid ?? 0);
});
// A process that ended leaves errors behind, of a broken connection for example. Whoever asked gets an answer
// elsewhere.
const note = (error: unknown) => log?.("error", { message: messageOf(error) });
process.on("uncaughtException", note);
process.on("unhandledRejection", note);
new CompilerDesk(data).start();
