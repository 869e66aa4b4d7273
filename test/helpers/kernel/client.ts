// A small Jupyter client: starts a kernel from a connection file and collects what it says.
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Dealer, Subscriber } from "zeromq";
import type { PageKernel } from "../../../jupyter/browser/page-kernel";
import type { Extras, JsonObject, Message } from "../../../jupyter/kernel/protocol/messages";
import { SignedFrames } from "../../../jupyter/kernel/protocol/signed-frames";
import { root } from "../../../scripts/project.mjs";
import { freePorts } from "../ports";
import { allowed } from "../slack.mjs";

/** The same tests can be run against plain tslab, to see what it lacks. */
export const plainTslab = process.env.KERNEL_UNDER_TEST === "tslab";

/** And against the kernel of the browser edition: see browser-cannot.mjs for what it lacks. */
export const inBrowser = process.env.KERNEL_UNDER_TEST === "browser";

/** How a kernel is started. What is left out is as Jupyter starts ours. */
export interface StartOptions {
  /** A command that starts it in our place. */
  readonly launcher?: readonly string[];
  /** Plain tslab as npm ships it, from the project's root. */
  readonly plainTslab?: boolean;
  /** Another project's folder, with our kernel in it: see temporary-project.ts. */
  readonly project?: string;
  /** The notebook's; that of the project's notebooks where nothing is said. */
  readonly folder?: string;
  /** A kernel of another kind: its command, the first word its program. */
  readonly command?: (connectionFile: string) => readonly string[];
  /** Whether Stop is a signal for it, as its kernelspec says; left out, for plain tslab. */
  readonly stopsBySignal?: boolean;
  /** More of the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Everything that one request brought about. */
export interface Outcome {
  /** The reply's content. */
  // biome-ignore lint/suspicious/noExplicitAny: what a kernel sends is what the tests check
  readonly reply: any;
  /** The messages on iopub, without status and execute_input. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly outputs: { readonly type: string; readonly content: any }[];
  /** The same, whole. */
  readonly messages: readonly Message[];
  /** The text of its execute_result. */
  readonly result: string | undefined;
  /** All that was printed. */
  readonly stdout: string;
  readonly stderr: string;
  /** The traceback, without colours. */
  readonly traceback: string;
  readonly milliseconds: number;
}

interface Waiter {
  readonly outputs: { type: string; content: Outcome["reply"] }[];
  readonly messages: Message[];
  reply?: Outcome["reply"];
  idle: boolean;
  done(): void;
}

/** Milliseconds between attempts to connect; the client starts before the kernel does. */
const reconnectInterval = 5;

const ports = ["shell_port", "control_port", "iopub_port", "stdin_port", "hb_port"];

const nodeUnderTest = process.env.NODE_UNDER_TEST ?? process.execPath;

const startMilliseconds = allowed(60_000);

/** A kernel in a process of its own, and a front end that talks to it. */
export class KernelClient {
  readonly process: ChildProcess;
  /** Messages on iopub whose request is already answered, or that no request caused. */
  readonly late: { type: string; content: Outcome["reply"] }[] = [];
  /** The milliseconds from the start of its process to its first answer. */
  readyMilliseconds = 0;
  /** What is in its connection file. */
  readonly connection: Readonly<Record<string, string | number>>;
  /** The address where this kernel publishes. */
  readonly iopubAddress: string;
  readonly #signedFrames: SignedFrames;
  /** A question finds its way to the socket for input that is named as the one for cells. */
  readonly #identity = randomUUID();
  readonly #shell = new Dealer({ reconnectInterval, routingId: this.#identity });
  readonly #stdin = new Dealer({ reconnectInterval, routingId: this.#identity });
  readonly #control = new Dealer({ reconnectInterval });
  readonly #iopub = new Subscriber({ receiveHighWaterMark: 0, reconnectInterval });
  readonly #waiting = new Map<string, Waiter>();
  readonly #folder: string;
  readonly #plainTslab: boolean;
  readonly #stopsBySignal: boolean;
  readonly #answered: Promise<void>;
  #answer: () => void = () => {};
  #seen: ((type: string, content: Outcome["reply"]) => void) | undefined;
  /** The kernel in a page, where that is under test. */
  readonly #page: Promise<PageKernel> | undefined;
  readonly #questions: Message[] = [];
  #asked: (() => void) | undefined;

