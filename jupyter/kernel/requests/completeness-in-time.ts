import { setTimeout as sleep } from "node:timers/promises";
import type { CompilerClient } from "../compiler/client-for-requests";
import type { IsCompleteReply, IsCompleteRequest } from "../protocol/requests";
import { Shared } from "../threads/shared-numbers";
import { killChecker } from "./checker-process";

/** A console gives up sooner, and lets Enter run the code. */
const patienceMilliseconds = 2000;

/**
 * Asks the compiler whether code is complete. TypeScript takes many seconds to parse some texts, such as 100,000 times
 * `a.`, and cells would have to wait for it. So after a while its process is killed, the compiler starts another one,
 * and the answer is "unknown". While the compiler is at other work, the answer is "unknown" and nothing is killed.
 */
export async function completenessInTime(
  compiler: CompilerClient,
  shared: Int32Array,
  request: IsCompleteRequest,
): Promise<IsCompleteReply> {
  const unknown = { status: "unknown" } as const;
  const late = new AbortController();
  const answer = compiler.ask("isComplete", request).catch(() => unknown);
  const timeout = sleep(patienceMilliseconds, undefined, { signal: late.signal }).catch(() => {});
  const reply = await Promise.race([answer, timeout]);
  late.abort();
  if (reply) return reply;
  if (Atomics.load(shared, Shared.LookingForCompleteness) === 1) killChecker(shared);
  return unknown;
}
