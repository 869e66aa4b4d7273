// The program that the type checker sees: each cell that ran is a module, and one more module collects what they
// declare.
//
//   __cell__.ts       the cell at hand, and behind its text what it uses of earlier ones:
//                     import { Layer, __type_rate } from "./__notebook__"; declare let rate: __type_rate;
//   __cell3__.ts      a cell that ran, with what it used then
//   __notebook__.ts   the notebook's names, each from the cell that declared it last
//   __keep__.ts       files that some cell imported, so that the checker does not forget them
//
// Everything is added behind a cell's text, so that positions in it are the reader's. All cells import the same list of
// modules, so that the checker need not look them up again for each cell.

import { type RewrittenCell, rewriteCell } from "../rewriting/rewrite-cell";
import {
  frozenText,
  type KnownName,
  type KnownNames,
  likelyDeclared,
  liveText,
  mentioned,
  namesText,
  using,
  wordsIn,
} from "./cell-modules";
import { type Checker, type Diagnostic, errorsOf, type FileNews, type ImportKind } from "./checker";
import { exportAssignments, inCell, meant } from "./explained-errors";
import { GlobalDeclarations } from "./global-declarations";
import { ProgramTexts } from "./program-texts";

/** A cell that was read, until it is known how far it ran. */
export interface ReadCell extends RewrittenCell {
  readonly number: number;
  readonly text: string;
  /** The modules that the cell names, also in imports of types alone and in `import("…")`. */
  readonly mentions: readonly string[];
  /** Errors that are not about types. */
  readonly errors: readonly Diagnostic[];
}

