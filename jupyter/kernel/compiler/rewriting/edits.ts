/** A stretch of an edited text, which reaches up to the next piece. */
export interface Piece {
  /** The beginning of the piece in the edited text (`at`) and in the text before the edits (`from`). */
  readonly at: number;
  readonly from: number;
  /** Whether the compiler inserted the piece; then all of it stands for the one place `from`. */
  readonly inserted: boolean;
}

/** A text after edits, with the way back to the text before them. */
export interface EditedText {
  readonly text: string;
  /** The pieces in their order; the first one begins at 0. */
  readonly pieces: readonly Piece[];
}

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly inserted: string;
  /** The place at which an error in the inserted text is reported. */
  readonly standsFor: number;
}

/** Replacements in one text. Edits at the same place keep the order in which they were made. */
export class Edits {
  readonly #edits: Edit[] = [];

  insert(at: number, inserted: string, standsFor = at): void {
    this.#edits.push({ from: at, to: at, inserted, standsFor });
  }

  replace(from: number, to: number, inserted: string): void {
    this.#edits.push({ from, to, inserted, standsFor: from });
  }

  remove(from: number, to: number): void {
    this.replace(from, to, "");
  }

  /** @param prefix  inserted before the text */
  apply(text: string, prefix: string): EditedText {
    const pieces: Piece[] = [{ at: 0, from: 0, inserted: true }];
    let edited = prefix;
    let from = 0;
    // Sorting keeps the order of edits at the same place.
    for (const edit of [...this.#edits].sort((a, b) => a.from - b.from)) {
      pieces.push({ at: edited.length, from, inserted: false });
      edited += text.slice(from, edit.from);
      pieces.push({ at: edited.length, from: edit.standsFor, inserted: true });
      edited += edit.inserted;
      from = Math.max(from, edit.to);
    }
    pieces.push({ at: edited.length, from, inserted: false });
    return { text: edited + text.slice(from), pieces };
  }
}

/** The piece in which a position of the edited text lies. */
export function pieceAt(pieces: readonly Piece[], at: number): Piece {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle] as Piece).at <= at) low = middle;
    else high = middle - 1;
  }
  return pieces[low] as Piece;
}
