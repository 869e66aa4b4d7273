import { relative } from "node:path";
import { arrow, codeFrame, place } from "./code-frame";
import type { Diagnostic } from "./tslab-typescript";

interface Where {
  /** The compiler's name for the cell, and what stands before its text there. */
  readonly cell: string;
  readonly prefix: string;
  /** What the reader calls it. */
  readonly name: string;
  readonly root: string;
}

/** What TypeScript objects to, in a cell or in a file of the project that it imports. */
export class CompileError extends Error {
  override readonly name = "CompileError";
  readonly traceback: readonly string[];

  /** @param known  the diagnostics that tslab does not mean to allow, as "code offset" */
  constructor(all: readonly Diagnostic[], known: ReadonlySet<string>, where: Where) {
    const problems = all
      .map((diagnostic) => locate(diagnostic, where))
      .flatMap((problem) => problem ?? [])
      .filter(({ code, offset }) => known.has(`${code} ${offset}`));
    const lines = problems.map(({ summary }) => summary);
    super(lines.join("\n"));
    this.traceback = problems.map(
      ({ file, line, column, length, text, message }) =>
        `${place(file, line, column)} ${arrow("error")} ${message}\n${codeFrame(text, line, column, length)}`,
    );
  }
}

function locate(diagnostic: Diagnostic, { cell, prefix, name, root }: Where) {
  const { file, start, length, messageText } = diagnostic;
  if (!file) return undefined;
  const inCell = file.fileName === cell;
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const code = typeof messageText === "string" ? diagnostic.code : messageText.code;
  const message = `TS${code}: ${flatten(messageText)}`;
  const problem = {
    code,
    offset: inCell ? start - prefix.length : start,
    file: inCell ? name : relative(root, file.fileName),
    line: inCell ? line : line + 1,
    column: character + 1,
    length,
    // tslab exports what the cell declares in a last line of its own.
    text: inCell ? file.text.slice(prefix.length).replace(/\nexport \{[^}]*\}$/, "") : file.text,
    message,
  };
  const summary = `${problem.file}:${problem.line}:${problem.column} - ${message}`;
  return { ...problem, summary };
}

interface Chain {
  readonly messageText: string;
  readonly next?: readonly Chain[];
}

/** A message and the reasons below it, one a line, indented. */
function flatten(message: string | Chain, depth = 0): string {
  if (typeof message === "string") return message;
  const reasons = (message.next ?? []).map(
    (reason) => `\n${"  ".repeat(depth + 1)}${flatten(reason, depth + 1)}`,
  );
  return message.messageText + reasons.join("");
}
