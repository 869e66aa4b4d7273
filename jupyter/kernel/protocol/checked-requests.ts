// The door: content that came from outside becomes a request of requests.ts, with its fields checked, or an error.
import type { PageCell } from "./editor-requests";
import type { JsonObject } from "./messages";
import type { HistoryRequest, Requests, RequestType } from "./requests";

/** A field of a request is missing or of another kind than the protocol says. */
export class MalformedRequest extends Error {
  override readonly name = "MalformedRequest";
}

type Check<T> = (value: unknown) => value is T;

const isText: Check<string> = (value) => typeof value === "string";
const isNumber: Check<number> = (value) => typeof value === "number";
const isBoolean: Check<boolean> = (value) => typeof value === "boolean";
const isList: Check<string[]> = (value): value is string[] => Array.isArray(value) && value.every(isText);
const isCells: Check<PageCell[]> = (value): value is PageCell[] =>
  Array.isArray(value) && value.every((cell) => isText(cell?.id) && isText(cell?.code));
const isObject: Check<JsonObject> = (value): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isObjects: Check<JsonObject[]> = (value): value is JsonObject[] => Array.isArray(value) && value.every(isObject);
const isTexts: Check<Record<string, string>> = (value): value is Record<string, string> =>
  isObject(value) && Object.values(value).every(isText);
const isAccess: Check<HistoryRequest["hist_access_type"]> = (value) =>
  value === "range" || value === "tail" || value === "search";

/** The fields of one request. A field that is null counts as left out, because that is how Python's None arrives. */
export class Fields {
  readonly #content: JsonObject;

  constructor(content: JsonObject) {
    this.#content = content;
  }

  text(name: string, otherwise?: string): string {
    return this.#field(name, "text", isText, otherwise);
  }

  number(name: string, otherwise?: number): number {
    return this.#field(name, "a number", isNumber, otherwise);
  }

  boolean(name: string, otherwise: boolean): boolean {
    return this.#field(name, "true or false", isBoolean, otherwise);
  }

  /** A client that says anything else, or nothing, has not said yes. */
  isTrue(name: string): boolean {
    return this.#content[name] === true;
  }

  texts(name: string): Record<string, string> {
    return this.#field(name, "an object of texts", isTexts, {});
  }

  list(name: string): string[] {
    return this.#field(name, "a list of texts", isList);
  }

  /** The fields of each object in a list. */
  each(name: string): Fields[] {
    return this.#field(name, "a list of objects", isObjects).map((content) => new Fields(content));
  }

  cells(name: string): PageCell[] {
    return this.#field(name, "a list of cells with id and code", isCells);
  }

  object(name: string): JsonObject {
    return this.#field(name, "an object", isObject, {});
  }

  access(name: string): HistoryRequest["hist_access_type"] {
    return this.#field(name, '"range", "tail" or "search"', isAccess);
  }

  maybeText(name: string): string | undefined {
    return this.#content[name] == null ? undefined : this.text(name);
  }

  maybeNumber(name: string): number | undefined {
    return this.#content[name] == null ? undefined : this.number(name, 0);
  }

  /** @throws {MalformedRequest} if the field is of another kind, or missing without an `otherwise` */
  #field<T>(name: string, expected: string, isExpected: Check<T>, otherwise?: T): T {
    const value = this.#content[name] ?? otherwise;
    if (isExpected(value)) return value;
    throw new MalformedRequest(`${name} must be ${expected}, got ${shortly(value)}`);
  }
}

const shortly = (value: unknown): string => (JSON.stringify(value) ?? "nothing").slice(0, 60);

type Checks = { readonly [Type in RequestType]: (fields: Fields) => Requests[Type][0] };

const nothing = () => ({});
const codeAndCursor = (fields: Fields) => ({
  code: fields.text("code"),
  cursor_pos: fields.maybeNumber("cursor_pos"),
});
const place = (fields: Fields) => ({
  cells: fields.cells("cells"),
  cell: fields.text("cell"),
  position: fields.number("position"),
});

const commMessage = (fields: Fields) => ({ comm_id: fields.text("comm_id"), data: fields.object("data") });

const checks: Checks = {
  execute_request: (fields) => ({
    code: fields.text("code"),
    silent: fields.boolean("silent", false),
    store_history: fields.boolean("store_history", true),
    user_expressions: fields.texts("user_expressions"),
    allow_stdin: fields.isTrue("allow_stdin"),
    stop_on_error: fields.boolean("stop_on_error", true),
  }),
  complete_request: codeAndCursor,
  inspect_request: (fields) => ({ ...codeAndCursor(fields), detail_level: fields.number("detail_level", 0) }),
  is_complete_request: (fields) => ({ code: fields.text("code") }),
  history_request: (fields) => ({
    hist_access_type: fields.access("hist_access_type"),
    output: fields.boolean("output", false),
    n: fields.maybeNumber("n"),
    session: fields.number("session", 0),
    start: fields.number("start", 0),
    stop: fields.maybeNumber("stop"),
    pattern: fields.text("pattern", "*"),
    unique: fields.boolean("unique", false),
  }),
  kernel_info_request: nothing,
  comm_info_request: (fields) => ({ target_name: fields.maybeText("target_name") }),
  connect_request: nothing,
  interrupt_request: nothing,
  shutdown_request: (fields) => ({ restart: fields.boolean("restart", false) }),
  typescript_check_request: (fields) => ({ cells: fields.cells("cells"), wanted: fields.list("wanted") }),
  typescript_hover_request: place,
  typescript_definition_request: place,
  debug_request: (fields) => ({
    seq: fields.number("seq", 0),
    command: fields.text("command"),
    arguments: fields.object("arguments"),
  }),
  comm_open: (fields) => ({ ...commMessage(fields), target_name: fields.text("target_name") }),
  comm_msg: commMessage,
  comm_close: commMessage,
};

/** Whether the kernel answers requests of this type. */
export const isKnown = (type: string): type is RequestType => Object.hasOwn(checks, type);

/** @throws {MalformedRequest} if a field that is read is of another kind than the protocol says */
export function checkedRequest<Type extends RequestType>(type: Type, content: JsonObject): Requests[Type][0] {
  return checks[type](new Fields(content));
}
