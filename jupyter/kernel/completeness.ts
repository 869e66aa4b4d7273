import type { Compiler } from "./compiler";
import type { Content } from "./link";

/** Unterminated template literal; `*` `/` expected. */
const openEnded = [1160, 1010];

/** Whether a console should run the code at Enter, ask for another line, or complain. */
export function isComplete(compiler: Compiler, code: string): Content {
  const ts = compiler.typescript;
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest);
  const problems: { start: number; code: number; messageText: unknown }[] = file.parseDiagnostics;
  if (problems.length === 0) return { status: "complete" };
  const unfinished = problems.some(
    ({ start, code: number, messageText }) =>
      openEnded.includes(number) ||
      (start >= code.trimEnd().length && / expected\.$/.test(String(messageText))),
  );
  if (!unfinished) return { status: "invalid" };
  const lastLine = code.slice(code.lastIndexOf("\n") + 1);
  const indent = /^\s*/.exec(lastLine)?.[0] ?? "";
  return { status: "incomplete", indent: /[([{]\s*$/.test(lastLine) ? `${indent}  ` : indent };
}
