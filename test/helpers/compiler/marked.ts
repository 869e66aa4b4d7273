/** A text in which «…» marks the place that is meant. */
export interface Marked {
  readonly text: string;
  readonly start: number;
  readonly length: number;
}

/** @throws {Error} if the text has not exactly one marked place */
export function marked(source: string): Marked {
  const parts = source.split(/[«»]/);
  const [before, within, after] = parts;
  if (parts.length !== 3 || before === undefined || within === undefined) {
    throw new Error(`one place must be marked, got ${parts.length - 1} marks in ${source}`);
  }
  return { text: before + within + after, start: before.length, length: within.length };
}
