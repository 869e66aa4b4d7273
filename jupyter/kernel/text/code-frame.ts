// How errors look: the colours of IPython's tracebacks, and the lines of code around a place.

const colour = (code: number) => (text: string) => `\x1b[${code}m${text}\x1b[0m`;
const red = colour(31);
const green = colour(32);
const cyan = colour(36);

/** Colours the name of an error. */
export const errorName = red;
/** Colours the arrow and the caret of a code frame. */
export const arrow = red;

/** A place as the reader finds it: `Cell [3]:5:11`, `src/layers/conv3x3.ts:40:3`. */
export const place = (file: string, line: number, column: number): string =>
  `${green(file)}:${cyan(`${line}:${column}`)}`;

/** One line before and after `line`, with an arrow at it and a caret below `column`; both count from 1. */
export function codeFrame(text: string, line: number, column: number, length = 1): string {
  const lines = text.split("\n");
  const first = Math.max(1, line - 1);
  const last = Math.min(lines.length, line + 1);
  const width = String(last).length;
  const frame: string[] = [];
  for (let k = first; k <= last; k++) {
    const code = lines[k - 1] ?? "";
    const number = String(k).padStart(width);
    frame.push(k === line ? `${arrow(`> ${number} |`)} ${code}` : `  ${number} | ${code}`);
    if (k !== line) continue;
    const indent = code.slice(0, column - 1).replace(/[^\t]/g, " ");
    const span = Math.max(1, Math.min(length, code.length - column + 1));
    frame.push(`  ${" ".repeat(width)} ${arrow("|")} ${indent}${arrow("^".repeat(span))}`);
  }
  return frame.join("\n");
}
