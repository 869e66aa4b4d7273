// The request thread. It owns the sockets, and answers also while the main thread is busy: cells are compiled and
// handed to the main thread one at a time, everything else is answered here.
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { CompilerClient } from "../compiler/client-for-requests";
import { Debugger } from "../debugging/debugger";
import { report } from "../log/report";
import { openSockets } from "../protocol/sockets";
import { Progress } from "../threads/backlog";
import { CellQueue } from "./cell-queue";
import { CellRunner } from "./cell-runner";
import { ChildOutputReader } from "./child-output-reader";
import { CommRunner } from "./comm-runner";
import { endProcess, watchParent } from "./end-of-process";
import { History } from "./history";
import { Interrupter } from "./interrupts";
import { IoPub } from "./iopub";
import { MainThread } from "./main-thread";
import { OpenComms } from "./open-comms";
import { ownAnswers } from "./own-answers";
import { ReaderQuestions } from "./reader-questions";
import { RequestDesk } from "./request-desk";
import type { RequestThreadData, ToMainThread } from "./thread-messages";

// Whatever one message does to this thread, the next one is answered.
process.on("uncaughtException", report);
process.on("unhandledRejection", report);
void openRequestThread();

async function openRequestThread(): Promise<void> {
  const {
    connectionFile,
    parent,
    root,
    shared,
    compiler: compilerPort,
    answers: answersPort,
  } = workerData as RequestThreadData;
  const port = parentPort as MessagePort;
  const post = (message: ToMainThread) => port.postMessage(message);
  const end = () => endProcess(shared, post);
  watchParent(parent, end);

  const compiler = new CompilerClient(compilerPort);
  const history = new History();
  const interrupter = new Interrupter(shared, post);
  const sockets = await openSockets(connectionFile);
  const iopub = new IoPub(sockets, new Progress(shared));
  const childOutput = new ChildOutputReader((printer, text) => iopub.print(printer, text), sockets.unsent);
  const { input } = sockets;
  const questions = new ReaderQuestions({ answers: answersPort, childOutput, input, iopub, shared });
  const debug = new Debugger({
    compiler,
    isRunning: () => queue.busyWith !== undefined,
    isStopping: () => interrupter.isWorking,
    publish: (event) => iopub.publish("debug_event", event),
    root,
    shared,
  });
  const comms = new OpenComms();
  const mainThread = new MainThread(port, { childOutput, comms, debug, history, iopub, questions });
  const runner = new CellRunner({ childOutput, compiler, debug, mainThread, questions });
  const commRunner = new CommRunner({ childOutput, comms, mainThread });
  const queue = new CellQueue({
    childOutput,
    commRunner,
    compiler,
    debug,
    history,
    interrupter,
    iopub,
    questions,
    runner,
    shared,
  });
  const answers = ownAnswers({ comms, compiler, debug, endProcess: end, history, iopub, queue, shared, sockets });
  const desk = new RequestDesk({ answers, iopub, queue });
  iopub.status("starting");
  sockets.listen((message, sendReply) => desk.receive(message, sendReply));
}
