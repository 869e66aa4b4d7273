// A kernel in a page: what the request thread is in Node, and the ways to the two workers.
import { CompilerClient } from "../kernel/compiler/client-for-requests";
import type { CompilerAnswer, CompilerQuestion } from "../kernel/compiler/thread-messages";
import type { Header, JsonObject, Message } from "../kernel/protocol/messages";
import type { Receive, Sockets } from "../kernel/protocol/sockets";
import { wellFormed } from "../kernel/protocol/well-formed";
import { openDesk } from "../kernel/requests/open-desk";
import type { ToMainThread, ToRequestThread } from "../kernel/requests/thread-messages";
import { sharedBytes } from "../kernel/threads/shared-numbers";
import type { BuiltSources, Files, FromWorker, ThreadStart, ToEither, ToWorker } from "./messages";

/** Stop waits this long before it takes the whole kernel. */
const patienceMilliseconds = 2500;

/** A message as JupyterLite sends and takes it. */
export interface LiteMessage {
  readonly channel: string;
  readonly header: Header;
  readonly parent_header: Header | Record<string, never>;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
  readonly buffers?: readonly (ArrayBuffer | ArrayBufferView)[];
}

/** What is used of a worker. */
export interface WorkerOfPage {
  onmessage: ((event: { readonly data: never }) => void) | null;
  onerror: ((event: { readonly message: string }) => void) | null;
  postMessage(message: unknown): void;
  terminate(): void;
}

/** What a kernel takes from the page that it is in. */
export interface PageParts {
  readonly send: (message: LiteMessage) => void;
  /** Starts one of the two workers, "worker" or "compiler", or a thread of the engine's, "thread". */
  readonly startWorker: (name: string) => WorkerOfPage;
  /** The types of JavaScript and Node, and what else a kernel begins with. */
  readonly firstFiles: () => Promise<Files>;
  /** The project's sources as they were when the site was built. */
  readonly built: () => Promise<BuiltSources>;
  /** The list by which the package finds out whether a panel's files were edited: see src/notebook/displays/edited-code.ts. */
  readonly panelFiles: () => Promise<Files>;
  readonly drive: DriveOfPage;
  /** The notebook's folder: "/project/notebooks". */
  readonly folder: string;
}

/** The reader's files. */
export interface DriveOfPage {
  /** What is new since the last time; everything after `forget`. */
  changes(): Promise<Files>;
  write(path: string, bytes: Uint8Array<ArrayBuffer> | undefined): void;
  forget(): void;
}

/** The code that runs. */
interface Running {
  readonly parent: Header;
  readonly count: number;
  readonly isCell: boolean;
}

