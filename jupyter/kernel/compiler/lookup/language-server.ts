// TypeScript's language server, a separate process that is started at the first question: Tab, Shift-Tab, a cell that
// is being typed.
import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";

// biome-ignore lint/suspicious/noExplicitAny: what a server answers is checked where it is used
type Answer = any;

interface Waiting {
  readonly done: (answer: Answer) => void;
  readonly failed: (error: Error) => void;
}

const headerEnd = Buffer.from("\r\n\r\n");

/**
 * One connection: requests, and documents that are not on disk.
 *
 * @see https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
 */
export class LanguageServer {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting = new Map<number, Waiting>();
  readonly #versions = new Map<string, { readonly version: number; readonly text: string }>();
  #received = Buffer.alloc(0);
  #count = 0;
  #reportEnd: (error: Error) => void = () => {};
  readonly #ended = new Promise<never>((_done, failed) => {
    this.#reportEnd = failed;
  });
  /** Whether the process has ended. */
  hasEnded = false;

  constructor(executable: string, folder: string) {
    this.#process = spawn(executable, ["--lsp", "--stdio"], {
      cwd: folder,
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.#process.unref();
    this.#ended.catch(() => {});
    this.#process.stdout.on("data", (bytes: Buffer) => this.#receive(bytes));
    this.#process.on("exit", () => this.#end());
    this.#process.on("error", () => this.#end());
    this.#process.stdin.on("error", () => this.#end());
  }

  async start(): Promise<void> {
    const capabilities = { textDocument: { hover: { contentFormat: ["markdown"] } } };
    await this.ask("initialize", { processId: process.pid, rootUri: null, capabilities });
    this.tell("initialized", {});
  }

  ask(method: string, params: unknown): Promise<Answer> {
    if (this.hasEnded) return this.#ended;
    const id = ++this.#count;
    this.#send({ id, method, params });
    return new Promise((done, failed) => this.#waiting.set(id, { done, failed }));
  }

  /** Waits for `work`, and fails if the server ends first: `work` itself would then stay pending. */
  whileAlive<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#ended]);
  }

  tell(method: string, params: unknown): void {
    if (!this.hasEnded) this.#send({ method, params });
  }

  /** Gives the document at a path its text; does nothing if the text is the same as before. */
  document(path: string, text: string): void {
    const known = this.#versions.get(path);
    if (known?.text === text) return;
    const version = (known?.version ?? 0) + 1;
    this.#versions.set(path, { version, text });
    const { href: uri } = pathToFileURL(path);
    if (known) {
      const textDocument = { uri, version };
      this.tell("textDocument/didChange", { textDocument, contentChanges: [{ text }] });
    } else {
      const textDocument = { uri, languageId: "typescript", version, text };
      this.tell("textDocument/didOpen", { textDocument });
    }
  }

  /** Takes back a document's text: from now on the file on disk counts, if there is one. */
  forget(path: string): void {
    if (this.#versions.delete(path))
      this.tell("textDocument/didClose", { textDocument: { uri: pathToFileURL(path).href } });
  }

  close(): void {
    this.#process.kill("SIGKILL");
  }

  #send(message: object): void {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  #receive(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      const at = this.#received.indexOf(headerEnd);
      const length = Number(/Content-Length: (\d+)/i.exec(this.#received.toString("utf8", 0, at))?.[1]);
      const start = at + headerEnd.length;
      if (at < 0 || this.#received.length < start + length) return;
      const text = this.#received.toString("utf8", start, start + length);
      this.#received = this.#received.subarray(start + length);
      this.#take(JSON.parse(text));
    }
  }

  #take({ id, method, params, result, error }: Answer): void {
    if (method !== undefined) {
      // The server asks for settings, and gets none. It also sends errors, which are not read here.
      if (id !== undefined) this.#send({ id, result: params?.items?.map(() => null) ?? null });
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.failed(new Error(error.message));
    else waiting?.done(result);
  }

  #end(): void {
    this.hasEnded = true;
    const error = new ServerEnded();
    this.#reportEnd(error);
    for (const { failed } of this.#waiting.values()) failed(error);
    this.#waiting.clear();
  }
}

/** A question has no answer, because the server ended before it gave one. */
export class ServerEnded extends Error {
  override readonly name = "ServerEnded";

  constructor() {
    super("TypeScript's language server has ended");
  }
}
