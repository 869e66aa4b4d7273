/** One output of a cell: the same content in one or more mime types, of which the front end draws the richest. */
export interface DisplayContent {
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  /** With a `display_id` the output can be updated in place later. */
  readonly transient: { readonly display_id?: string };
}

/** What a notebook kernel does for this package. */
export interface NotebookKernel {
  /** Shows `content` below the running cell, or replaces the output with the same display_id where `update` is true. */
  display(content: DisplayContent, update: boolean): void;
  /** Removes the running cell's output; with `wait` only when the next output arrives. Plain tslab has none. */
  clearOutput?(wait: boolean): void;
  /** The files that the last import cell loaded anew because they, or what they import, had been edited. */
  readonly reloaded?: readonly string[];
}

/** Where our kernel, jupyter/kernel, offers itself to the code that it runs. */
const offered = Symbol.for("jupyter.kernel");

/**
 * The kernel that runs this code: ours, or plain tslab through the one function it has for bundles.
 *
 * @throws {Error} outside a notebook
 */
export function notebookKernel(): NotebookKernel {
  const kernel = (globalThis as Record<symbol, unknown>)[offered] as NotebookKernel | undefined;
  return kernel ?? plainTslab();
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
