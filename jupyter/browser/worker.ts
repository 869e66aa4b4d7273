// The worker that runs cells: what the main thread is in Node.
import "./node/globals";
import { nearest } from "../kernel/compiler/files/nearest-file";
import { readPackageJson } from "../kernel/compiler/files/package-json";
import { Interrupted } from "../kernel/context/interrupted";
import { PrintedText } from "../kernel/requests/printed-text";
import type { ToMainThread, ToRequestThread } from "../kernel/requests/thread-messages";
import type { Project } from "../kernel/run/project";
import { openMainThread } from "../kernel/run-cells";
import { sharedBytes } from "../kernel/threads/shared-numbers";
import { FileCompiler } from "./file-compiler";
import type { ToWorker } from "./messages";
import { mkdirSync, place, remove, root, takeWritten } from "./node/fs";
import { format, inspect } from "./node/util";
import { expectStop, flushAtLooks } from "./stop";

Error.stackTraceLimit = 50;
const say = (message: unknown) => globalThis.postMessage(message);
const toPage = (main: ToRequestThread) => say({ main });

/** A cell that prints a few lines and then computes shows them all: only what comes more quickly is gathered. */
const gathered = new PrintedText(({ name, parent }, text) => {
  const stamp = { messages: 0, characters: 0, afterInherited: false };
  toPage({ stream: name as "stdout" | "stderr", text, parent, stamp });
});
const burst = { milliseconds: 50, prints: 20, since: 0, count: 0 };

function print({ stream, parent, text }: Extract<ToRequestThread, { stream: string }>): void {
  gathered.print({ name: stream, parent }, text);
  const now = performance.now();
  if (now - burst.since > burst.milliseconds) Object.assign(burst, { since: now, count: 0 });
  if (++burst.count <= burst.prints) gathered.flush();
}

/** What a cell writes is in the drive so soon while it runs, and at once when it ends. */
const betweenWrites = 1000;
let toldAt = 0;

function tellWritten(): void {
  toldAt = performance.now();
  for (const [path, bytes] of takeWritten()) say({ written: path, bytes });
}

/** The cell or handler that runs. */
let running: string | undefined;

function post(message: ToRequestThread): void {
  if ("stream" in message) {
    print(message);
    return;
  }
  gathered.flush();
  if ("reply" in message) {
    tellWritten();
    if (message.parent.msg_id === running) running = undefined;
    // What a stopped cell asked for, such as its last picture, comes after it.
    if (message.reply.status === "error" && message.reply.ename === "Interrupted") expectStop("");
  }
  toPage(message);
}

let receive: ((message: ToMainThread) => void) | undefined;

function open(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const settings = readPackageJson(nearest(folder, "package.json")).notebooks ?? {};
  const project: Project = {
    folder,
    root,
    workingDirectory: settings.workingDirectory === "project" ? root : folder,
    savesInstalled: false,
  };
  process.cwd = () => project.workingDirectory;
  const shared = new Int32Array(sharedBytes / Int32Array.BYTES_PER_ELEMENT);
  const files = new FileCompiler([...new Set([folder, root])]);
  setInterval(tellWritten, betweenWrites); // before a cell's timers replace this one
  const main = openMainThread({ project, post, files, answers: undefined as never, shared });
  flushAtLooks(() => {
    gathered.flush();
    if (performance.now() - toldAt > betweenWrites) tellWritten();
  });
  installConsole();
  const caught = (event: Event, error: unknown) => {
    event.preventDefault();
    // Stop ends a cell by itself: the promise that it broke on the way is nobody's failure.
    if (!(error instanceof Interrupted)) main.failed(error, main.context.current);
  };
  addEventListener("unhandledrejection", (event) => caught(event, event.reason));
  addEventListener("error", (event) => caught(event, event.error));
  receive = (message) => {
    main.context.current = undefined;
    if ("run" in message) files.note(message.run.compiled.modules);
    main.receive(message);
  };
}

function installConsole(): void {
  const print = (name: "stdout" | "stderr", ...values: unknown[]) => void process[name].write(`${format(...values)}\n`);
  const log = (...values: unknown[]) => print("stdout", ...values);
  const error = (...values: unknown[]) => print("stderr", ...values);
  const table = (value: unknown) => log(value);
  const dir = (value: unknown, options?: object) => log(inspect(value, options));
  const own = { log, info: log, debug: log, error, warn: error, trace: error, dir, table };
  Object.assign(globalThis.console, own);
}

/** What came before the files did: JupyterLab's controls ask for their comm at once. */
const early: Extract<ToWorker, { main: unknown }>[] = [];

globalThis.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if ("files" in data) for (const [path, file] of Object.entries(data.files)) file ? place(path, file) : remove(path);
  else if ("open" in data) {
    open(data.open.folder);
    say({ opened: true });
    for (const message of early.splice(0)) hear(message);
  } else if (receive) hear(data);
  else early.push(data);
};

function hear({ main, running: asked, signal = "" }: Extract<ToWorker, { main: unknown }>): void {
  if ("interrupt" in main) {
    // A cell that heard of Stop by itself has ended, and the message is late.
    if (running === asked) receive?.(main);
    return;
  }
  running = asked;
  expectStop(signal, "handle" in main ? "handler" : "cell");
  receive?.(main);
}
