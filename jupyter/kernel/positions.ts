// Where compiled code comes from: errors are shown with the lines that their reader wrote.
import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { relative } from "node:path";
import type { SourceMaps } from "./tslab-typescript";

export interface Position {
  /** `Cell [3]`, or a path from the project's root. */
  readonly file: string;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
}

/** The compiled code that runs, by the name under which it was given to Node. */
export class Positions {
  readonly #root: string;
  readonly #cells = new Map<string, string>();
  readonly #maps = new Map<string, { maps: SourceMaps; parsed?: readonly SourceMap[] }>();

  constructor(root: string) {
    this.#root = root;
  }

  addCell(name: string, source: string, maps: SourceMaps | undefined): void {
    this.#cells.set(name, source);
    if (maps) this.#maps.set(name, { maps });
  }

  addFile(path: string, maps: SourceMaps | undefined): void {
    if (maps) this.#maps.set(path, { maps });
  }

  /** The position in what the reader wrote; `undefined` for Node's own frames and the kernel's. */
  find(script: string, line: number, column: number): Position | undefined {
    const known = this.#maps.get(script);
    if (!known) return this.#plain(script, line, column);
    known.parsed ??= [known.maps.toModule, known.maps.toTypeScript].map(
      (map) => new SourceMap(JSON.parse(map) as SourceMapPayload),
    );
    let at = { line: line - 1, column: column - 1 };
    for (const map of known.parsed) {
      const entry = map.findEntry(at.line, at.column);
      if (!("originalLine" in entry)) return undefined;
      at = { line: entry.originalLine, column: entry.originalColumn };
    }
    // tslab puts one line before a cell.
    const inCell = this.#cells.has(script);
    const file = inCell ? script : this.#name(script).replace(/\.js$/, ".ts");
    const original = { file, line: inCell ? at.line : at.line + 1, column: at.column + 1 };
    return this.#toName(original);
  }

  /** The call of an import is compiled to `(0, module_1.name)(…)`, whose position is the bracket's: go to the name. */
  #toName(position: Position): Position {
    const line = this.text(position.file)?.split("\n")[position.line - 1] ?? "";
    const [name] = /[\w$]+(?=\($)/.exec(line.slice(0, position.column)) ?? [""];
    return { ...position, column: position.column - name.length };
  }

  /** The text of a cell or file, if it can be had. */
  text(file: string): string | undefined {
    try {
      return this.#cells.get(file) ?? readFileSync(`${this.#root}/${file}`, "utf8");
    } catch {
      return undefined;
    }
  }

  #plain(script: string, line: number, column: number): Position | undefined {
    if (
      !script.startsWith("/") ||
      script === __filename ||
      script.includes("/node_modules/tslab/")
    ) {
      return undefined;
    }
    return { file: this.#name(script), line, column };
  }

  #name(path: string): string {
    const fromRoot = relative(this.#root, path);
    return fromRoot.startsWith("..") ? path : fromRoot;
  }
}
