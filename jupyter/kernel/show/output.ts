import { StringDecoder } from "node:string_decoder";
import type { Cell, Sink } from "../context/cell";
import type { CellContext } from "../context/cell-context";
import type { Extras, JsonObject, MimeBundle } from "../protocol/messages";
import type { CommType } from "../protocol/requests";
import type { Shown, ToRequestThread } from "../requests/thread-messages";
import { Backlog, type Stamp } from "../threads/backlog";
import { ChildOutput } from "./child-output";
import { displayed, encodeBinary, formatters, toJson } from "./displayed-value";
import { callReader } from "./tracebacks";

/** A cell's number, and its value as text. */
interface Result {
  readonly line: number;
  readonly text: string;
}

interface Display {
  readonly data: MimeBundle;
  readonly metadata?: JsonObject;
  readonly transient?: { readonly display_id?: string };
}

/** How a message of a comm is sent: see Shown. */
export interface CommPublishing {
  readonly extras?: Extras;
  readonly replaceable?: string;
}

/** Runs `work`; what it shows, now or later, goes to `sink`. */
type OutputsTo = <T>(sink: Sink, work: () => T) => T;

/** A long print is handed over in parts of this length, so that none keeps the request thread busy for long. */
const partLength = 1 << 18;

function* parts(text: string): Generator<string> {
  if (text.length <= partLength) return yield text;
  for (let start = 0, end: number; start < text.length; start = end) {
    end = start + partLength;
    // A pair of surrogates is one character, and stays in one part.
    if (/[\ud800-\udbff]/.test(text.charAt(end - 1))) end++;
    yield text.slice(start, end);
  }
}

/** What cells show: each thing goes below the cell whose code shows it. */
export class Output {
  readonly #post: (message: ToRequestThread) => void;
  readonly #backlog: Backlog;
  readonly #inherited: ChildOutput;
  readonly #context: CellContext;
  #latest: Cell | undefined;
  #display: ((content: Display, update?: boolean, afterStop?: boolean) => void) | undefined;

  constructor(post: (message: ToRequestThread) => void, shared: Int32Array, context: CellContext) {
    this.#post = post;
    this.#backlog = new Backlog(shared);
    this.#context = context;
    process.stdout.write = this.#writer("stdout");
    process.stderr.write = this.#writer("stderr");
    this.#inherited = new ChildOutput(
      (pipes) => post({ inherited: pipes }),
      () => this.#backlog.waitUntilHandled(),
    );
    this.#offer();
  }

  /** Notes which cell runs: output whose cell is not known, from a socket's callback for example, goes there. */
  runs(cell: Cell): void {
    this.#latest = cell;
  }

  get cell(): Cell | undefined {
    return this.#context.current ?? this.#latest;
  }

  print(name: "stdout" | "stderr", text: string, cell = this.cell): void {
    if (cell?.sink) {
      if (!cell.life.stopped) cell.sink("stream", { name, text });
      return;
    }
    for (const part of parts(text)) {
      this.#send(cell, part.length, (stamp) => ({
        stamp,
        stream: name,
        text: part,
        parent: cell?.parent,
      }));
    }
  }

  /** Shows the cell's value, and has the history remember its text. */
  publishResult(data: MimeBundle, cell: Cell): void {
    const text = data["text/plain"];
    const output = typeof text === "string" ? { line: cell.count, text } : undefined;
    this.#publish("execute_result", { execution_count: cell.count, data, metadata: {} }, { cell, output });
  }

  /** Sends a message of a comm, also of one whose code was stopped: the other side must know how things are. */
  publishComm(type: CommType, content: JsonObject, { extras = {}, replaceable }: CommPublishing = {}): void {
    const json = toJson(content);
    this.#post({
      publish: type,
      json,
      extras,
      parent: this.cell?.parent,
      output: undefined,
      stamp: this.#stamp(json.length),
      ...(replaceable === undefined ? {} : { replaceable }),
    });
    this.#backlog.wait();
  }

  /** @param afterStop  whether it is shown although its cell was stopped: how far something had come that Stop ended */
  #publish(
    type: string,
    content: JsonObject,
    {
      cell = this.cell,
      output,
      afterStop = false,
    }: { cell?: Cell; output?: Result | undefined; afterStop?: boolean } = {},
  ): void {
    if (cell?.sink) {
      if (!cell.life.stopped || afterStop) cell.sink(type, content);
      return;
    }
    const json = toJson(content);
    this.#send(
      cell,
      json.length,
      (stamp) => ({
        stamp,
        publish: type,
        json,
        parent: cell?.parent,
        output,
      }),
      afterStop,
    );
  }

  #send(cell: Cell | undefined, characters: number, message: (stamp: Stamp) => Shown, afterStop = false): void {
    if (cell?.silent || (cell?.life.stopped && !afterStop)) return;
    this.#post(message(this.#stamp(characters)));
    this.#backlog.wait();
  }

  #stamp(characters: number): Stamp {
    const afterInherited = this.#inherited.mayHaveCome();
    return { ...this.#backlog.stamp(characters), afterInherited };
  }

  #writer(name: "stdout" | "stderr"): typeof process.stdout.write {
    // The bytes of one character may arrive in two writes, but both come from the same cell.
    const decoders = new WeakMap<object, StringDecoder>();
    const decode = (chunk: Uint8Array) => {
      const of = this.cell ?? this;
      const decoder = decoders.get(of) ?? new StringDecoder();
      decoders.set(of, decoder);
      return decoder.write(Buffer.from(chunk));
    };
    return (chunk: string | Uint8Array, ...rest: unknown[]) => {
      const [encoding] = rest;
      const isText = typeof chunk === "string";
      const coded = isText && typeof encoding === "string" && !/^utf-?8$/i.test(encoding);
      const bytes = coded ? Buffer.from(chunk, encoding as BufferEncoding) : chunk;
      this.print(name, typeof bytes === "string" ? bytes : decode(bytes));
      const done = rest.find((argument) => typeof argument === "function");
      if (done) process.nextTick(done as () => void);
      return true;
    };
  }

  /** Puts the display functions where the project's package and tslab's functions find them. */
  #offer(): void {
    const display = ({ data, metadata = {}, transient = {} }: Display, update = false, afterStop = false) => {
      const content = { data: encodeBinary(data), metadata, transient };
      this.#publish(update ? "update_display_data" : "display_data", content, { afterStop: update && afterStop });
    };
    const clearOutput = (wait = false) => this.#publish("clear_output", { wait });
    const page = (data: MimeBundle) => this.cell?.payload.push({ source: "page", data: encodeBinary(data), start: 0 });
    const setNextInput = (text: string, replace = false) =>
      this.cell?.payload.push({ source: "set_next_input", text, replace });
    const outputsTo: OutputsTo = (sink, work) => {
      const { cell } = this;
      return cell ? this.#context.as({ ...cell, sink }, () => callReader(work)) : callReader(work);
    };
    const offered = { display, clearOutput, page, setNextInput, formatters, outputsTo, displayed };
    Object.assign(globalThis, { [Symbol.for("jupyter.kernel")]: offered });
    this.#display = display;
  }

  /** Has tslab's display functions show their content here; to be called before a package is loaded. */
  connectTslab(name: string): void {
    if (name === "tslab") require("tslab/dist/jupyter").lastWriteDisplayData = this.#display;
  }
}
