// The requests that the kernel understands, and their replies, with the fields that the protocol names.
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#messages-on-the-shell-router-dealer-channel
import type { EditorRequests } from "./editor-requests";
import type { ErrorContent, JsonObject, MimeBundle } from "./messages";

type Empty = Readonly<Record<string, never>>;

/** Runs a cell. */
export interface ExecuteRequest {
  readonly code: string;
  /** A silent cell shows nothing and gets no number. */
  readonly silent: boolean;
  readonly store_history: boolean;
  /** Expressions to evaluate when the cell has run, by the names that the reply calls them. */
  readonly user_expressions: Readonly<Record<string, string>>;
  /** Whether the front end has said that it can ask the reader for input. */
  readonly allow_stdin: boolean;
  /** Whether an error aborts the cells that wait. */
  readonly stop_on_error: boolean;
}

/** One of a cell's user_expressions. */
export type ExpressionReply =
  | { readonly status: "ok"; readonly data: MimeBundle; readonly metadata: JsonObject }
  | ErrorReply;

/** The cell ran to its end. */
export interface ExecuteOk {
  readonly status: "ok";
  readonly execution_count: number;
  readonly user_expressions: Readonly<Record<string, ExpressionReply>>;
  readonly payload: readonly unknown[];
}

/** A request that failed. */
export type ErrorReply = { readonly status: "error" } & ErrorContent;

/** An aborted cell has no number: JupyterLab would show the failed cell's for it. */
export type ExecuteReply =
  | ExecuteOk
  | (ErrorReply & { readonly execution_count: number })
  | { readonly status: "aborted" };

/** Tab. */
export interface CompleteRequest {
  readonly code: string;
  /** Counts Unicode code points; left out, it means the end of the code. */
  readonly cursor_pos: number | undefined;
}

/** What Tab offers, in place of the code from `cursor_start` to `cursor_end`, both in Unicode code points. */
export interface CompleteReply {
  readonly status: "ok";
  readonly matches: readonly string[];
  readonly cursor_start: number;
  readonly cursor_end: number;
  readonly metadata: JsonObject;
}

/** Shift-Tab. */
export interface InspectRequest extends CompleteRequest {
  readonly detail_level: number;
}

/** What Shift-Tab shows. */
export interface InspectReply {
  readonly status: "ok";
  readonly found: boolean;
  readonly data: MimeBundle;
  readonly metadata: JsonObject;
}

/** Enter in a console. */
export interface IsCompleteRequest {
  readonly code: string;
}

/** Whether Enter runs the code. "unknown" leaves it to the console. */
export type IsCompleteReply =
  | { readonly status: "complete" | "invalid" | "unknown" }
  /** The next line begins with `indent`. */
  | { readonly status: "incomplete"; readonly indent: string };

/** Which fields count depends on `hist_access_type`. */
export interface HistoryRequest {
  readonly hist_access_type: "range" | "tail" | "search";
  /** Whether results are wanted too. */
  readonly output: boolean;
  /** For "tail" and "search": the largest number of entries; the last ones are taken. */
  readonly n: number | undefined;
  /** For "range": session 0 is this one, and line `stop` is not part of the range. */
  readonly session: number;
  readonly start: number;
  readonly stop: number | undefined;
  /** For "search": `*` stands for any text, `?` for any character. */
  readonly pattern: string;
  readonly unique: boolean;
}

/** One entry: session, line, and the input or the input with its result. */
export type HistoryEntry = readonly [number, number, string | readonly [string, string | null]];

/** The earlier cells that were asked for. */
export interface HistoryReply {
  readonly status: "ok";
  readonly history: readonly HistoryEntry[];
}

/** What the kernel is, and which language it runs. */
export interface KernelInfoReply {
  readonly status: "ok";
  readonly protocol_version: string;
  readonly implementation: string;
  readonly implementation_version: string;
  readonly language_info: {
    readonly name: string;
    readonly version: string;
    readonly mimetype: string;
    readonly file_extension: string;
    readonly codemirror_mode: string | JsonObject;
    readonly pygments_lexer: string;
    readonly nbconvert_exporter: string;
  };
  readonly banner: string;
  readonly help_links: readonly { readonly text: string; readonly url: string }[];
  readonly debugger: boolean;
  /** What this kernel can do beside the protocol. */
  readonly supported_features: readonly string[];
}

/** The ports of the five channels. */
export interface ConnectReply {
  readonly status: "ok";
  readonly shell_port: number;
  readonly control_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly hb_port: number;
}

/** Ends the kernel; `restart` says whether another one is started in its place. */
export interface ShutdownRequest {
  readonly restart: boolean;
}

/** The kernel is about to end. */
export interface ShutdownReply extends ShutdownRequest {
  readonly status: "ok";
}

/** A request of the Debug Adapter Protocol, or one of Jupyter's additions to it. */
export interface DebugRequest {
  readonly seq: number;
  readonly command: string;
  readonly arguments: JsonObject;
}

/** The response of the Debug Adapter Protocol. */
export interface DebugReply {
  readonly type: "response";
  readonly seq: number;
  readonly request_seq: number;
  readonly command: string;
  readonly success: boolean;
  /** What went wrong. */
  readonly message?: string;
  readonly body: object;
}

/**
 * A comm is a pair of objects, one in the front end and one in the kernel, that send each other messages; both sides
 * may open and close it. https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages
 */
export interface CommMessage {
  readonly comm_id: string;
  readonly data: JsonObject;
}

export interface CommOpen extends CommMessage {
  /** What the comm is for; the other side knows by it what to do. */
  readonly target_name: string;
}

export interface CommInfoRequest {
  /** Left out, all comms are meant. */
  readonly target_name: string | undefined;
}

export interface CommInfoReply {
  readonly status: "ok";
  /** The open comms by their ids. */
  readonly comms: Readonly<Record<string, { readonly target_name: string }>>;
}

/** What each request asks and what answers it, by the type of its message. */
export interface Requests extends EditorRequests {
  execute_request: [ExecuteRequest, ExecuteReply];
  complete_request: [CompleteRequest, CompleteReply];
  inspect_request: [InspectRequest, InspectReply];
  is_complete_request: [IsCompleteRequest, IsCompleteReply];
  history_request: [HistoryRequest, HistoryReply];
  kernel_info_request: [Empty, KernelInfoReply];
  comm_info_request: [CommInfoRequest, CommInfoReply];
  connect_request: [Empty, ConnectReply];
  interrupt_request: [Empty, { readonly status: "ok" }];
  shutdown_request: [ShutdownRequest, ShutdownReply];
  debug_request: [DebugRequest, DebugReply];
  /** These three want no reply. */
  comm_open: [CommOpen, undefined];
  comm_msg: [CommMessage, undefined];
  comm_close: [CommMessage, undefined];
}

/** The types of the requests that the kernel answers. */
export type RequestType = keyof Requests;

export type CommType = Extract<RequestType, "comm_open" | "comm_msg" | "comm_close">;
