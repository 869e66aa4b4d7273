// Finds where compiled code comes from, so that errors show the lines that the reader wrote.
import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { relative, resolve } from "node:path";
import { type CellMap, CellPlaces } from "../compiler/rewriting/cell-map";

/** A place in code, as the reader knows it. */
export interface Position {
  /** `Cell [3]`, or a path from the project's root. */
  readonly file: string;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
}

/** The source maps of the code that runs, by the file name that Node knows the code under. */
export class SourcePositions {
  readonly #root: string;
  readonly #cells = new Map<string, { readonly map: CellMap; places?: CellPlaces }>();
  readonly #files = new Map<string, { readonly map: string; parsed?: SourceMap }>();

  constructor(root: string) {
    this.#root = root;
  }

  addCell(name: string, map: CellMap): void {
    this.#cells.set(name, { map });
  }

  addFile(path: string, map: string): void {
    if (map !== "") this.#files.set(path, { map });
  }

  /** The position in the text that the reader wrote; `undefined` in Node's code and the kernel's. */
  find(script: string, line: number, column: number): Position | undefined {
    const cell = this.#cells.get(script);
    if (cell) {
      cell.places ??= new CellPlaces(cell.map);
      const place = cell.places.find(line, column);
      return place && this.#toName({ file: script, ...place });
    }
    const file = this.#files.get(script);
    if (!file) return this.#plain(script, line, column);
    file.parsed ??= new SourceMap(JSON.parse(file.map) as SourceMapPayload);
    const entry = file.parsed.findEntry(line - 1, column - 1);
    if (!("originalLine" in entry)) return undefined;
    const { originalLine, originalColumn } = entry;
    const position = { line: originalLine + 1, column: originalColumn + 1 };
    return this.#toName({ file: this.nameOf(script), ...position });
  }

  /** The map of a cell, or of a file's code; `undefined` for other code. */
  mapOf(script: string): CellMap | string | undefined {
    return this.#cells.get(script)?.map ?? this.#files.get(script)?.map;
  }

  /**
   * Moves a position to the name of the function that is called. An imported function is called as
   * `(0, module_1.name)(…)` in compiled code, and its source map leads to the bracket behind the name.
   */
  #toName(position: Position): Position {
    const line = this.text(position.file)?.split("\n")[position.line - 1] ?? "";
    const [name] = /[\w$]+(?=\($)/.exec(line.slice(0, position.column)) ?? [""];
    return { ...position, column: position.column - name.length };
  }

  /** The text of a cell or file; `undefined` if it cannot be read. */
  text(file: string): string | undefined {
    try {
      return this.#cells.get(file)?.map.typed ?? readFileSync(resolve(this.#root, file), "utf8");
    } catch {
      return undefined;
    }
  }

  /** The text of the cell that ran last among those that declare a class, function or constant of that name. */
  cellDeclaring(name: string): { readonly place: string; readonly text: string } | undefined {
    const pattern = new RegExp(
      String.raw`\b(?:class|function\s*\*?|const|let|var)\s+${name.replace(/\W/g, "\\$&")}(?![\w$])`,
    );
    const cells = [...this.#cells].reverse();
    const found = cells.find(([, { map }]) => pattern.test(map.typed));
    return found && { place: found[0], text: found[1].map.typed };
  }

  #plain(script: string, line: number, column: number): Position | undefined {
    if (
      !script.startsWith("/") ||
      script === __filename ||
      // The kernel calls Node's `import` from such a file: see packages.ts.
      script.endsWith("/_.mjs") ||
      script.includes("/node_modules/tslab/")
    ) {
      return undefined;
    }
    return { file: this.nameOf(script), line, column };
  }

  /** A path as the reader sees it. */
  nameOf(path: string): string {
    const fromRoot = relative(this.#root, path);
    return fromRoot.startsWith("..") ? path : fromRoot;
  }
}
