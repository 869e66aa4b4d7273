import { log } from "../log/debug-log";
import type { Message } from "../protocol/messages";
import type { CommMessage, CommOpen, ExecuteReply, ExecuteRequest } from "../protocol/requests";
import type { SendReply } from "../protocol/sockets";

interface Waiting {
  readonly message: Message;
  /** When the message came, by `performance.now()`. */
  readonly arrived: number;
}

export interface QueuedCell extends Waiting {
  readonly request: ExecuteRequest;
  readonly sendReply: SendReply;
}

/** A message of a comm. */
export interface QueuedComm extends Waiting {
  readonly comm: CommMessage | CommOpen;
}

export type Queued = QueuedCell | QueuedComm;

export const isCell = (queued: Queued): queued is QueuedCell => "request" in queued;

/** The ids of the comms whose messages wait before the next cell, each once. */
export function commsBefore(waiting: readonly Queued[]): string[] {
  const nextCell = waiting.findIndex(isCell);
  const before = waiting.slice(0, nextCell < 0 ? undefined : nextCell);
  return [...new Set(before.flatMap((one) => (isCell(one) ? [] : one.comm.comm_id)))];
}

export function logEnd({ message, arrived }: Queued, { status }: Pick<ExecuteReply, "status">, begun: number): void {
  const { msg_id, msg_type: type } = message.header;
  log?.("answered", { type, msg_id, status, queued_ms: begun - arrived, worked_ms: performance.now() - begun });
}
