// What the request thread and the main thread say to each other.
import type { MessagePort } from "node:worker_threads";
import type { CompiledCell } from "../compiler/cells/compiled-cell";
import type { Question } from "../protocol/input-channel";
import type { Extras, Header } from "../protocol/messages";
import type { CommMessage, CommOpen, CommType, ErrorReply, ExecuteOk, ExpressionReply } from "../protocol/requests";
import type { Stamp } from "../threads/backlog";

/** A cell to run. */
export interface CellRequest {
  /** What the reader calls the cell: `Cell [3]`. */
  readonly name: string;
  readonly compiled: CompiledCell;
  /** Whether this is not a cell but an expression, whose value is wanted in the reply. */
  readonly isExpression: boolean;
  /** Whether nothing of the cell is shown. */
  readonly silent: boolean;
  /** The header of the message that asked; every message about the cell carries it as its parent. */
  readonly parent: Header;
  readonly count: number;
  /** The cell's number in the log. */
  readonly serial: number;
  /** What the front end calls the cell, however often it runs; some front ends say it. */
  readonly cellId: string | undefined;
}

/** A message of a comm, for its handler. */
export interface CommRequest {
  readonly type: CommType;
  readonly content: CommMessage | CommOpen;
  readonly buffers: readonly Uint8Array[];
  readonly parent: Header;
  readonly serial: number;
  /** The ids of the comms whose messages wait directly behind this one. */
  readonly following: readonly string[];
}

/** What the request thread sends to the main thread. */
export type ToMainThread =
  | { readonly run: CellRequest }
  | { readonly handle: CommRequest }
  /** Interrupts are numbered. */
  | { readonly interrupt: number }
  | { readonly shutdown: true };

/** How a cell ended, or an expression whose value was wanted. */
export type CellReply = ExecuteOk | (ErrorReply & { readonly execution_count: number });

/** How the handler of a comm's message ended. An error that is shown below its widget is none here. */
export type HandlerReply = { readonly status: "ok" } | ErrorReply;

/** A cell, an expression or a handler has ended. */
export interface Ended {
  readonly reply: CellReply | ExpressionReply | HandlerReply;
  readonly parent: Header;
  /** The names that the cell has declared. */
  readonly declared: readonly string[];
}

/** The file descriptors of the pipes into which child processes print that inherit the kernel's output. */
export interface OutputPipes {
  readonly stdout: number;
  readonly stderr: number;
}

/** Something that a cell shows. */
export type Shown =
  | {
      readonly stamp: Stamp;
      readonly stream: "stdout" | "stderr";
      readonly text: string;
      readonly parent: Header | undefined;
    }
  | {
      readonly stamp: Stamp;
      /** The type of the message. */
      readonly publish: string;
      /** The content, ready to be sent. */
      readonly json: string;
      readonly extras?: Extras;
      /** Given, a later message with the same key may take the place of this one, where it has not been sent yet. */
      readonly replaceable?: string;
      readonly parent: Header | undefined;
      /** A cell's result, for the history. */
      readonly output: { readonly line: number; readonly text: string } | undefined;
    };

/** What running code asks the reader. */
export interface Asking {
  readonly question: Question;
  /** The request of the cell that asks. */
  readonly parent: Header | undefined;
}

/** New code that is held before its first line. */
export interface Held {
  readonly held: number;
  /** The file name that Node knows the code under. */
  readonly script: string;
}

/** What the main thread sends to the request thread. */
export type ToRequestThread = { readonly inherited: OutputPipes } | Shown | Asking | Held | Ended;

/** What the request thread is started with. */
export interface RequestThreadData {
  readonly role: "requests";
  readonly connectionFile: string;
  /** The process that started this one. */
  readonly parent: number;
  /** The project's folder. */
  readonly root: string;
  readonly shared: Int32Array;
  readonly compiler: MessagePort;
  /** The port for the reader's answers, which the main thread waits for. */
  readonly answers: MessagePort;
}
