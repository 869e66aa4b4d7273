import type { ErrorReply } from "../protocol/requests";
import { arrow } from "../text/code-frame";

/** The reply to what failed in the kernel itself. */
export const failure = (ename: string, evalue: string): ErrorReply => ({
  status: "error",
  ename,
  evalue,
  traceback: [`${arrow(ename)}: ${evalue}`],
});
