// The language server counts lines and UTF-16 units in them from 0; a front end counts units from a cell's start.

/** Counts from 0; characters are UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** @param offset  counts from the start of the text; one outside counts as the nearest inside */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, Math.max(0, offset));
  return { line: before.split("\n").length - 1, character: before.length - (before.lastIndexOf("\n") + 1) };
}

/** @returns the nearest place inside the text for a position outside */
export function offsetAt(text: string, { line, character }: Position): number {
  const lines = text.split("\n");
  if (line >= lines.length) return text.length;
  const start = lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0);
  return start + Math.min(character, (lines[line] as string).length);
}
