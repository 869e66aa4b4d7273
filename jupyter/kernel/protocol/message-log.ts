import { log } from "../log/debug-log";
import { delimiter } from "./signed-frames";

/** What the log says of a message that arrived or leaves: all but its content. */
export function logMessage(event: "received" | "sent", channel: string, frames: readonly Buffer[]): void {
  if (!log) return;
  // Behind the delimiter come the signature, the header and the header of the message that asked.
  const at = frames.findIndex((frame) => frame.equals(delimiter));
  const [header, parent] = frames.slice(at + 2, at + 4).map((part) => JSON.parse(String(part)));
  const bytes = frames.reduce((sum, { length }) => sum + length, 0);
  log(event, { channel, type: header.msg_type, msg_id: header.msg_id, parent: parent.msg_id, bytes });
}
