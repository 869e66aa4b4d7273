// The five ZeroMQ sockets of a kernel, as its connection file describes them.
import { readFileSync, writeSync } from "node:fs";
import { Reply, Router, XPublisher } from "zeromq";
import type { Content } from "./link";
import { type Header, type Message, Wire } from "./wire";

interface ConnectionFile {
  readonly transport: string;
  readonly ip: string;
  readonly key: string;
  readonly signature_scheme: string;
  readonly shell_port: number;
  readonly control_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly hb_port: number;
}

/** Sends an answer to the one who asked, on the channel where it was asked. */
export type Answer = (type: string, content: Content) => void;

export type Receive = (message: Message, channel: "shell" | "control", answer: Answer) => void;

export interface Sockets {
  /** From now on calls `receive` with every message on shell and control. */
  listen(receive: Receive): void;
  publish(type: string, content: Content | string, parent: Header | undefined): void;
}

/** Binds all five. */
export async function openSockets(connectionFile: string): Promise<Sockets> {
  const connection: ConnectionFile = JSON.parse(readFileSync(connectionFile, "utf8"));
  const { transport, ip, key, signature_scheme } = connection;
  const address = (port: number) => `${transport}://${ip}${transport === "ipc" ? "-" : ":"}${port}`;
  const wire = new Wire(key, signature_scheme);
  // A limit of 0 is no limit: zeromq otherwise refuses the 512th message of a burst.
  const unlimited = { sendHighWaterMark: 0, receiveHighWaterMark: 0, sendTimeout: 0 };

  const shell = new Router(unlimited);
  const control = new Router(unlimited);
  const stdin = new Router(unlimited);
  const heartbeat = new Reply();
  const iopub = new XPublisher({ ...unlimited, verbosity: "allSubs" });
  await Promise.all([
    shell.bind(address(connection.shell_port)),
    control.bind(address(connection.control_port)),
    stdin.bind(address(connection.stdin_port)),
    heartbeat.bind(address(connection.hb_port)),
    iopub.bind(address(connection.iopub_port)),
  ]);

  const publish = (type: string, content: Content | string, parent: Header | undefined) =>
    send(iopub, wire.encode(type, content, parent));
  return { publish, listen: startListening };

  function startListening(receive: Receive): void {
    const accept = (socket: Router, channel: "shell" | "control") => (frames: Buffer[]) => {
      const message = wire.decode(frames);
      const answer: Answer = (type, content) =>
        send(socket, wire.encode(type, content, message.header, message.identities));
      receive(message, channel, answer);
    };
    listen(shell, accept(shell, "shell"));
    listen(control, accept(control, "control"));
    listen(heartbeat, (frames) => send(heartbeat, frames));
    // Who subscribes is greeted, so that a client knows when it will miss nothing any more.
    listen(iopub, ([frame]) => {
      if (frame?.[0] !== 1) return;
      publish("iopub_welcome", { subscription: frame.toString("utf8", 1) }, undefined);
    });
  }
}

async function listen(
  socket: AsyncIterable<Buffer[]>,
  handle: (frames: Buffer[]) => void,
): Promise<void> {
  for await (const frames of socket) {
    try {
      handle(frames);
    } catch (error) {
      report(error);
    }
  }
}

/** Sends in order; without a limit a send never waits. */
function send(socket: { send(frames: Buffer[]): Promise<void> }, frames: Buffer[]): void {
  socket.send(frames).catch(report);
}

/** To the terminal of the one who started Jupyter: standard output belongs to the cells. */
function report(error: unknown): void {
  writeSync(2, `kernel: ${error instanceof Error ? error.message : error}\n`);
}
