import type { Header, JsonObject } from "../protocol/messages";

/** A cell that was handed to the main thread. */
export interface Cell {
  /** What the reader calls it: `Cell [3]`. */
  readonly name: string;
  readonly parent: Header;
  readonly count: number;
  /** Whether nothing of the cell is shown. */
  readonly silent: boolean;
  /** An expression is one whose value a front end wants; a handler is that of a comm's message. */
  readonly kind: "cell" | "expression" | "handler";
  /** What the front end calls the notebook's cell that this code comes from, however often it runs. */
  readonly cellId: string | undefined;
  /** Where what the code shows goes; left out, it goes to the front ends, as the answer to the request. */
  readonly sink?: Sink;
  /** What the front end does when the cell has ended: fills its pager, or the next cell. */
  readonly payload: unknown[];
  /** Shared by all parts of one cell, which differ in their sink. */
  readonly life: {
    /** Whether the request was answered; code that the cell left behind may still run. */
    settled: boolean;
    /** Whether the cell was interrupted; none of its code may run any more. */
    stopped: boolean;
  };
}

/** Takes what code shows: the type of a message, such as "stream" or "display_data", and its content. */
export type Sink = (type: string, content: JsonObject) => void;
