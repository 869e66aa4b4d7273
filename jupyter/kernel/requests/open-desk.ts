import type { CompilerClient } from "../compiler/client-for-requests";
import { Debugger } from "../debugging/debugger";
import type { Sockets } from "../protocol/sockets";
import { Progress } from "../threads/backlog";
import type { Port } from "../threads/port";
import { CellQueue } from "./cell-queue";
import { CellRunner } from "./cell-runner";
import { ChildOutputReader } from "./child-output-reader";
import { CommRunner } from "./comm-runner";
import { History } from "./history";
import { Interrupter } from "./interrupts";
import { IoPub } from "./iopub";
import { MainThread } from "./main-thread";
import { OpenComms } from "./open-comms";
import { ownAnswers } from "./own-answers";
import { ReaderQuestions } from "./reader-questions";
import { RequestDesk } from "./request-desk";

/** The ways from the request thread to all others. */
export interface DeskParts {
  readonly sockets: Sockets;
  readonly compiler: CompilerClient;
  /** The port to the main thread. */
  readonly main: Port;
  /** The port for the reader's answers, which the main thread waits for. */
  readonly answers: Port;
  readonly shared: Int32Array;
  /** The project's folder. */
  readonly root: string;
  /** Ends the kernel. */
  readonly endProcess: () => Promise<void>;
}

/** Puts together what answers requests, and has it answer those that come from now on. */
export function openDesk({ sockets, compiler, main, answers, shared, root, endProcess }: DeskParts): void {
  const history = new History();
  const interrupter = new Interrupter(shared, (message) => main.postMessage(message));
  const iopub = new IoPub(sockets, new Progress(shared));
  const childOutput = new ChildOutputReader((printer, text) => iopub.print(printer, text), sockets.unsent);
  const { input } = sockets;
  const questions = new ReaderQuestions({ answers, childOutput, input, iopub, shared });
  const debug = new Debugger({
    compiler,
    isRunning: () => queue.busyWith !== undefined,
    isStopping: () => interrupter.isWorking,
    publish: (event) => iopub.publish("debug_event", event),
    root,
    shared,
  });
  const comms = new OpenComms();
  const mainThread = new MainThread(main, { childOutput, comms, debug, history, iopub, questions });
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
  const own = ownAnswers({ comms, compiler, debug, endProcess, history, iopub, queue, shared, sockets });
  const desk = new RequestDesk({ answers: own, iopub, queue });
  iopub.status("starting");
  sockets.listen((message, sendReply) => desk.receive(message, sendReply));
}
