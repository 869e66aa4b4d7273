import { relative } from "node:path";
import type { ErrorContent } from "../../protocol/messages";
import { arrow, codeFrame, place } from "../../text/code-frame";
import type { CompileFailure } from "../cells/compiled-cell";
import { placeAt } from "../rewriting/cell-map";
import type { Advice } from "./advice";

/** The number of errors that are shown; the others are only counted. */
const shownErrors = 12;

interface Cell {
  /** What the reader calls the cell. */
  readonly name: string;
  readonly text: string;
  readonly root: string;
  readonly advice?: Advice | undefined;
  /** Sentences that stand below all errors. */
  readonly remarks?: readonly string[];
}

/** The `error` message for errors in a cell, or in a file of the project that the cell imports. */
export function compileError({ errors, texts }: CompileFailure, cell: Cell): ErrorContent {
  const { name, text, root, advice, remarks = [] } = cell;
  const told = advice ? [tell({ text, file: name, start: advice.start, length: 1, said: advice.text })] : [];
  const shown = advice?.isAll ? [] : errors.slice(0, shownErrors);
  const problems = shown.map(({ path, start, length, code, message }) => {
    const file = path === undefined ? name : relative(root, path);
    const said = code === 0 ? message : `TS${code}: ${message}`;
    return tell({
      text: path === undefined ? text : (texts.get(path) ?? ""),
      file,
      start,
      length,
      said,
    });
  });
  const more = errors.length - shown.length;
  const rest = more > 0 && !advice?.isAll ? [`… and ${more} more`] : [];
  const all = [...told, ...problems];
  return {
    ename: "CompileError",
    evalue: [...all.map(({ summary }) => summary), ...rest, ...remarks].join("\n"),
    traceback: [...all.map(({ shown }) => shown), ...rest, ...remarks],
  };
}

interface Problem {
  readonly text: string;
  readonly file: string;
  readonly start: number;
  readonly length: number;
  readonly said: string;
}

function tell({ text, file, start, length, said }: Problem) {
  const { line, column } = placeAt(text, start);
  return {
    summary: `${file}:${line}:${column} - ${said}`,
    shown: `${place(file, line, column)} ${arrow("error")} ${said}\n${codeFrame(text, line, column, length)}`,
  };
}