/** The program whose files are the cells that have run, the cell at hand, and what they import. */
export class NotebookProgram {
  /** The file ending of cells. */
  readonly extension: ".ts" | ".tsx";
  readonly #startChecker: () => Checker;
  /** The modules that are not on disk. */
  readonly texts: ProgramTexts;
  readonly #known = new Map<string, KnownName>();
  readonly #kept = new Set<string>();
  /** Names that cells declared since `__notebook__` was written. */
  readonly #unsettled = new Set<string>();
  readonly #globals = new GlobalDeclarations({
    text: (number) => this.texts.get(this.texts.pathOfCell(number)),
    write: (number, text) => this.texts.write(this.texts.pathOfCell(number), text),
  });
  #count = 0;
  #checker: Checker;

  /** @param folder  the notebook's folder; TypeScript takes cells for files in it */
  constructor(startChecker: () => Checker, folder: string) {
    this.#startChecker = startChecker;
    this.#checker = startChecker();
    this.extension = this.#checker.options.jsx ? ".tsx" : ".ts";
    this.texts = new ProgramTexts(folder, this.extension);
    this.texts.write(this.texts.cell, this.#liveText("", new Set()));
    this.texts.open(this.#checker);
  }

  get checker(): Checker {
    return this.#checker;
  }

  /** The names of earlier cells that exist at run time. */
  get values(): ReadonlySet<string> {
    return new Set([...this.#known].filter(([, { hasValue }]) => hasValue).map(([name]) => name));
  }

  get names(): KnownNames {
    return this.#known;
  }

  /** The modules of the cells that declared something for the global scope, by its name. */
  get globals(): ReadonlyMap<string, string> {
    return new Map(Array.from(this.#globals.cells, ([name, number]) => [name, `cell${number}`]));
  }

  /** Makes the checker load what every cell needs. */
  warmUp(): void {
    errorsOf(this.#checker, this.texts.cell);
  }

  /** Starts a new checker in place of one that has ended, and tells it everything. */
  reopen(): void {
    this.#checker = this.#startChecker();
    this.texts.open(this.#checker);
  }

  /** Parses a text by itself, to see whether it is complete. */
  parse(text: string) {
    return this.#checker.parse(text);
  }

  /** Parses and rewrites a cell. Its types are checked by `check`. */
  read(text: string): ReadCell | { readonly errors: readonly Diagnostic[] } {
    this.#catchUp(text);
    this.texts.write(this.texts.cell, this.#liveText(text, likelyDeclared(text)));
    this.texts.tell(this.#checker);
    const { cell: path } = this.texts;
    if (this.#checker.syntaxErrors(path).length > 0) {
      const { errors } = this.#checker.parse(text);
      if (errors.length > 0) return { errors: errors.map(inCell) };
    }
    const tree = this.#checker.tree(path);
    const { syntax } = this.#checker;
    const mentions = tree.imports.filter((node) => node.getStart(tree) < text.length);
    return {
      ...rewriteCell(syntax, tree, text, this.values),
      number: ++this.#count,
      text,
      mentions: mentions.map((node) => (node as Partial<{ text: string }>).text ?? ""),
      errors: exportAssignments(syntax, tree),
    };
  }

  /** The errors in the types of the cell that was just read. @param files  the changes of files on disk */
  check(cell: ReadCell, files: FileNews): readonly Diagnostic[] {
    const { text, names, globals } = cell;
    const own = new Set(names.map(({ name }) => name));
    this.texts.write(this.texts.cell, this.#liveText(text, own));
    const replaced = this.#globals.replace(globals);
    this.texts.tell(this.#checker, files);
    const errors = this.#cellErrors(cell);
    if (errors.length > 0) this.#globals.restore(replaced);
    return errors;
  }

  /** Looks everything up again, which may have come since: a package, a file. */
  recheck(cell: ReadCell): readonly Diagnostic[] {
    this.#checker.update({ everything: true });
    return this.#cellErrors(cell);
  }

  #cellErrors(cell: ReadCell): Diagnostic[] {
    return meant(this.#checker.typeErrors(this.texts.cell), cell, this.#known);
  }

  /** What each imported name of the cell that was just checked is; by the places of the names. */
  kindsOfImports(positions: readonly number[]): readonly ImportKind[] {
    return this.#checker.kindsOfImports(this.texts.cell, positions);
  }

  /** Keeps a file of the project in the program, whatever the next cells import. */
  keep(path: string): void {
    if (this.#kept.has(path)) return;
    this.#kept.add(path);
    this.#writeKept();
  }

  /**
   * Makes the names of a cell that has ended known to the cells after it.
   *
   * @param declared  the names that the cell came to declare
   */
  declare({ number, text, names, globals }: ReadCell, declared: ReadonlySet<string>): void {
    if (names.length === 0 && globals.length === 0) return;
    const own = new Set(names.map(({ name }) => name));
    const used = mentioned(this.wordsOf(text), own, this.#known);
    this.texts.write(this.texts.pathOfCell(number), frozenText(text, names, used, this.#known));
    for (const { name, kind, hasValue, isType } of names) {
      if (hasValue && !declared.has(name)) continue;
      this.#known.set(name, { module: `cell${number}`, kind, hasValue, isType });
      this.#unsettled.add(name);
    }
    if (globals.length === 0) return;
    this.#globals.add(number, globals);
    this.keep(this.texts.pathOfCell(number));
  }

  /**
   * Makes a variable known that no cell has declared; it is `any`.
   *
   * @throws {Error} if a variable cannot have this name
   */
  declareVariable(name: string): undefined {
    const cell = this.read(`let ${name}: any;`);
    const isName = "text" in cell && cell.names.length === 1 && cell.names[0]?.name === name;
    if (!isName) throw new Error(`a variable cannot be called ${JSON.stringify(name)}`);
    this.declare(cell, new Set([name]));
  }

  /** Brings `__notebook__` up to date; to be called when nobody waits. */
  settle(): void {
    if (this.#unsettled.size > 0) this.#writeNames();
    if (!this.texts.hasNews) return;
    this.texts.tell(this.#checker);
    this.warmUp();
  }

  /**
   * A text as a language server sees it, and the documents that it depends on. The names of earlier cells stand in one
   * line before the text. Behind it they would become part of a statement that the reader is still typing.
   */
  document(text: string): { readonly text: string; readonly others: ReadonlyMap<string, string> } {
    const own = likelyDeclared(text);
    const free = [...this.#known.keys()].filter((name) => !own.has(name));
    const line = using(free, this.#known);
    return { text: `${line}\n${text}`, others: this.textsBehind() };
  }

  /** The texts that the notebook's names and these modules come from. */
  textsBehind(modules: Iterable<string> = []): Map<string, string> {
    if (this.#unsettled.size > 0) this.#writeNames();
    return this.texts.behindNames(modules);
  }

  close(): void {
    this.#checker.close();
  }

  /** The words of a text, and the functions that its JSX calls without naming them. */
  wordsOf(text: string): readonly string[] {
    return [...wordsIn(text), ...this.#checker.options.jsxFactories];
  }

  #liveText(text: string, own: ReadonlySet<string>): string {
    return liveText(text, mentioned(this.wordsOf(text), own, this.#known), this.#known);
  }

  #writeNames(): void {
    this.texts.write(this.texts.notebook, namesText(this.#known));
    this.#unsettled.clear();
  }

  #writeKept(): void {
    const lines = Array.from(this.#kept, (path) => `import ${JSON.stringify(path)};`);
    this.texts.write(this.texts.keep, ["export {};", ...lines].join("\n"));
  }

  /** Brings `__notebook__` up to date only if the text uses a new name, because that costs some 25 ms. */
  #catchUp(text: string): void {
    if (this.wordsOf(text).some((word) => this.#unsettled.has(word))) this.#writeNames();
  }
}
