import type { Cell, CellContext } from "./cell-context";
import { type Content, countIn, type ToFrontDesk } from "./link";
import { encodeBinary, type MimeBundle, toJson } from "./values";

interface Display {
  readonly data: MimeBundle;
  readonly metadata?: Content;
  readonly transient?: { readonly display_id?: string };
}

/** What cells show: each thing goes below the cell whose code shows it. */
export class Output {
  readonly #post: (message: ToFrontDesk) => void;
  readonly #shared: Int32Array;
  readonly #context: CellContext;
  #latest: Cell | undefined;

  constructor(post: (message: ToFrontDesk) => void, shared: Int32Array, context: CellContext) {
    this.#post = post;
    this.#shared = shared;
    this.#context = context;
    process.stdout.write = this.#writer("stdout");
    process.stderr.write = this.#writer("stderr");
    this.#offer();
  }

  /** Where output goes whose cell is not known, from a socket's callback for example. */
  runs(cell: Cell): void {
    this.#latest = cell;
  }

  get cell(): Cell | undefined {
    return this.#context.current ?? this.#latest;
  }

  print(name: "stdout" | "stderr", text: string, cell = this.cell): void {
    this.#send({ stream: name, text, parent: cell?.parent }, cell);
  }

  publish(type: string, content: Content, cell = this.cell): void {
    const text = type === "execute_result" ? content.data["text/plain"] : undefined;
    const output = text === undefined ? undefined : { line: content.execution_count, text };
    this.#send({ publish: type, json: toJson(content), parent: cell?.parent, output }, cell);
  }

  #send(message: ToFrontDesk, cell: Cell | undefined): void {
    if (cell?.silent || cell?.stopped) return;
    this.#post(message);
    countIn(this.#shared);
  }

  #writer(name: "stdout" | "stderr"): typeof process.stdout.write {
    return (chunk: string | Uint8Array, ...rest: unknown[]) => {
      this.print(name, typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
      const done = rest.find((argument) => typeof argument === "function");
      if (done) process.nextTick(done as () => void);
      return true;
    };
  }

  /** The display functions, for the project's package and for cells that use tslab's. */
  #offer(): void {
    const display = ({ data, metadata = {}, transient = {} }: Display, update = false) =>
      this.publish(update ? "update_display_data" : "display_data", {
        data: encodeBinary(data),
        metadata,
        transient,
      });
    const clearOutput = (wait = false) => this.publish("clear_output", { wait });
    const page = (data: MimeBundle) =>
      this.cell?.payload.push({ source: "page", data: encodeBinary(data), start: 0 });
    Object.assign(globalThis, { [Symbol.for("jupyter.kernel")]: { display, clearOutput, page } });
    require("tslab/dist/jupyter").lastWriteDisplayData = display;
  }
}
