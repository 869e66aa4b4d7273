// What a front end shows while somebody types: errors, descriptions, and where names are declared.
import { isAbsolute, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type {
  CheckReply,
  CheckRequest,
  DeclaredAt,
  DefinitionReply,
  HoverReply,
  PlaceRequest,
  Problem,
} from "../../protocol/editor-requests";
import { offsetAt, type Position, positionAt } from "../../text/positions";
import type { Diagnostic } from "../checking/checker";
import { meant } from "../checking/explained-errors";
import type { NotebookProgram, ReadCell } from "../checking/notebook-program";
import { nearest } from "../files/nearest-file";
import type { ProjectFiles } from "../files/project-files";
import { nameAt } from "../lookup/cursor";
import { descriptionAt } from "../lookup/description-at";
import type { Documents, NotebookServer } from "../lookup/notebook-server";
import { type LookedAt, Page } from "./page";

const isError = 1;
/** "Cannot find module 'name' or its corresponding type declarations." */
const missingModule = 2307;
/** "Could not find a declaration file for module 'name'." A cell may import such a package: what it exports is any. */
const untypedModule = 7016;

interface Parts {
  readonly program: NotebookProgram;
  readonly server: NotebookServer;
  /** The files that cells name, without their JavaScript. */
  readonly files: ProjectFiles;
  /** The notebook's folder. */
  readonly folder: string;
}

interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Answers what an editor asks about the cells of one page. */
export class TypingHelp {
  readonly #parts: Parts;
  readonly #page: Page;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#page = new Page(parts.program, parts.server.typing);
  }

  /** Takes in that a cell of the page ran to its end. */
  noteRun(id: string, { number, text, names }: ReadCell): void {
    this.#page.noteRun(id, { number, text, names });
  }

  check({ cells, wanted }: CheckRequest): Promise<CheckReply> {
    return this.#inTurn(async () => {
      const problems: Record<string, readonly Problem[]> = {};
      for (const looked of this.#look(cells, wanted)) {
        // What ran as it stands had no error then. Later cells may have given its names other types.
        problems[looked.cell.id] = looked.hasRun ? [] : await this.#problems(looked);
      }
      return { status: "ok", problems };
    });
  }

  hover({ cells, cell, position }: PlaceRequest): Promise<HoverReply> {
    return this.#inTurn(async () => {
      const [looked] = this.#look(cells, [cell]);
      const place = looked && nameAt(looked.cell.code, position);
      if (place === undefined) return { status: "ok", found: false, data: {} };
      const {
        documents,
        draft,
        cell: { code },
      } = looked;
      const ask = (text: string) => {
        const whole = text + documents.text.slice(draft.text.length);
        return this.#parts.server.ask("hover", { ...documents, text: whole }, positionAt(code, place));
      };
      const data = await descriptionAt(ask, draft.text, offsetAt(draft.text, positionAt(code, place)));
      return { status: "ok", found: data !== undefined, data: data ?? {} };
    });
  }

  definition({ cells, cell, position }: PlaceRequest): Promise<DefinitionReply> {
    return this.#inTurn(async () => {
      const [looked] = this.#look(cells, [cell]);
      const place = looked && nameAt(looked.cell.code, position);
      if (place === undefined) return { status: "ok", declared: null };
      const found = await this.#declaration(looked.documents, positionAt(looked.cell.code, place));
      return { status: "ok", declared: (found && this.#declaredAt(found, looked)) ?? null };
    });
  }

  /** Questions share one document, so they are asked one after the other. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => {});
    return done;
  }

  #look(cells: CheckRequest["cells"], wanted: readonly string[]): LookedAt[] {
    const looked = this.#lookAgain(() => this.#page.look(cells, new Set(wanted)));
    this.#lookAtFiles(looked.at(-1)?.mentions ?? []);
    return looked;
  }

  /** Starts the checker anew if its process was ended from outside; not if the cell is nested too deeply for it. */
  #lookAgain<T>(look: () => T): T {
    try {
      return look();
    } catch (error) {
      if (error instanceof RangeError) throw error;
      this.#parts.program.reopen();
      return look();
    }
  }

  /** Tells the server of edits in the files that cells name which have not run: running them takes the edits in. */
  #lookAtFiles(mentions: readonly string[]): void {
    const { files, server } = this.#parts;
    const paths = mentions.flatMap((from) => files.resolve(from) ?? []);
    if (paths.length === 0) return;
    const { changed, deleted } = files.refresh([...paths, ...files.gone()]);
    server.notice({ changed, deleted });
  }

  async #problems({ cell, draft, documents, known }: LookedAt): Promise<Problem[]> {
    const { text, errors, isBroken } = draft;
    const found = isBroken ? errors : [...errors, ...(await this.#typeErrors(documents, text))];
    return meant(found, draft, known).map(({ start, length, code, message }) => {
      const [from, to] = [start, start + length].map((at) => offsetAt(cell.code, positionAt(text, at)));
      return { from: from as number, to: to as number, code, message };
    });
  }

  /** The errors of types, looked for once more if a package was not found that was installed since the server looked. */
  async #typeErrors(documents: Documents, text: string): Promise<Diagnostic[]> {
    const errors = await this.#serverErrors(documents, text);
    const created = errors.flatMap(({ code, message }) => (code === missingModule ? this.#installed(message) : []));
    if (created.length === 0) return errors;
    this.#parts.server.notice({ created });
    return this.#serverErrors(documents, text);
  }

  /** The package.json of a package that an error says is missing, if it is there. */
  #installed(message: string): string[] {
    const [, name] = /module '((?:@[^'/]+\/)?[^'/.][^'/]*)/.exec(message) ?? [];
    return name ? [nearest(this.#parts.folder, `node_modules/${name}/package.json`) ?? []].flat() : [];
  }

  /** The errors in a text; those behind it are about code that the reader did not write. */
  async #serverErrors(documents: Documents, text: string): Promise<Diagnostic[]> {
    const { items = [] } = (await this.#parts.server.ask("diagnostic", documents)) ?? {};
    const lines = text.split("\n").length;
    type Item = { severity: number; code: number; message: string; range: Range };
    const own = (items as Item[]).filter(
      ({ severity, code, range }) => severity === isError && code !== untypedModule && range.start.line < lines,
    );
    return own.map(({ code, message, range }) => {
      const start = offsetAt(text, range.start);
      return { path: undefined, start, length: offsetAt(text, range.end) - start, code, message };
    });
  }

  async #declaration(documents: Documents, position: Position): Promise<{ path: string; range: Range } | undefined> {
    const answer = await this.#parts.server.ask("definition", documents, position);
    const [first] = (Array.isArray(answer) ? answer : [answer]) as ({ uri: string; range: Range } | undefined)[];
    // The server has some files of its own, which are on no disk.
    if (!first?.uri.startsWith("file:")) return undefined;
    const found = { path: fileURLToPath(first.uri), range: first.range };
    if (found.path !== documents.path) return found;
    const { line: at, character } = first.range.start;
    const line = documents.text.split("\n")[at] ?? "";
    // Behind the text a variable of an earlier cell is declared anew, with the type of the variable in its own module.
    const [told = "", name = ""] =
      /^([\p{ID_Continue}$]+): typeof import\("[^"]+"\)\./u.exec(line.slice(character)) ?? [];
    return name ? this.#declaration(documents, { line: at, character: character + told.length }) : found;
  }

  #declaredAt({ path, range }: { path: string; range: Range }, { cell, documents }: LookedAt): DeclaredAt | undefined {
    const { line, character } = range.start;
    const id = path === documents.path ? cell.id : this.#page.cellOf(path);
    if (id !== undefined) return { cell: id, line, character };
    const { folder, program } = this.#parts;
    if (program.texts.get(path) !== "") return undefined;
    const way = relative(folder, path);
    return isAbsolute(way) ? undefined : { path: way.split(sep).join("/"), line, character };
  }
}
