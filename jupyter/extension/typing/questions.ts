import { type Kernel, KernelMessage } from "@jupyterlab/services";
import type { EditorRequests } from "../../kernel/protocol/editor-requests";

/** What a kernel is asked, by the middle of the message's type. */
export interface Questions {
  readonly check: EditorRequests["typescript_check_request"];
  readonly hover: EditorRequests["typescript_hover_request"];
  readonly definition: EditorRequests["typescript_definition_request"];
}

/** Whether a kernel knows these questions. Another kernel is never asked. */
export async function isOurs(kernel: Kernel): Promise<boolean> {
  const info = await kernel.info.catch(() => undefined);
  return info?.supported_features?.includes("typescript_check") ?? false;
}

/**
 * Asks a kernel on the control channel, which is answered while a cell runs.
 *
 * @returns `undefined` if the kernel is away, or cannot answer
 */
export async function ask<What extends keyof Questions>(
  kernel: Kernel,
  what: What,
  content: Questions[What][0],
): Promise<Questions[What][1] | undefined> {
  if (kernel.isDisposed || kernel.connectionStatus !== "connected") return undefined;
  const { clientId: session, username } = kernel;
  const msgType = `typescript_${what}_request`;
  const message = KernelMessage.createMessage({ msgType, channel: "control", session, username, content });
  const future = kernel.sendControlMessage(message, true, true);
  const reply = await new Promise<Readonly<Record<string, unknown>> | undefined>((replied) => {
    future.onReply = ({ content }) => {
      replied(content);
      // The kernel publishes no status for these questions, and the future would wait for "idle".
      future.dispose();
    };
    // A restart disposes of the future.
    future.done.catch(() => replied(undefined));
  });
  return reply?.status === "ok" ? (reply as unknown as Questions[What][1]) : undefined;
}
