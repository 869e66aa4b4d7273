// The part of Node's SourceMap that the kernel uses.
const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

interface Entry {
  readonly column: number;
  readonly originalLine: number;
  readonly originalColumn: number;
}

export class SourceMap {
  readonly #lines: Entry[][] = [];

  constructor({ mappings }: { readonly mappings: string }) {
    let [originalLine, originalColumn] = [0, 0];
    for (const line of mappings.split(";")) {
      const entries: Entry[] = [];
      let column = 0;
      for (const segment of line.split(",").filter(Boolean)) {
        const [c = 0, , l, o] = decoded(segment);
        column += c;
        if (l === undefined || o === undefined) continue;
        originalLine += l;
        originalColumn += o;
        entries.push({ column, originalLine, originalColumn });
      }
      this.#lines.push(entries);
    }
  }

  /** The last entry at or before a position; both count from 0. */
  findEntry(line: number, column: number): Entry | object {
    for (let k = Math.min(line, this.#lines.length - 1); k >= 0; k--) {
      const entries = this.#lines[k] ?? [];
      for (let j = entries.length - 1; j >= 0; j--) {
        const entry = entries[j] as Entry;
        if (k < line || entry.column <= column) return entry;
      }
    }
    return {};
  }
}

function decoded(segment: string): number[] {
  const values: number[] = [];
  let [value, shift] = [0, 0];
  for (const character of segment) {
    const digit = digits.indexOf(character);
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    values.push(value & 1 ? -(value >>> 1) : value >>> 1);
    [value, shift] = [0, 0];
  }
  return values;
}
