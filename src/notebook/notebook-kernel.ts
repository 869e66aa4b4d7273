/** One output of a cell: the same content in one or more mime types, of which the front end draws the richest. */
export interface DisplayContent {
  readonly data: MimeBundle;
  readonly metadata: Record<string, unknown>;
  /** With a `display_id` the output can be updated in place later. */
  readonly transient: { readonly display_id?: string };
}

/** The text of a file, or of a cell, that declares something. */
export interface DeclaringSource {
  /** A path from the project's root, or `Cell [3]`. */
  readonly place: string;
  readonly text: string;
}

/** A file of the project as JavaScript: the body of a function with the parameters that CommonJS has, and three more. */
export interface EmittedFile {
  readonly path: string;
  readonly code: string;
  /** Whether it awaits something at its top. */
  readonly isAwaiting: boolean;
  /** The files that it imports, by the names in its imports. */
  readonly files: ReadonlyMap<string, string>;
}

/** One content in several mime types. */
export type MimeBundle = Record<string, unknown>;

/** The rich form of a value that has no method for it; undefined where the value is of another kind. */
export type Formatter = (value: object) => MimeBundle | undefined;

/** Takes what code shows: the type of a message, such as "stream" or "display_data", and its content. */
export type Sink = (type: string, content: Readonly<Record<string, unknown>>) => void;

/** What came over a comm. */
export interface CommMessage {
  readonly data: Readonly<Record<string, unknown>>;
  /** The ids of the comms whose messages wait directly behind this one. */
  readonly following: readonly string[];
}

/** One side of a pair of objects that send each other messages; the other one is in the front end. */
export interface Comm {
  readonly id: string;
  /** A handler has ended when the promise that it returns is settled; no other one runs before. */
  onMessage: (message: CommMessage) => unknown;
  /** Called when the front end has closed it, or the cell that opened it runs again. */
  onClose: () => unknown;
  /** Where what its handlers show goes, errors too. */
  output: Sink | undefined;
  /** Does nothing on a closed comm. */
  send(data: object): void;
  /** The same for what soon changes again: within a tenth of a second, or until the handler's end, the last counts. */
  sendLatest(data: object): void;
  close(): void;
}

/** What a notebook kernel does for this package. */
export interface NotebookKernel {
  /**
   * Shows `content` below the running cell, or replaces the output with the same display_id where `update` is true.
   *
   * @param afterStop  whether such a replacement is shown although the cell was stopped
   */
  display(content: DisplayContent, update: boolean, afterStop?: boolean): void;
  /**
   * Removes the running cell's output; with `wait` only when the next output arrives. Plain tslab does not have this.
   */
  clearOutput?(wait: boolean): void;
  /** Puts `text` into a new cell below, or into the running one; plain tslab cannot. */
  setNextInput?(text: string, replace: boolean): void;
  /** Comms with the front end; plain tslab has none. */
  readonly comms?: {
    open(target: string, data: object, extras: { readonly metadata: object }): Comm;
    register(target: string, opened: (comm: Comm) => unknown): void;
  };
  /** Runs `work`; what it shows goes to `sink`, also what code that it leaves running shows. */
  outputsTo?<T>(sink: Sink, work: () => T): T;
  /** Runs `work` when the code that runs now is stopped, whose timers do not run any more then; not in plain tslab. */
  whenStopped?(work: () => void): void;
  /** How a value is shown on the last line of a cell. */
  displayed?(value: unknown): MimeBundle | Promise<MimeBundle>;
  /** How plain objects are shown, by the name of who tells. Plain tslab has none. */
  readonly formatters?: Map<string, Formatter>;
  /** The files that the last import cell loaded anew because they, or what they import, had been edited. */
  readonly reloaded?: readonly string[];
  /** Where a class or function was declared, with its text as it is now; plain tslab does not know. */
  sourceOf?(value: { readonly name: string }): DeclaringSource | undefined;
  /**
   * A file and all that it imports, as the kernel's compiler makes JavaScript of them; plain tslab cannot.
   *
   * @throws {Error} if one of them has no JavaScript
   */
  emittedFiles?(path: string): readonly EmittedFile[];
}

/** Where our kernel, jupyter/kernel, offers itself to the code that it runs. */
const offered = Symbol.for("jupyter.kernel");

/**
 * The kernel that runs this code: ours, or plain tslab through the one function it has for bundles.
 *
 * @throws {Error} outside a notebook
 */
export function notebookKernel(): NotebookKernel {
  return offeredKernel() ?? plainTslab();
}

/** Our kernel; undefined in plain tslab and outside a notebook. */
export function offeredKernel(): NotebookKernel | undefined {
  return (globalThis as Record<symbol, unknown>)[offered] as NotebookKernel | undefined;
}

function plainTslab(): NotebookKernel {
  const { lastWriteDisplayData } = require("tslab/dist/jupyter") as {
    lastWriteDisplayData: NotebookKernel["display"] | null;
  };
  if (!lastWriteDisplayData) {
    throw new Error("show: expected to run in a notebook cell, got a process without a kernel");
  }
  return { display: lastWriteDisplayData };
}
