import type { Debugger } from "../debugging/debugger";
import type { Port } from "../threads/port";
import type { ChildOutputReader } from "./child-output-reader";
import type { History } from "./history";
import type { IoPub } from "./iopub";
import type { OpenComms } from "./open-comms";
import type { ReaderQuestions } from "./reader-questions";
import type { CellRequest, CommRequest, Ended, Shown, ToMainThread, ToRequestThread } from "./thread-messages";

interface Parts {
  readonly childOutput: ChildOutputReader;
  readonly comms: OpenComms;
  readonly debug: Debugger;
  readonly history: History;
  readonly iopub: IoPub;
  readonly questions: ReaderQuestions;
}

/**
 * The main thread, as the request thread sees it: it is given cells and messages of comms, one at a time, and says what
 * their code shows.
 */
export class MainThread {
  readonly #port: Port;
  readonly #parts: Parts;
  /** The request whose code runs, and who waits for its end. */
  #running: { readonly msg_id: string; readonly ended: (ended: Ended) => void } | undefined;

  constructor(port: Port, parts: Parts) {
    this.#port = port;
    this.#parts = parts;
    port.on("message", (message: ToRequestThread) => this.#receive(message));
  }

  tell(message: ToMainThread): void {
    this.#port.postMessage(message);
  }

  /** @returns how it ended */
  run(request: CellRequest): Promise<Ended> {
    return this.#start({ run: request }, request);
  }

  /** @returns how its handler ended */
  handle(request: CommRequest): Promise<Ended> {
    return this.#start({ handle: request }, request);
  }

  #start(message: ToMainThread, { parent }: CellRequest | CommRequest): Promise<Ended> {
    return new Promise((ended) => {
      this.#running = { msg_id: parent.msg_id, ended };
      this.tell(message);
    });
  }

  #receive(message: ToRequestThread): void {
    if ("inherited" in message) this.#parts.childOutput.open(message.inherited);
    else if ("question" in message) void this.#parts.questions.ask(message.question, message.parent);
    else if ("held" in message) void this.#parts.debug.release(message.held, message.script);
    else if ("reply" in message) this.#end(message);
    else this.#show(message);
  }

  #end(ended: Ended): void {
    if (ended.parent.msg_id !== this.#running?.msg_id) return;
    const running = this.#running;
    this.#running = undefined;
    running.ended(ended);
  }

  #show(shown: Shown): void {
    const { childOutput, comms, history, iopub } = this.#parts;
    if (shown.stamp.afterInherited) childOutput.drain();
    if ("stream" in shown) {
      iopub.receive(shown.stamp);
      iopub.print({ name: shown.stream, parent: shown.parent }, shown.text);
      return;
    }
    if (shown.replaceable !== undefined) {
      iopub.receive(shown.stamp);
      iopub.hold(shown.replaceable, shown);
      return;
    }
    // Text that was printed before is sent under its own stamp, before the new stamp is received.
    iopub.flush();
    iopub.receive(shown.stamp);
    if (shown.output) history.setOutput(shown.output.line, shown.output.text);
    comms.follow(shown.publish, shown.json);
    iopub.publish(shown.publish, shown.json, shown.parent, shown.extras);
  }
}
