// The notebook as it stands on the page: what really ran, and over it the cells that have not run as they stand.
//
//   __cell3__.ts    a cell that ran
//   __draft2__.ts   a cell that has not run, above the one that is looked at
//   __typing__.ts   the cell that is looked at
import type { PageCell } from "../../protocol/editor-requests";
import type { KnownName, KnownNames } from "../checking/cell-modules";
import type { NotebookProgram } from "../checking/notebook-program";
import type { Documents } from "../lookup/notebook-server";
import type { DeclaredName } from "../rewriting/declared-names";
import { withoutNpmLines } from "../rewriting/npm-lines";
import { type Above, type Draft, draftModule, readDraft } from "./draft";

/** A cell as it is looked at. */
export interface LookedAt {
  readonly cell: PageCell;
  readonly draft: Draft;
  /** Whether the cell ran as it stands. */
  readonly hasRun: boolean;
  readonly documents: Documents;
  /** The names of the cells above, and where each of them comes from. */
  readonly known: KnownNames;
  /** The modules that are named in the cell, and in the cells above that have not run. */
  readonly mentions: readonly string[];
}

/** What is kept of a cell that ran without an error. */
interface Ran {
  readonly number: number;
  readonly text: string;
  readonly names: readonly DeclaredName[];
}

/** What the kernel knows of a notebook's page: which of its cells ran, and as what text. */
export class Page {
  readonly #program: NotebookProgram;
  readonly #path: string;
  readonly #ran = new Map<string, Ran>();
  readonly #cellOfModule = new Map<string, string>();
  /** The number of each cell's draft, by the cell's id. */
  readonly #numbers = new Map<string, number>();
  /** What was read at the last look, by its text. */
  #read: ReadonlyMap<string, Draft> = new Map();

  /** @param path  of the cell that is looked at, for the language server */
  constructor(program: NotebookProgram, path: string) {
    this.#program = program;
    this.#path = path;
  }

  /** Notes that a cell of the page ran to its end. */
  noteRun(id: string, ran: Ran): void {
    this.#ran.set(id, ran);
    this.#cellOfModule.set(this.#program.texts.pathOfCell(ran.number), id);
  }

  /** The id of the cell whose text a module has; `undefined` for a file, and for a cell of another front end. */
  cellOf(path: string): string | undefined {
    return this.#cellOfModule.get(path);
  }

  /**
   * Looks at some of the cells, each with what stands above it.
   *
   * @param cells   the code cells of the page, in their order
   * @param wanted  the ids of those to look at
   */
  look(cells: readonly PageCell[], wanted: ReadonlySet<string>): LookedAt[] {
    const known = new Map(this.#program.names);
    const globals = new Map(this.#program.globals);
    const drafts = new Map<string, string>();
    const mentions: string[] = [];
    const found: LookedAt[] = [];
    const read = new Map<string, Draft>();
    for (const cell of cells) {
      if (found.length === wanted.size) break;
      const text = withoutNpmLines(cell.code);
      const ran = this.#ran.get(cell.id);
      const hasRun = ran?.text === text;
      if (hasRun && !wanted.has(cell.id)) {
        this.#restore(known, ran.names);
        continue;
      }
      const draft = read.get(text) ?? this.#read.get(text) ?? readDraft(this.#program, text);
      read.set(text, draft);
      mentions.push(...draft.mentions);
      if (wanted.has(cell.id)) {
        const documents = this.#documents(draft, { known, globals }, drafts);
        found.push({ cell, draft, hasRun, documents, known: new Map(known), mentions: [...mentions] });
      }
      if (hasRun) this.#restore(known, ran.names);
      else this.#add(cell.id, draft, { known, globals, drafts });
    }
    this.#read = read;
    return found;
  }

  /** Gives names that a cell declared when it ran the meaning that they have by now. */
  #restore(known: Map<string, KnownName>, names: readonly DeclaredName[]): void {
    for (const { name } of names) {
      const its = this.#program.names.get(name);
      if (its) known.set(name, its);
      else known.delete(name);
    }
  }

  /** Makes the names of a cell that has not run known to the cells below it. */
  #add(
    id: string,
    draft: Draft,
    above: {
      readonly known: Map<string, KnownName>;
      readonly globals: Map<string, string>;
      readonly drafts: Map<string, string>;
    },
  ): void {
    if (draft.names.length + draft.globals.length === 0) return;
    const number = this.#numbers.get(id) ?? this.#numbers.size + 1;
    this.#numbers.set(id, number);
    const module = `draft${number}`;
    const path = this.#program.texts.pathOf(module);
    this.#cellOfModule.set(path, id);
    above.drafts.set(path, draftModule(this.#program, draft, above, draft.names));
    for (const { name, kind, hasValue, isType } of draft.names)
      above.known.set(name, { module, kind, hasValue, isType });
    for (const name of draft.globals.flatMap(({ names }) => names)) above.globals.set(name, module);
  }

  /** The text of the cell that is looked at, and of all modules that it sees. */
  #documents(draft: Draft, above: Above, drafts: ReadonlyMap<string, string>): Documents {
    const text = draftModule(this.#program, draft, above, []);
    const others = this.#program.textsBehind(above.globals.values());
    // A draft that nothing imports would be a program of its own to the server. The loop also visits what is added.
    const waiting = [text];
    for (const importing of waiting) {
      for (const [, module = ""] of importing.matchAll(/"\.\/__(draft\d+)__"/g)) {
        const path = this.#program.texts.pathOf(module);
        const its = drafts.get(path);
        if (its === undefined || others.get(path) === its) continue;
        others.set(path, its);
        waiting.push(its);
      }
    }
    return { path: this.#path, text, others };
  }
}
