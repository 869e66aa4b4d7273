// The code that the debugger knows: what cells and files of the project were compiled to, and their texts.
import { readdirSync, readFileSync } from "node:fs";
import type { Debugger } from "node:inspector";
import { extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { CompiledCell } from "../compiler/cells/compiled-cell";
import type { CellMap } from "../compiler/rewriting/cell-map";
import type { Inspector } from "./inspector";
import { murmur2 } from "./murmur2";
import { SourceTable } from "./source-table";

/** The code of a cell or file that runs. A cell that is run again, and a file that is loaded anew, are a new script. */
export interface Script {
  /** V8's number of it. */
  readonly id: string;
  /** The file name that Node knows the code under: `Cell [3]`, or a path. */
  readonly name: string;
  /** What JupyterLab calls its source. */
  readonly path: string;
  /** The cell, if it is one. */
  readonly cell: RanCell | undefined;
  /** The source's text when the code was made. */
  readonly text: string;
}

/** What is kept of a cell that ran: not its code, nor the files that came with it. */
type RanCell = Pick<CompiledCell, "map" | "names" | "madeUpNames"> & { readonly path: string };

/** JupyterLab finds a cell by a hash of its text, and calls it "Cell [3]" only if its path looks like ipykernel's. */
export const cellPrefix = "ipykernel_cells/";
/** The end of a cell's path. */
export const cellSuffix = ".ts";
/** The seed of `murmur2`; JupyterLab is told it. */
export const hashSeed = 0xc0de;
/** The path of a cell, by its text. */
const cellPath = (text: string): string => `${cellPrefix}${murmur2(text, hashSeed)}${cellSuffix}`;

const sourceFile = /\.[cm]?[jt]sx?$/;
/** Folders in which nobody sets a breakpoint. */
const foreignFolder = /^(?:\.|node_modules$)/;
const mostFiles = 2000;

/** The scripts of cells and files that can pause, by V8's numbers for them and by their paths. */
export class Scripts {
  readonly #root: string;
  readonly #inspector: () => Inspector;
  readonly #cells = new Map<string, RanCell>();
  /** The path of the text that a cell of the notebook had when it last ran, by the cell's id in the notebook. */
  readonly #pathsById = new Map<string, string>();
  /** Texts of cells that have a breakpoint, which they can have before they run. */
  readonly #dumped = new Map<string, string>();
  /** The newest script of each path. */
  readonly #newest = new Map<string, Script>();
  readonly #byId = new Map<string, Script>();
  readonly #tables = new Map<string, Promise<SourceTable>>();

  constructor(root: string, inspector: () => Inspector) {
    this.#root = root;
    this.#inspector = inspector;
  }

  /**
   * Takes in a cell that is about to run.
   *
   * @param id  the cell's id in its notebook, where the front end says it
   * @returns the path of a text that the notebook's cell no longer has, if no other cell has it
   */
  addCell(name: string, { map, names, madeUpNames }: CompiledCell, id: string | undefined): string | undefined {
    const path = cellPath(map.typed);
    this.#cells.set(name, { map, names, madeUpNames, path });
    if (id === undefined) return undefined;
    const before = this.#pathsById.get(id);
    this.#pathsById.set(id, path);
    return before === path || [...this.#pathsById.values()].includes(before ?? path) ? undefined : before;
  }

  isCell(name: string): boolean {
    return this.#cells.has(name);
  }

  /** Remembers the text of a cell that has not run yet. @returns its path */
  dump(text: string): string {
    const path = cellPath(text);
    this.#dumped.set(path, text);
    return path;
  }

  parsed({ scriptId: id, url }: Debugger.ScriptParsedEventDataType): void {
    const name = url.startsWith("file:") ? fileURLToPath(url) : url;
    const path = this.pathOf(name);
    if (path === undefined) return;
    const cell = this.#cells.get(name);
    const script = { id, name, path, cell, text: cell ? cell.map.typed : (this.#read(path) ?? "") };
    this.#newest.set(path, script);
    this.#byId.set(id, script);
  }

  /** @returns undefined for code that is neither a cell nor a file of the project */
  pathOf(name: string): string | undefined {
    const cell = this.#cells.get(name);
    if (cell) return cell.path;
    if (!name.startsWith("/") || !sourceFile.test(name)) return undefined;
    const path = relative(this.#root, name);
    return path.split("/").some((folder) => folder === ".." || foreignFolder.test(folder)) ? undefined : path;
  }

  newest(path: string): Script | undefined {
    return this.#newest.get(path);
  }

  withId(id: string): Script | undefined {
    return this.#byId.get(id);
  }

  table(script: Script): Promise<SourceTable> {
    const known = this.#tables.get(script.id);
    if (known) return known;
    const made = this.#makeTable(script);
    this.#tables.set(script.id, made);
    return made;
  }

  async #makeTable({ id, name, cell }: Script): Promise<SourceTable> {
    if (cell) return SourceTable.ofCell(cell.map);
    const { scriptSource } = await this.code(id);
    const map = await this.#inspector().view<CellMap | string | null>("map", name);
    return SourceTable.ofFile(typeof map === "string" ? map : '{"mappings":""}', scriptSource);
  }

  /** The code of a script, as it runs. */
  code(id: string): Promise<{ readonly scriptSource: string }> {
    return this.#inspector().post("Debugger.getScriptSource", { scriptId: id });
  }

  /** @throws {Error} if the path is neither a cell's nor that of a file in the project */
  text(path: string): string {
    const ofFile = this.pathOf(join(this.#root, path)) === path ? this.#read(path) : undefined;
    const cell = [...this.#cells.values()].find((one) => one.path === path);
    const text = ofFile ?? this.#dumped.get(path) ?? cell?.map.typed;
    if (text === undefined) throw new Error(`no cell and no file of the project is called ${JSON.stringify(path)}`);
    return text;
  }

  /** @returns undefined if it cannot be read */
  #read(path: string): string | undefined {
    try {
      return readFileSync(join(this.#root, path), "utf8");
    } catch {
      return undefined;
    }
  }

  /** The files in which a breakpoint can be set: the loaded ones, and all TypeScript below `src`. */
  files(loaded: readonly string[]): string[] {
    const ofProject = loaded.flatMap((path) => this.pathOf(path) ?? []);
    return [...new Set([...ofProject, ...this.#sources()])].sort().slice(0, mostFiles);
  }

  #sources(): string[] {
    try {
      const names = readdirSync(join(this.#root, "src"), { recursive: true, encoding: "utf8" });
      return names.filter((name) => extname(name) === ".ts").map((name) => join("src", name));
    } catch {
      return []; // a project without such a folder
    }
  }

  /** Forgets what V8 tells again when the debugger is turned on. */
  clear(): void {
    this.#newest.clear();
    this.#byId.clear();
    this.#tables.clear();
    this.#dumped.clear();
  }
}