  private constructor(connection: Record<string, string | number>, options: StartOptions) {
    const { launcher = [], project } = options;
    this.connection = connection;
    this.#plainTslab = options.plainTslab ?? plainTslab;
    this.#stopsBySignal = options.stopsBySignal ?? this.#plainTslab;
    this.#folder = mkdtempSync(join(tmpdir(), "kernel-"));
    const file = join(this.#folder, "connection.json");
    writeFileSync(file, JSON.stringify(connection));
    this.#signedFrames = new SignedFrames(String(connection.key));
    const kernel =
      options.command?.(file) ?? (this.#plainTslab ? tslabCommand(file) : kernelCommand(file, project ?? root));
    const [command = "", ...words] = [...launcher, ...kernel];
    const start = performance.now();
    const cwd = options.folder ?? project ?? (this.#plainTslab ? root : join(root, "notebooks"));
    const env = { ...process.env, JPY_PARENT_PID: String(process.pid), ...options.env };
    const isOurs = !options.command && !options.plainTslab;
    this.#page = inBrowser && isOurs ? this.#openPage(project ?? root, cwd) : undefined;
    this.process = this.#page
      ? spawn("sleep", ["600"], { stdio: "ignore" })
      : spawn(command, words, { cwd, env, stdio: "ignore", detached: true });
    this.#answered = new Promise((done) => {
      this.#answer = () => {
        this.readyMilliseconds ||= performance.now() - start;
        done();
      };
    });
    const at = (port: string) => `tcp://127.0.0.1:${connection[port]}`;
    this.iopubAddress = at("iopub_port");
    this.#iopub.connect(this.iopubAddress);
    this.#iopub.subscribe();
    this.#shell.connect(at("shell_port"));
    this.#control.connect(at("control_port"));
    this.#stdin.connect(at("stdin_port"));
    void this.#listen(this.#shell, (message) => this.#replied(message));
    void this.#listen(this.#control, (message) => this.#replied(message));
    void this.#listen(this.#stdin, (message) => {
      this.#questions.push(message);
      this.#asked?.();
    });
    void this.#listen(this.#iopub, (message) => this.#published(message));
  }

  /** Starts a kernel and waits until it answers. */
  static async start(options: StartOptions = {}): Promise<KernelClient> {
    const connection = await freeConnection();
    const client = new KernelClient(connection, options);
    // What is published before the subscription has arrived is lost: ask again until all of an answer arrives.
    const answers: Promise<unknown>[] = [];
    const again = () => client.#answered.then(() => sleep(20, "again"));
    const gone = once(client.process, "exit").then(() => "gone");
    // A kernel of another kind may live on without its ports.
    const lost = sleep(startMilliseconds, "gone", { ref: false });
    for (let state: unknown = "again"; state === "again"; ) {
      answers.push(client.request("kernel_info_request", {}));
      state = await Promise.race([...answers, again(), gone, lost]);
      if (state !== "gone") continue;
      await client.stop();
      throw new Error("the kernel ended before it answered, or did not answer in time");
    }
    return client;
  }

  /** Runs a cell and waits for its reply and `idle`. */
  run(code: string, more: object = {}, metadata: JsonObject = {}): Promise<Outcome> {
    const content = { code, silent: false, store_history: true, stop_on_error: true, ...more };
    return this.request("execute_request", content, "shell", { metadata });
  }

  /** Sends a message that wants no reply, and waits for `idle`. */
  tell(type: string, content: object, extras: Extras = {}): Promise<Outcome> {
    return this.request(type, content, "shell", extras, { status: "none" });
  }

  /** @param reply  given, no reply is waited for */
  async request(
    type: string,
    content: object,
    channel: "shell" | "control" = "shell",
    extras: Extras = {},
    reply?: object,
  ): Promise<Outcome> {
    const start = performance.now();
    const frames = this.#signedFrames.encode(type, content as Record<string, unknown>, undefined, [], extras);
    const { msg_id } = this.#signedFrames.decode(frames).header;
    const outcome = await new Promise<Waiter>((done) => {
      const waiter: Waiter = { outputs: [], messages: [], idle: false, reply, done: () => done(waiter) };
      this.#waiting.set(msg_id, waiter);
      this.#send(channel, frames);
    });
    this.#waiting.delete(msg_id);
    const printed = (name: string) =>
      outcome.outputs
        .filter(({ type, content }) => type === "stream" && content.name === name)
        .map(({ content }) => content.text)
        .join("");
    return {
      reply: outcome.reply,
      outputs: outcome.outputs,
      messages: outcome.messages,
      result: outcome.outputs.find(({ type }) => type === "execute_result")?.content.data["text/plain"],
      // Put together when asked for: all that a cell prints without end can be longer than a text may be.
      get stdout() {
        return printed("stdout");
      },
      get stderr() {
        return printed("stderr");
      },
      traceback: plain((outcome.reply?.traceback ?? []).join("\n")),
      milliseconds: performance.now() - start,
    };
  }

  /** Reads nothing on iopub any more; what it has not read yet is gone. */
  deafen(): void {
    this.#iopub.close();
  }

  /** Sends a request and waits for its reply alone. */
  async reply(type: string, content: object, channel: "shell" | "control" = "shell"): Promise<Outcome["reply"]> {
    const frames = this.#signedFrames.encode(type, content as Record<string, unknown>, undefined, []);
    const { msg_id } = this.#signedFrames.decode(frames).header;
    const waiter: Waiter = { outputs: [], messages: [], idle: true, done: () => {} };
    const replied = new Promise<void>((done) => {
      waiter.done = done;
    });
    this.#waiting.set(msg_id, waiter);
    this.#send(channel, frames);
    await replied;
    this.#waiting.delete(msg_id);
    return waiter.reply;
  }

  /** Stop, as the front end sends it: our kernel wants a message, tslab a signal to its process group. */
  async interrupt(): Promise<void> {
    if (this.#stopsBySignal) process.kill(-(this.process.pid as number), "SIGINT");
    else await this.request("interrupt_request", {}, "control");
  }

  /** Calls `seen` at every message on iopub that is an output. */
  onOutput(seen: (type: string, content: Outcome["reply"]) => void): { stop(): void } {
    this.#seen = seen;
    return { stop: () => (this.#seen = undefined) };
  }

  /** Waits for an output on iopub, of that type if one is given. @returns whether one came within the milliseconds */
  nextOutput(milliseconds: number, wanted?: string): Promise<boolean> {
    return new Promise((done) => {
      const timer = setTimeout(() => done(false), milliseconds);
      const { stop } = this.onOutput((type) => {
        if (wanted !== undefined && type !== wanted) return;
        clearTimeout(timer);
        stop();
        done(true);
      });
    });
  }

  /** What a cell asks, the next that was not taken yet. */
  async question(): Promise<Message> {
    while (this.#questions.length === 0) {
      await new Promise<void>((asked) => {
        this.#asked = asked;
      });
    }
    return this.#questions.shift() as Message;
  }

  /** Answers a question with such a text, or with such a content. */
  async answer(value: string | object, question?: Message): Promise<void> {
    const content = typeof value === "string" ? { value } : value;
    await this.#stdin.send(this.#signedFrames.encode("input_reply", content, question?.header, []));
  }

  /** Sends frames as they are on the socket for input. */
  async sendInput(frames: Buffer[]): Promise<void> {
    await this.#stdin.send(frames);
  }

  /** Sends without waiting for anything. */
  async send(type: string, content: object): Promise<void> {
    await this.#shell.send(this.#signedFrames.encode(type, content as Record<string, unknown>, undefined, []));
  }

  /** Whether the process ended within so many milliseconds, or what the machine is allowed in their place. */
  ended(milliseconds: number): Promise<boolean> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return Promise.resolve(true);
    return new Promise((done) => {
      const timer = setTimeout(() => done(false), allowed(milliseconds));
      this.process.once("exit", () => {
        clearTimeout(timer);
        done(true);
      });
    });
  }

  async stop(): Promise<void> {
    (await this.#page)?.close();
    this.process.kill("SIGKILL");
    await this.ended(5000);
    for (const socket of [this.#shell, this.#control, this.#stdin, this.#iopub]) socket.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Messages go through the same frames, so that everything else here is the same for both kernels. */
  async #openPage(project: string, folder: string): Promise<PageKernel> {
    const { openPage } = await import("./browser/page");
    return openPage(
      project,
      relative(project, folder),
      ({ channel, header, parent_header, metadata, content, buffers }) => {
        const bytes = (buffers ?? []).map((one) => new Uint8Array(one as ArrayBuffer));
        const message = { identities: [], header, parent: parent_header, metadata, content, buffers: bytes };
        const copy: Message = { ...message, content: JSON.parse(JSON.stringify(content)) };
        if (channel === "iopub") this.#published(copy);
        else this.#replied(copy);
      },
    );
  }

  /** What is still to be sent when the client stops is nothing that anybody waits for. */
  #send(channel: "shell" | "control", frames: Buffer[]): void {
    if (this.#page) {
      const { header, parent, metadata, content, buffers } = this.#signedFrames.decode(frames);
      const message = { channel, header, parent_header: parent, metadata, content, buffers };
      void this.#page.then((page) => page.receive(message));
      return;
    }
    (channel === "shell" ? this.#shell : this.#control).send(frames).catch(() => {});
  }

  async #listen(socket: Dealer | Subscriber, handle: (message: Message) => void): Promise<void> {
    try {
      for await (const frames of socket) {
        const message = this.#ours(frames);
        if (message) handle(message);
      }
    } catch (error) {
      if (!socket.closed) throw error;
    }
  }

  /** @returns undefined for a message of another kernel, which took a port before this client's kernel did */
  #ours(frames: Buffer[]): Message | undefined {
    try {
      return this.#signedFrames.decode(frames);
    } catch {
      return undefined;
    }
  }

  #replied({ parent, content }: Message): void {
    this.#answer();
    const waiter = this.#waiting.get(parent.msg_id);
    if (!waiter) return;
    waiter.reply = content;
    if (waiter.idle) waiter.done();
  }

  #published(message: Message): void {
    const { header, parent, content } = message;
    const { msg_type: type } = header;
    const waiter = this.#waiting.get(parent.msg_id);
    // A welcome answers the subscription, whenever that reaches the kernel.
    if (type === "execute_input" || type === "iopub_welcome") return;
    if (type === "status") {
      if (!waiter || content.execution_state !== "idle") return;
      waiter.idle = true;
      if (waiter.reply) waiter.done();
      return;
    }
    this.#seen?.(type, content);
    (waiter && !waiter.idle ? waiter.outputs : this.late).push({ type, content });
    waiter?.messages.push(message);
  }
}

/** Takes the colours out of a traceback. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a colour is
export const plain = (text: string): string => text.replace(/\x1b\[\d+m/g, "");

function tslabCommand(connectionFile: string): string[] {
  const tslab = join(root, "node_modules/tslab/bin/tslab");
  return [nodeUnderTest, tslab, "kernel", `--config-path=${connectionFile}`];
}

function kernelCommand(connectionFile: string, project: string): string[] {
  const folder = join(project, "jupyter/kernels/tslab");
  const { argv } = JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8")) as {
    argv: string[];
  };
  // The first word is node.
  const words = argv
    .slice(1)
    .map((word) => word.replace("{resource_dir}", folder).replace("{connection_file}", connectionFile));
  return [nodeUnderTest, ...words];
}

/** What stands in the connection file of a kernel to be started. */
export async function freeConnection(): Promise<Record<string, string | number>> {
  const numbers = await freePorts(ports.length);
  return {
    ...Object.fromEntries(ports.map((name, k) => [name, numbers[k] as number])),
    transport: "tcp",
    ip: "127.0.0.1",
    key: randomUUID(),
    signature_scheme: "hmac-sha256",
  };
}
