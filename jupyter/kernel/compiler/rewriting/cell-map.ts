// Leads from a place in the code that runs to the place in the cell as it was typed: first by the emitter's source map
// to the rewritten text, then by its edits to the cell.
import { SourceMap, type SourceMapPayload } from "node:module";
import { positionAt } from "../../text/positions";
import { type Piece, pieceAt } from "./edits";

/** All that is needed to find places of one cell. It travels from the compiler to the main thread. */
export interface CellMap {
  /** The emitter's source map. */
  readonly map: string;
  /** The text that the emitter was given. */
  readonly rewritten: string;
  readonly pieces: readonly Piece[];
  readonly text: string;
  /** The text that the reader typed: the same lines, before `%npm` became a call. */
  readonly typed: string;
}

/** A place in a text. */
export interface Place {
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
}

/** The place at a distance from the start of a text. */
export function placeAt(text: string, offset: number): Place {
  const { line, character } = positionAt(text, offset);
  return { line: line + 1, column: character + 1 };
}

/** Finds the place in a cell that a place in the code that runs was made of. */
export class CellPlaces {
  readonly #cell: CellMap;
  readonly #map: SourceMap;
  readonly #lineStarts: readonly number[];

  constructor(cell: CellMap) {
    this.#cell = cell;
    this.#map = new SourceMap(JSON.parse(cell.map) as SourceMapPayload);
    this.#lineStarts = lineStarts(cell.rewritten);
  }

  /** @returns `undefined` for code that the compiler made up */
  find(line: number, column: number): Place | undefined {
    const entry = this.#map.findEntry(line - 1, column - 1);
    if (!("originalLine" in entry)) return undefined;
    const { pieces, text } = this.#cell;
    const at = (this.#lineStarts[entry.originalLine] as number) + entry.originalColumn;
    const piece = pieceAt(pieces, at);
    return placeAt(text, piece.inserted ? piece.from : piece.from + at - piece.at);
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
