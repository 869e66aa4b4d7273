// A kernel in a page: what the request thread is in Node, and the ways to the two workers.
import { CompilerClient } from "../kernel/compiler/client-for-requests";
import type { CompilerAnswer, CompilerQuestion } from "../kernel/compiler/thread-messages";
import type { Header } from "../kernel/protocol/messages";
import type { ErrorReply } from "../kernel/protocol/requests";
import { failure } from "../kernel/requests/failure";
import { openDesk } from "../kernel/requests/open-desk";
import type { ToMainThread, ToRequestThread } from "../kernel/requests/thread-messages";
import { sharedBytes } from "../kernel/threads/shared-numbers";
import { FrontEnd, type LiteMessage } from "./front-end";
import type { BuiltSources, Files, FromWorker, Opened, ThreadStart, ToEither, ToWorker } from "./messages";

/** Stop waits this long before it takes the whole kernel. */
const patienceMilliseconds = 2500;

/** What is used of a worker. */
export interface WorkerOfPage {
  onmessage: ((event: { readonly data: never }) => void) | null;
  /** Browsers give no message where the script could not be loaded. */
  onerror: ((event: { readonly message?: string }) => void) | null;
  postMessage(message: unknown): void;
  terminate(): void;
}

/** What a kernel takes from the page that it is in. */
export interface PageParts {
  readonly send: (message: LiteMessage) => void;
  /** Starts one of the two workers, "worker" or "compiler", or a thread of the engine's, "thread". */
  readonly startWorker: (name: string) => WorkerOfPage;
  /** Why a worker could not be started, in words for the reader. @param told  what the browser says, if anything */
  readonly whyNot: (name: string, told: string | undefined) => Promise<string>;
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
  readonly #frontEnd: FrontEnd;
  #heardMain: (message: ToRequestThread) => void = () => {};
  #heardCompiler: (answer: CompilerAnswer) => void = () => {};
  /** Both are missing where they could not be started: the next request tries again. */
  #worker: WorkerOfPage | undefined;
  #compiler: WorkerOfPage | undefined;
  /** The engine's threads, by their numbers. */
  readonly #threads = new Map<number, WorkerOfPage>();
  #opened: Promise<void> = Promise.resolve();
  #running: Running | undefined;
  /** The addresses of the blobs that the worker may ask for: of what runs, and before it of what ran and left code behind. */
  #signals: string[] = [];
  /** The questions to the compiler that have no answer yet, by their ids. */
  readonly #asked = new Map<number, CompilerQuestion["what"]>();
  #isClosed = false;

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.#frontEnd = new FrontEnd(parts.send);
    this.#start();
    openDesk({
      sockets: this.#frontEnd.sockets(),
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
    this.#frontEnd.receive(request);
  }

  /** Stop, as a front end's button asks for it. */
  interrupt(): void {
    this.#frontEnd.interrupt();
  }

  close(): void {
    this.#isClosed = true;
    this.#endWorkers();
  }

  #endWorkers(): void {
    this.#worker?.terminate();
    this.#compiler?.terminate();
    this.#worker = undefined;
    this.#compiler = undefined;
    for (const thread of this.#threads.values()) thread.terminate();
    this.#threads.clear();
    this.#revoke(this.#signals.length);
  }

  /** Revokes the oldest signals, so many of them. */
  #revoke(count: number): void {
    for (const signal of this.#signals.splice(0, count)) URL.revokeObjectURL(signal);
  }

  #startIfNeeded(): void {
    if (!this.#worker && !this.#isClosed) this.#start();
  }

  #start(): void {
    const worker = this.#parts.startWorker("worker");
    const compiler = this.#parts.startWorker("compiler");
    this.#worker = worker;
    this.#compiler = compiler;
    const areOpen = Promise.all([
      opened(worker, (message: FromWorker) => this.#heard(message)),
      opened(compiler, (answer: CompilerAnswer) => {
        this.#asked.delete(answer.id);
        this.#heardCompiler(answer);
      }),
    ]);
    let isOpen = false;
    const failed = Object.entries({ worker, compiler }).map(
      ([name, one]) =>
        new Promise<never>((_, fail) => {
          one.onerror = ({ message }) => {
            console.error(`${name} of the kernel:`, message);
            if (!isOpen) void this.#parts.whyNot(name, message).then((why) => fail(new Error(why)));
            else if (this.#worker === worker) this.#giveUp(restarted(`the kernel's ${name} ended: ${message}`));
          };
        }),
    );
    this.#opened = Promise.race([...failed, this.#open(worker, compiler).then(() => areOpen)]).then(
      () => {
        isOpen = true;
      },
      ({ message }: Error) => {
        if (this.#worker === worker) this.#giveUp(failure("NotStarted", `the kernel could not start: ${message}`));
      },
    );
  }

  async #open(worker: WorkerOfPage, compiler: WorkerOfPage): Promise<void> {
    const post = (message: ToEither) => {
      worker.postMessage(message);
      compiler.postMessage(message);
    };
    post({ files: await this.#parts.firstFiles() });
    const built = await this.#parts.built();
    compiler.postMessage({ built });
    if (this.#worker !== worker) return; // the drive tells each change once
    await this.#postChanges(post);
    post({ open: { folder: this.#parts.folder } });
  }

  async #postChanges(post: (message: ToEither) => void): Promise<void> {
    const files = await this.#parts.drive.changes();
    if (Object.keys(files).length > 0) post({ files });
    // The list costs the compilation of all panels, so it is there from a source's first edit on. Without a network the cell
    // runs without it: an edited layer does not travel with its panels then.
    const isEdited = Object.entries(files).some(([path, file]) => path.startsWith("src/") && !file?.url);
    if (isEdited) post({ files: await this.#parts.panelFiles().catch(() => ({})) });
  }

  async #ask(question: CompilerQuestion): Promise<void> {
    const { id, what } = question;
    this.#asked.set(id, what);
    this.#startIfNeeded();
    await this.#opened;
    if (!this.#asked.has(id)) return; // it was told why there is no answer
    if (/^(compile|check|hover|definition)$/.test(what)) {
      await this.#postChanges((message) => {
        this.#worker?.postMessage(message);
        this.#compiler?.postMessage(message);
      });
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
      this.#startIfNeeded();
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
      if (this.#running !== stopped) return;
      this.#giveUp(restarted("what ran did not stop"));
      this.#start();
    }, patienceMilliseconds);
  }

  /** Ends both workers, because the compiler knows the variables of the other, and with this error what waits for them. */
  #giveUp(error: ErrorReply): void {
    const running = this.#running;
    this.#endWorkers();
    this.#running = undefined;
    this.#parts.drive.forget();
    for (const [id, what] of this.#asked)
      this.#heardCompiler(what === "compile" ? { id, answer: { error } } : { id, failure: error.evalue });
    this.#asked.clear();
    if (!running) return;
    const { parent, isCell, count } = running;
    this.#heardMain({ reply: isCell ? { ...error, execution_count: count } : error, parent, declared: [] });
  }
}

const restarted = (why: string) =>
  failure("Restarted", `${why}, so the kernel was restarted: its variables are gone, run the cells above again`);

/** Waits for a worker's first word, and has all others heard. */
const opened = <T extends object>(worker: WorkerOfPage, hear: (message: T) => void) =>
  new Promise<void>((done) => {
    worker.onmessage = ({ data }: { readonly data: T | Opened }) => {
      if ("opened" in data) done();
      else hear(data);
    };
  });
