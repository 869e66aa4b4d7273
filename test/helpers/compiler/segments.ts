/** One entry of a source map; lines and columns count from 0. */
export interface Segment {
  readonly line: number;
  readonly column: number;
  /** Missing where the code has no source. */
  readonly source?: { readonly line: number; readonly column: number };
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** All entries of a source map with one source, in the order of the code. */
export function segmentsOf(map: string): Segment[] {
  const { mappings } = JSON.parse(map) as { mappings: string };
  const found: Segment[] = [];
  const source = { line: 0, column: 0 };
  for (const [line, entries] of mappings.split(";").entries()) {
    let column = 0;
    for (const entry of entries.split(",").filter(Boolean)) {
      const [right, , down, along] = numbersIn(entry);
      column += right as number;
      if (down === undefined || along === undefined) {
        found.push({ line, column });
        continue;
      }
      source.line += down;
      source.column += along;
      found.push({ line, column, source: { ...source } });
    }
  }
  return found;
}

/** Base 64, five bits a digit, the sixth says that more follow; the lowest bit of a number is its sign. */
function numbersIn(entry: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of entry) {
    const bits = digits.indexOf(digit);
    value += (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}

const wordHere = /[\p{ID_Continue}$#\u200c\u200d]+|"|'|`|[^\s]/uy;

/** The word, or the one sign, that begins at a place; "" at the end of a line and in white space. */
export function wordAt(lines: readonly string[], line: number, column: number): string {
  wordHere.lastIndex = column;
  return wordHere.exec(lines[line] ?? "")?.[0] ?? "";
}
