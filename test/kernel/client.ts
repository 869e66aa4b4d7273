// A small Jupyter client: starts a kernel from a connection file and collects what it says.
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Dealer, Subscriber } from "zeromq";
import { type Message, Wire } from "../../jupyter/kernel/wire";

export const root = resolve(import.meta.dirname, "../..");

/** The same tests can be run against plain tslab, to see what it lacks. */
export const plainTslab = process.env.KERNEL_UNDER_TEST === "tslab";

/** Everything that one request brought about. */
export interface Outcome {
  /** The reply's content. */
  // biome-ignore lint/suspicious/noExplicitAny: what a kernel sends is what the tests check
  readonly reply: any;
  /** The messages on iopub, without status and execute_input. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly outputs: { readonly type: string; readonly content: any }[];
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
  reply?: Outcome["reply"];
  idle: boolean;
  done(): void;
}

const ports = ["shell_port", "control_port", "iopub_port", "stdin_port", "hb_port"];

export class KernelClient {
  readonly process: ChildProcess;
  /** Messages on iopub whose request is already answered, or that no request caused. */
  readonly late: { type: string; content: Outcome["reply"] }[] = [];
  readonly #wire: Wire;
  readonly #shell = new Dealer();
  readonly #control = new Dealer();
  readonly #iopub = new Subscriber({ receiveHighWaterMark: 0 });
  readonly #waiting = new Map<string, Waiter>();
  readonly #folder: string;
  #seen: (() => void) | undefined;

  private constructor(connection: Record<string, string | number>, launcher: readonly string[]) {
    this.#folder = mkdtempSync(join(tmpdir(), "kernel-"));
    const file = join(this.#folder, "connection.json");
    writeFileSync(file, JSON.stringify(connection));
    this.#wire = new Wire(String(connection.key));
    const node = process.env.NODE_UNDER_TEST ?? process.execPath;
    const [, ...argv] = kernelCommand(file);
    const [command = "", ...words] = [...launcher, node, ...argv];
    this.process = spawn(command, words, {
      cwd: plainTslab ? root : this.#folder,
      env: { ...process.env, JPY_PARENT_PID: String(process.pid) },
      stdio: "ignore",
      detached: true,
    });
    const at = (port: string) => `tcp://127.0.0.1:${connection[port]}`;
    this.#iopub.connect(at("iopub_port"));
    this.#iopub.subscribe();
    this.#shell.connect(at("shell_port"));
    this.#control.connect(at("control_port"));
    void this.#listen(this.#shell, (message) => this.#replied(message));
    void this.#listen(this.#control, (message) => this.#replied(message));
    void this.#listen(this.#iopub, (message) => this.#published(message));
  }

  /**
   * Starts a kernel and waits until it answers.
   *
   * @param launcher  a command that starts it in our place
   */
  static async start(launcher: readonly string[] = []): Promise<KernelClient> {
    const numbers = await freePorts(ports.length);
    const connection = {
      ...Object.fromEntries(ports.map((name, k) => [name, numbers[k] as number])),
      transport: "tcp",
      ip: "127.0.0.1",
      key: randomUUID(),
      signature_scheme: "hmac-sha256",
    };
    const client = new KernelClient(connection, launcher);
    // What is published before the subscription has arrived is lost: ask again until all of an answer arrives.
    const answers: Promise<unknown>[] = [];
    do answers.push(client.request("kernel_info_request", {}));
    while ((await Promise.race([...answers, sleep(500, "again")])) === "again");
    return client;
  }

  /** Runs a cell and waits for its reply and `idle`. */
  run(code: string, more: object = {}): Promise<Outcome> {
    const content = { code, silent: false, store_history: true, stop_on_error: true, ...more };
    return this.request("execute_request", content);
  }

  async request(
    type: string,
    content: object,
    channel: "shell" | "control" = "shell",
  ): Promise<Outcome> {
    const start = performance.now();
    const frames = this.#wire.encode(type, content as Record<string, unknown>, undefined, []);
    const { msg_id } = this.#wire.decode(frames).header;
    const outcome = await new Promise<Waiter>((done) => {
      const waiter: Waiter = { outputs: [], idle: false, done: () => done(waiter) };
      this.#waiting.set(msg_id, waiter);
      void (channel === "shell" ? this.#shell : this.#control).send(frames);
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
      result: outcome.outputs.find(({ type }) => type === "execute_result")?.content.data[
        "text/plain"
      ],
      stdout: printed("stdout"),
      stderr: printed("stderr"),
      traceback: plain((outcome.reply?.traceback ?? []).join("\n")),
      milliseconds: performance.now() - start,
    };
  }

  /** Stop, as the front end sends it: our kernel wants a message, tslab a signal. */
  async interrupt(): Promise<void> {
    if (plainTslab) this.process.kill("SIGINT");
    else await this.request("interrupt_request", {}, "control");
  }

  /** Calls `seen` at every message on iopub that is an output. */
  onOutput(seen: () => void): { stop(): void } {
    this.#seen = seen;
    return { stop: () => (this.#seen = undefined) };
  }

  /** Sends without waiting for anything. */
  async send(type: string, content: object): Promise<void> {
    await this.#shell.send(
      this.#wire.encode(type, content as Record<string, unknown>, undefined, []),
    );
  }

  /** Whether the process ended within the time. */
  ended(milliseconds: number): Promise<boolean> {
    if (this.process.exitCode !== null || this.process.signalCode !== null)
      return Promise.resolve(true);
    return new Promise((done) => {
      const timer = setTimeout(() => done(false), milliseconds);
      this.process.once("exit", () => {
        clearTimeout(timer);
        done(true);
      });
    });
  }

  async stop(): Promise<void> {
    this.process.kill("SIGKILL");
    await this.ended(5000);
    for (const socket of [this.#shell, this.#control, this.#iopub]) socket.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #listen(
    socket: AsyncIterable<Buffer[]>,
    handle: (message: Message) => void,
  ): Promise<void> {
    for await (const frames of socket) handle(this.#wire.decode(frames));
  }

  #replied({ parent, content }: Message): void {
    const waiter = this.#waiting.get(parent.msg_id);
    if (!waiter) return;
    waiter.reply = content;
    if (waiter.idle) waiter.done();
  }

  #published({ header: { msg_type: type }, parent, content }: Message): void {
    const waiter = this.#waiting.get(parent.msg_id);
    if (type === "execute_input") return;
    if (type === "status") {
      if (!waiter || content.execution_state !== "idle") return;
      waiter.idle = true;
      if (waiter.reply) waiter.done();
      return;
    }
    this.#seen?.();
    (waiter && !waiter.idle ? waiter.outputs : this.late).push({ type, content });
  }
}

/** Without the colours of a traceback. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a colour is
export const plain = (text: string): string => text.replace(/\x1b\[\d+m/g, "");

function kernelCommand(connectionFile: string): string[] {
  if (plainTslab) {
    const tslab = join(root, "node_modules/tslab/bin/tslab");
    return ["node", tslab, "kernel", `--config-path=${connectionFile}`];
  }
  const folder = join(root, "jupyter/kernels/tslab");
  const { argv } = JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8")) as {
    argv: string[];
  };
  return argv.map((part) =>
    part.replace("{resource_dir}", folder).replace("{connection_file}", connectionFile),
  );
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(
    servers.map((server) => new Promise((ready) => server.once("listening", ready))),
  );
  const found = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return found;
}
