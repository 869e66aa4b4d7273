import type { IsCompleteReply } from "../../protocol/requests";
import type { NotebookProgram } from "../checking/notebook-program";

/** TypeScript's errors for a template string and for a comment that are not closed. */
const openEnded = [1160, 1010];

/** Tells a console whether Enter should run the code, ask for another line, or show an error. */
export function completeness(program: NotebookProgram, code: string): IsCompleteReply {
  const { errors } = program.parse(code);
  if (errors.length === 0) return { status: "complete" };
  const isUnfinished = errors.some(
    ({ start, code: number, message }) =>
      openEnded.includes(number) || (start >= code.trimEnd().length && / expected\.$/.test(message)),
  );
  if (!isUnfinished) return { status: "invalid" };
  const lastLine = code.slice(code.lastIndexOf("\n") + 1);
  const indent = /^\s*/.exec(lastLine)?.[0] ?? "";
  return { status: "incomplete", indent: /[([{]\s*$/.test(lastLine) ? `${indent}  ` : indent };
}
