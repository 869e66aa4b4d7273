// The part of Node's SourceMap that the kernel uses.
import { decode } from "@jridgewell/sourcemap-codec";

interface Entry {
  readonly originalLine: number;
  readonly originalColumn: number;
}

export class SourceMap {
  readonly #lines;

  constructor({ mappings }: { readonly mappings: string }) {
    this.#lines = decode(mappings).map((line) => line.filter((segment) => segment.length > 1));
  }

  /** The last entry at or before a position; both count from 0. */
  findEntry(line: number, column: number): Entry | object {
    for (let k = Math.min(line, this.#lines.length - 1); k >= 0; k--) {
      const found = this.#lines[k]?.filter(([start]) => k < line || start <= column).at(-1);
      if (found) return { originalLine: found[2], originalColumn: found[3] };
    }
    return {};
  }
}
