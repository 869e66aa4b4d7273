// Where each piece of a cell's or file's code comes from, and the way back.
import { decode } from "@jridgewell/sourcemap-codec";
import { type CellMap, type Place, placeAt } from "../compiler/rewriting/cell-map";
import { pieceAt } from "../compiler/rewriting/edits";

/** A place in the code that runs; both count from 0. */
export interface CodePlace {
  readonly line: number;
  readonly column: number;
}

/** The code from one place up to the next stretch; without a source the compiler made it up. */
interface Stretch extends CodePlace {
  readonly source: Place | undefined;
}

/** The last lines that esbuild puts before the code of a module. */
const preamble = /^(?:module\.exports = __toCommonJS\(|var import_\w+ = |__reExport\()/;

/** Leads from a place in the code to its source, and back. */
export class SourceTable {
  readonly #stretches: readonly Stretch[];
  /** The index of each line's first stretch; a line without one has that of the next. */
  readonly #lines: readonly number[];

  private constructor(stretches: readonly Stretch[]) {
    this.#stretches = stretches;
    const lines: number[] = [];
    stretches.forEach(({ line }, k) => {
      while (lines.length <= line) lines.push(k);
    });
    this.#lines = lines;
  }

  static ofCell({ map, pieces, rewritten, text }: CellMap): SourceTable {
    const starts = [0, ...Array.from(rewritten.matchAll(/\n/g), ({ index }) => index + 1)];
    const sourceOf = (line: number, column: number): Place | undefined => {
      const at = (starts[line] as number) + column;
      const piece = pieceAt(pieces, at);
      // What stands before the cell's first line: the assignments of its functions.
      if (piece.inserted && piece.at === 0) return undefined;
      const offset = piece.inserted ? piece.from : piece.from + at - piece.at;
      return offset > text.length ? undefined : placeAt(text, offset);
    };
    return new SourceTable(stretchesOf(map, sourceOf));
  }

  /** @param code  what esbuild made of the file */
  static ofFile(map: string, code: string): SourceTable {
    const first =
      code
        .split("\n")
        .map((line) => preamble.test(line))
        .lastIndexOf(true) + 1;
    const stretches = stretchesOf(map, (line, column) => ({ line: line + 1, column: column + 1 }));
    return new SourceTable(
      stretches.map((stretch) => (stretch.line < first ? { ...stretch, source: undefined } : stretch)),
    );
  }

  /** @returns undefined for code that the compiler made up */
  sourceOf(line: number, column: number): Place | undefined {
    const from = this.#lines[line] ?? this.#stretches.length;
    const end = this.#lines[line + 1] ?? this.#stretches.length;
    let found = this.#stretches[from];
    if (!found || found.line !== line) return undefined;
    for (let k = from; k < end && (this.#stretches[k] as Stretch).column <= column; k++) found = this.#stretches[k];
    return found?.source;
  }

  /** The lines of the source that have code, in order. */
  linesWithCode(): number[] {
    return [...new Set(this.#stretches.flatMap(({ source }) => source?.line ?? []))].sort((a, b) => a - b);
  }

  /** The code of a line of the source: where it begins in each line of the code. */
  codeOf(sourceLine: number): CodePlace[] {
    const ofLine = this.#stretches.filter(({ source }) => source?.line === sourceLine);
    const begins = ofLine.filter(({ line }, k) => line !== ofLine[k - 1]?.line);
    return begins.map(({ line, column }) => ({ line, column }));
  }

  /** The code of one line of the source, and all that the compiler made up, as ranges from, up to. */
  codeToSkip(line: number): { readonly start: CodePlace; readonly end: CodePlace }[] {
    const ranges: { start: CodePlace; end: CodePlace }[] = [];
    this.#stretches.forEach(({ source, ...start }, k) => {
      if (source && source.line !== line) return;
      const end = this.#stretches[k + 1] ?? { line: start.line + 1, column: 0 };
      const last = ranges.at(-1);
      const goesOn = last?.end.line === start.line && last.end.column === start.column;
      if (goesOn) ranges[ranges.length - 1] = { start: last.start, end };
      else ranges.push({ start, end });
    });
    return ranges;
  }
}

function stretchesOf(map: string, sourceOf: (line: number, column: number) => Place | undefined): Stretch[] {
  const { mappings } = JSON.parse(map) as { mappings: string };
  return decode(mappings).flatMap((segments, line) =>
    segments.map(([column, file, sourceLine, sourceColumn]) => ({
      line,
      column,
      source: file === undefined ? undefined : sourceOf(sourceLine as number, sourceColumn as number),
    })),
  );
}
