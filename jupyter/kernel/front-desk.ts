// Receives every request, answers what needs no compiler, and hands the rest to the main thread one at a time.
import { setTimeout as sleep } from "node:timers/promises";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { History } from "./history";
import { Interrupter } from "./interrupts";
import { kernelInfo } from "./kernel-info";
import { endProcess, watchParent } from "./lifetime";
import {
  type Content,
  countOut,
  type FrontDeskData,
  type ToFrontDesk,
  type ToKernel,
} from "./link";
import { type Answer, openSockets } from "./sockets";
import { Streams } from "./streams";
import type { Header, Message } from "./wire";

interface Waiting {
  readonly message: Message;
  readonly answer: Answer;
  answered?: true;
}

/** After an error, the time in which cells sent together with the failed one may still arrive. */
const drainMilliseconds = 5;

export async function openFrontDesk(): Promise<void> {
  const { connectionFile, shared } = workerData as FrontDeskData;
  const port = parentPort as MessagePort;
  const post = (message: ToKernel) => port.postMessage(message);
  const end = () => endProcess(shared, post);

  const history = new History();
  const interrupter = new Interrupter(shared, post);
  const queue: Waiting[] = [];
  let ready = false;
  let current: Waiting | undefined;
  let count = 0;

  const sockets = await openSockets(connectionFile);
  const streams = new Streams(({ name, parent }, text) =>
    sockets.publish("stream", { name, text }, parent),
  );
  const publish = (type: string, content: Content | string, parent: Header | undefined) => {
    streams.flush();
    sockets.publish(type, content, parent);
  };
  const status = (execution_state: string, parent?: Header) =>
    publish("status", { execution_state }, parent);
  status("starting");
  sockets.listen((message, channel, answer) => {
    if (channel === "control") return handle({ message, answer });
    queue.push({ message, answer });
    next();
  });
  watchParent(end);

  port.on("message", (message: ToFrontDesk) => {
    if ("ready" in message) {
      ready = true;
      next();
    } else if ("reply" in message) {
      if (message.parent.msg_id === current?.message.header.msg_id && !current.answered) {
        current.answered = true;
        void finish(current, message.reply);
      }
    } else if ("stream" in message) {
      countOut(shared);
      streams.print({ name: message.stream, parent: message.parent }, message.text);
    } else {
      countOut(shared);
      if (message.output) history.setOutput(message.output.line, message.output.text);
      publish(message.publish, message.json, message.parent);
    }
  });

  /** Takes up waiting requests, in order, until the main thread has one. */
  function next(): void {
    while (!current) {
      const [waiting] = queue;
      if (!waiting || (needsKernel(waiting) && !ready)) return;
      queue.shift();
      if (needsKernel(waiting)) handOver(waiting);
      else handle(waiting);
    }
  }

  function handOver(waiting: Waiting): void {
    current = waiting;
    const { header, content } = waiting.message;
    status("busy", header);
    if (header.msg_type === "execute_request") {
      if (!content.silent && content.store_history !== false) {
        count++;
        history.add(count, content.code);
      }
      if (!content.silent) {
        publish("execute_input", { code: content.code, execution_count: count }, header);
      }
    }
    post({ request: { type: header.msg_type, content, parent: header, count } });
  }

  async function finish({ message, answer }: Waiting, reply: Content): Promise<void> {
    const { header, content } = message;
    const failed = header.msg_type === "execute_request" && reply.status === "error";
    const stop = failed && content.stop_on_error !== false;
    if (stop) await sleep(drainMilliseconds);
    await interrupter.done;
    // What arrived before this answer was sent without knowing of the error.
    const aborted = stop ? queue.filter(({ message }) => isCell(message)) : [];
    streams.flush();
    if (failed && !content.silent) {
      const { ename, evalue, traceback } = reply;
      publish("error", { ename, evalue, traceback }, header);
    }
    answer(replyType(header), reply);
    status("idle", header);
    abort(aborted);
    current = undefined;
    next();
  }

  function abort(cells: readonly Waiting[]): void {
    for (const waiting of cells) {
      queue.splice(queue.indexOf(waiting), 1);
      status("busy", waiting.message.header);
      waiting.answer("execute_reply", { status: "aborted", execution_count: count });
      status("idle", waiting.message.header);
    }
  }

  /** Answers what the front desk knows by itself. */
  function handle({ message: { header, content }, answer }: Waiting): void {
    status("busy", header);
    const reply = (fields: Content = {}) => answer(replyType(header), { status: "ok", ...fields });
    switch (header.msg_type) {
      case "kernel_info_request":
        reply(kernelInfo);
        break;
      case "comm_info_request":
        reply({ comms: {} });
        break;
      case "comm_open":
        // No target is registered here; the protocol asks to say so by closing.
        publish("comm_close", { comm_id: content.comm_id, data: {} }, header);
        break;
      case "history_request":
        reply({ history: history.find(content) });
        break;
      case "interrupt_request":
        interrupter.interrupt();
        // Cells that wait while none runs: the compiler is still starting.
        if (!current) abort(queue.filter(({ message }) => isCell(message)));
        reply();
        break;
      case "shutdown_request":
        reply({ restart: content.restart ?? false });
        publish("shutdown_reply", { status: "ok", restart: content.restart ?? false }, header);
        void end();
        break;
    }
    status("idle", header);
  }
}

const kernelRequests = [
  "execute_request",
  "complete_request",
  "inspect_request",
  "is_complete_request",
];
const needsKernel = ({ message }: Waiting) => kernelRequests.includes(message.header.msg_type);
const isCell = (message: Message) => message.header.msg_type === "execute_request";
const replyType = (header: Header) => header.msg_type.replace(/_request$/, "_reply");