export class PageKernel {
  readonly #parts: PageParts;
  #receive: Receive = () => {};
  #heardMain: (message: ToRequestThread) => void = () => {};
  #heardCompiler: (answer: CompilerAnswer) => void = () => {};
  #worker: WorkerOfPage | undefined;
  #compiler: WorkerOfPage | undefined;
  /** The engine's threads, by their numbers. */
  readonly #threads = new Map<number, WorkerOfPage>();
  #opened: Promise<void> = Promise.resolve();
  #running: Running | undefined;
  /** The addresses of the blobs that the worker may ask for: of what runs, and before it of what ran and left code behind. */
  #signals: string[] = [];
  /** The questions to the compiler that have no answer yet. */
  readonly #asked = new Set<number>();

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.#start();
    openDesk({
      sockets: this.#sockets(),
      compiler: new CompilerClient({
        postMessage: (question) => void this.#ask(question as CompilerQuestion),
        on: (_event, heard) => {
          this.#heardCompiler = heard;
        },
      }),
      main: {
        postMessage: (message) => this.#tell(message as ToMainThread),
        on: (_event, heard) => {
          this.#heardMain = heard;
        },
      },
      answers: { postMessage: () => {}, on: () => {} },
      shared: new Int32Array(sharedBytes / Int32Array.BYTES_PER_ELEMENT),
      root: "/project",
      endProcess: async () => this.close(),
    });
  }

  /** Takes a request, and returns at once: answers are sent when they are there. */
  receive(request: LiteMessage): void {
    const { channel, header, parent_header, metadata, content, buffers = [] } = request;
    const bytes = buffers.map((one) =>
      ArrayBuffer.isView(one) ? new Uint8Array(one.buffer, one.byteOffset, one.byteLength) : new Uint8Array(one),
    );
    const message: Message = { identities: [], header, parent: parent_header, metadata, content, buffers: bytes };
    this.#receive(message, (type, content, metadata = {}) =>
      this.#send(channel, type, content as JsonObject, header, { metadata }),
    );
  }

  /** Stop, as a front end's button asks for it. */
  interrupt(): void {
    const header = { ...nobody, msg_type: "interrupt_request" };
    this.#receive({ identities: [], header, parent: {}, metadata: {}, content: {}, buffers: [] }, () => {});
  }

  close(): void {
    this.#worker?.terminate();
    this.#compiler?.terminate();
    for (const thread of this.#threads.values()) thread.terminate();
    this.#threads.clear();
    this.#revoke(this.#signals.length);
  }

  /** Revokes the oldest signals, so many of them. */
  #revoke(count: number): void {
    for (const signal of this.#signals.splice(0, count)) URL.revokeObjectURL(signal);
  }

  #start(): void {
    const worker = this.#parts.startWorker("worker");
    const compiler = this.#parts.startWorker("compiler");
    worker.onmessage = ({ data }: { readonly data: FromWorker }) => this.#heard(data);
    compiler.onmessage = ({ data }: { readonly data: CompilerAnswer }) => {
      this.#asked.delete(data.id);
      this.#heardCompiler(data);
    };
    for (const [name, one] of Object.entries({ worker, compiler }))
      one.onerror = (event) => console.error(`${name} of the kernel:`, event.message);
    this.#worker = worker;
    this.#compiler = compiler;
    this.#opened = this.#open();
  }

  async #open(): Promise<void> {
    this.#post({ files: await this.#parts.firstFiles() });
    const built = await this.#parts.built();
    this.#compiler?.postMessage({ built });
    await this.#postChanges();
    this.#post({ open: { folder: this.#parts.folder } });
  }

  async #postChanges(): Promise<void> {
    const files = await this.#parts.drive.changes();
    if (Object.keys(files).length > 0) this.#post({ files });
    // The list costs the compilation of all panels, so it is there from a source's first edit on.
    const isEdited = Object.entries(files).some(([path, file]) => path.startsWith("src/") && !file?.url);
    if (isEdited) this.#post({ files: await this.#parts.panelFiles() });
  }

  /** Both workers have the same files. */
  #post(message: ToEither): void {
    this.#worker?.postMessage(message);
    this.#compiler?.postMessage(message);
  }

  async #ask(question: CompilerQuestion): Promise<void> {
    this.#asked.add(question.id);
    await this.#opened;
    if (/^(compile|check|hover|definition)$/.test(question.what)) {
      await this.#postChanges();
    }
    this.#compiler?.postMessage({ question });
  }

  #tell(main: ToMainThread): void {
    if ("interrupt" in main) {
      this.#stop(main);
      return;
    }
    const request = "run" in main ? main.run : "handle" in main ? main.handle : undefined;
    if (request) {
      const { parent } = request;
      const signal = URL.createObjectURL(new Blob(["."]));
      this.#signals.push(signal);
      this.#running = { parent, isCell: "run" in main, count: "count" in request ? request.count : 0 };
      this.#toWorker({ main, running: parent.msg_id, signal });
    } else this.#toWorker({ main, running: undefined });
  }

  #toWorker(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #heard(message: FromWorker): void {
    if ("thread" in message) {
      this.#startOrEnd(message.thread, message.start);
      return;
    }
    if ("taken" in message) {
      URL.revokeObjectURL(message.taken);
      return;
    }
    if ("written" in message) {
      this.#parts.drive.write(message.written, message.bytes);
      return;
    }
    const { main } = message;
    if ("reply" in main && main.parent.msg_id === this.#running?.parent.msg_id) {
      this.#running = undefined;
      this.#revoke(this.#signals.length - 1);
    }
    this.#heardMain(main);
  }

  /** A thread that has ended by itself is forgotten when its team ends. */
  #startOrEnd(number: number, start: ThreadStart | undefined): void {
    this.#threads.get(number)?.terminate();
    this.#threads.delete(number);
    if (start === undefined) return;
    const thread = this.#parts.startWorker("thread");
    thread.postMessage(start);
    this.#threads.set(number, thread);
  }

  #stop(main: ToMainThread): void {
    const stopped = this.#running;
    this.#revoke(this.#signals.length);
    this.#toWorker({ main, running: stopped?.parent.msg_id });
    if (!stopped) return;
    setTimeout(() => {
      if (this.#running === stopped) this.#replace(stopped);
    }, patienceMilliseconds);
  }

  /** Nothing else helps: both workers are started anew, because the compiler knows variables that are no more. */
  #replace({ parent, count, isCell }: Running): void {
    this.close();
    this.#running = undefined;
    this.#parts.drive.forget();
    const failure = "the kernel was restarted";
    for (const id of this.#asked) this.#heardCompiler({ id, failure });
    this.#asked.clear();
    this.#start();
    const evalue =
      "what ran did not stop, so the kernel was restarted: its variables are gone, run the cells above again";
    const error = { status: "error", ename: "Restarted", evalue, traceback: [`Restarted: ${evalue}`] } as const;
    this.#heardMain({ reply: isCell ? { ...error, execution_count: count } : error, parent, declared: [] });
  }

  #sockets(): Sockets {
    return {
      ports: { shell_port: 0, control_port: 0, iopub_port: 0, stdin_port: 0, hb_port: 0 },
      input: undefined as never,
      unsent: () => 0,
      listen: (receive) => {
        this.#receive = receive;
      },
      publish: async (type, content, parent, extras) => this.#send("iopub", type, content, parent, extras),
    };
  }

  #send(
    channel: string,
    type: string,
    told: JsonObject | string,
    parent: Header | undefined,
    { metadata = {}, buffers = [] }: { metadata?: JsonObject; buffers?: readonly Uint8Array[] } = {},
  ): void {
    const session = parent?.session || nobody.session;
    const header = { ...nobody, session, msg_id: crypto.randomUUID(), msg_type: type, date: new Date().toISOString() };
    const content = JSON.parse(wellFormed(typeof told === "string" ? told : JSON.stringify(told)));
    const copies = buffers.map((bytes) => bytes.slice().buffer as ArrayBuffer);
    this.#parts.send({ channel, header, parent_header: parent ?? {}, metadata, content, buffers: copies });
  }
}

const nobody: Header = { msg_id: "", msg_type: "", session: "", username: "", date: "", version: "5.4" };
