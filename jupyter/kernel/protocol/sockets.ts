// The five ZeroMQ sockets of a kernel, as its connection file describes them.
import { readFileSync } from "node:fs";
import { Reply, Router, XPublisher } from "zeromq";
import { report } from "../log/report";
import { InputChannel } from "./input-channel";
import { logMessage } from "./message-log";
import type { Extras, Header, JsonObject, Message } from "./messages";
import { keptForEach, Publisher } from "./publisher";
import type { ConnectReply } from "./requests";
import { SignedFrames } from "./signed-frames";

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

/** Sends a reply to the one who asked, on the channel where it was asked. */
export type SendReply = (type: string, content: object, metadata?: JsonObject) => void;

/** Is called with each request, and with the function that answers it. */
export type Receive = (message: Message, sendReply: SendReply) => void;

type Ports = Omit<ConnectReply, "status">;

/** The five sockets of a kernel, open. */
export interface Sockets {
  /** The ports, by their names in the connection file. */
  readonly ports: Ports;
  /** Asks the reader for input. */
  readonly input: InputChannel;
  /** Calls `receive` with every message that comes on shell and control from now on. */
  listen(receive: Receive): void;
  /** The number of bytes that wait to be published. */
  unsent(): number;
  /** Settles when the message is really sent: see publisher.ts. */
  publish(type: string, content: JsonObject | string, parent: Header | undefined, extras?: Extras): Promise<void>;
}

/** The longest text that a reader may type, in bytes. */
const longestInput = 16 << 20;

/** Binds all five. */
export async function openSockets(connectionFile: string): Promise<Sockets> {
  const connection = readConnection(connectionFile);
  const { transport, ip, key, signature_scheme } = connection;
  const address = (port: number) => `${transport}://${ip}${transport === "ipc" ? "-" : ":"}${port}`;
  const signedFrames = new SignedFrames(key, signature_scheme);
  // A limit of 0 is no limit: zeromq otherwise refuses the 512th message of a burst.
  const unlimited = { sendHighWaterMark: 0, receiveHighWaterMark: 0, sendTimeout: 0 };
  // A front end may come back under its name before ZeroMQ knows that its old connection is dead: the new one counts.
  const router = { ...unlimited, handover: true };

  const shell = new Router(router);
  const control = new Router(router);
  // With `mandatory`, a question to a front end without such a socket fails: see input-channel.ts.
  const stdin = new Router({ ...router, maxMessageSize: longestInput, mandatory: true });
  const heartbeat = new Reply();
  const iopub = new XPublisher({
    ...unlimited,
    sendHighWaterMark: keptForEach,
    noDrop: true,
    verbosity: "allSubs",
  });
  await Promise.all([
    shell.bind(address(connection.shell_port)),
    control.bind(address(connection.control_port)),
    stdin.bind(address(connection.stdin_port)),
    heartbeat.bind(address(connection.hb_port)),
    iopub.bind(address(connection.iopub_port)),
  ]);

  const publisher = new Publisher(iopub);
  const publish: Sockets["publish"] = (type, content, parent, extras) => {
    const frames = signedFrames.encode(type, content, parent, undefined, extras);
    logMessage("sent", "iopub", frames);
    return publisher.publish(frames);
  };
  const { shell_port, control_port, iopub_port, stdin_port, hb_port } = connection;
  const ports = { shell_port, control_port, iopub_port, stdin_port, hb_port };
  const input = new InputChannel(signedFrames, async (frames) => {
    await stdin.send(frames);
    logMessage("sent", "stdin", frames);
  });
  return { ports, publish, input, listen: startListening, unsent: () => publisher.unsent };

  function startListening(receive: Receive): void {
    const accept = (socket: Router, channel: "shell" | "control") => (frames: Buffer[]) => {
      const message = signedFrames.decode(frames);
      logMessage("received", channel, frames);
      receive(message, (type, content, metadata = {}) => {
        const reply = signedFrames.encode(type, content, message.header, message.identities, { metadata });
        logMessage("sent", channel, reply);
        send(socket, reply);
      });
    };
    listen(shell, accept(shell, "shell"));
    listen(control, accept(control, "control"));
    listen(stdin, (frames) => {
      input.receive(frames);
      logMessage("received", "stdin", frames);
    });
    listen(heartbeat, (frames) => send(heartbeat, frames));
    // The welcome tells a new subscriber that from now on it misses nothing.
    listen(iopub, ([frame]) => {
      if (frame?.[0] !== 1) return;
      void publish("iopub_welcome", { subscription: frame.toString("utf8", 1) }, undefined);
    });
  }
}

function readConnection(path: string): ConnectionFile {
  const text = readFileSync(path, "utf8");
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the file, and with it the key.
    throw new Error(`expected JSON in the connection file, got something else: ${path}`);
  }
}

async function listen(socket: AsyncIterable<Buffer[]>, handle: (frames: Buffer[]) => void): Promise<void> {
  for await (const frames of socket) {
    try {
      handle(frames);
    } catch (error) {
      report(error);
    }
  }
}

/** Sends in order. A send never waits, because the sockets have no limit. */
function send(socket: { send(frames: Buffer[]): Promise<void> }, frames: Buffer[]): void {
  socket.send(frames).catch(report);
}
