// One cell, from its text to the code that runs.
import { isBuiltin } from "node:module";
import type { Diagnostic, FileNews } from "../checking/checker";
import type { NotebookProgram, ReadCell } from "../checking/notebook-program";
import { EmitError, type Emitter } from "../emitting/emitter";
import { isDeclaration } from "../files/file-paths";
import type { ProjectFiles, Refreshed } from "../files/project-files";
import { withoutNpmLines } from "../rewriting/npm-lines";
import { rewriteExpression } from "../rewriting/rewrite-cell";
import type { Scope } from "../rewriting/scopes";
import type {
  CellImport,
  CompiledCell,
  CompileFailure,
  Counts,
  ExpressionToCompile,
  ModuleNews,
} from "./compiled-cell";
import { emitCell, emitError, emitRewritten } from "./emit-cell";
import { ImportedFiles } from "./imported-files";
import { phases, type TellTime } from "./phases";
import { wrapped } from "./wrapped-cell";

const nothingNew: Refreshed = { reached: new Set(), changed: [], deleted: [], stale: new Set() };
/** TypeScript's errors for a module that was not found or has no types. It may have been installed meanwhile. */
const missingModule = [2307, 7016, 2792, 2875];
/** "Could not find a declaration file for module 'name'." */
const untypedModule = 7016;

/** Compiles one cell after the other: parses, checks and emits it, and loads the files that it imports. */
export class CellCompiler {
  readonly #program: NotebookProgram;
  readonly #files: ProjectFiles;
  readonly #emitter: Emitter;
  readonly #imported: ImportedFiles;
  readonly #running = new Map<number, ReadCell>();
  /** Sentences for the reader that wait for the next cell. */
  readonly #untold: string[];
  /** Imports that the reader has been told of: those that lead to two places, and those without types. */
  readonly #told = new Set<string>();

  constructor(parts: {
    readonly program: NotebookProgram;
    readonly files: ProjectFiles;
    readonly emitter: Emitter;
    /** Called with what happened to the project's files. */
    readonly noticed: (news: FileNews) => void;
    /** Texts of files, by path, that were found right together before this kernel began. */
    readonly checked?: ReadonlyMap<string, string> | undefined;
  }) {
    this.#program = parts.program;
    this.#files = parts.files;
    this.#emitter = parts.emitter;
    this.#imported = new ImportedFiles(parts.files, parts.noticed, parts.checked ?? new Map());
    this.#untold = parts.program.checker.configErrors().map(({ path = "", message }) => `${path}: ${message}`);
  }

  get counts(): Counts {
    return this.#imported.counts;
  }

  /** @param timed  told how long each phase took */
  async compile(typed: string, timed?: TellTime): Promise<CompiledCell | CompileFailure> {
    const done = phases(timed);
    const cell = this.#program.read(withoutNpmLines(typed));
    done("read");
    if (!("text" in cell)) return this.#imported.failure(cell.errors);
    const emitting = emitCell(cell, this.#program, this.#emitter);
    emitting.catch(() => {});
    const paths = this.#pathsOf(cell);
    const refreshed = paths.length > 0 ? this.#files.refresh(paths) : nothingNew;
    done("look at files");
    const errors = this.#check(cell, refreshed);
    done("check");
    if (errors.length > 0) return this.#imported.failure(errors);
    const emitted = await emitting;
    if (emitted instanceof EmitError) return this.#imported.failure([emitError(emitted, cell)]);
    done("emit");
    const modules = await this.#imported.news(refreshed.reached);
    done("emit files");
    if ("errors" in modules) return modules;
    this.#running.set(cell.number, cell);
    const notes = this.#notes(cell);
    return { ...wrapped(cell, emitted, typed), imports: this.#imports(cell), modules, notes };
  }

  /** Reads and checks a cell that will not run, so that one with the same imports is quickly compiled. */
  async readAhead(text: string): Promise<void> {
    const cell = this.#program.read(text);
    if (!("text" in cell)) return;
    this.#check(cell, this.#files.refresh(this.#pathsOf(cell)));
    await emitCell(cell, this.#program, this.#emitter);
  }

  /** The files that a cell imports. Where an import leads nowhere, a file may have gone: the checker has to be told. */
  #pathsOf({ mentions }: ReadCell): string[] {
    const paths = mentions.map((from) => this.#files.resolve(from));
    const gone = paths.includes(undefined) ? this.#files.gone() : [];
    return [...paths.flatMap((path) => path ?? []), ...gone];
  }

  #check(cell: ReadCell, refreshed: Refreshed): readonly Diagnostic[] {
    const { reached } = refreshed;
    const news = this.#imported.note(refreshed);
    // A file that was imported once stays in the program, or the checker would forget it at the next cell.
    for (const path of reached) if (!path.endsWith(".json")) this.#program.keep(path);
    let errors = [...cell.errors, ...this.#program.check(cell, news)];
    if (errors.some(({ code }) => missingModule.includes(code))) {
      errors = [...cell.errors, ...this.#program.recheck(cell)];
    }
    this.#imported.wereRead(reached);
    errors = errors.filter((error) => !this.#isUntyped(error));
    return errors.length > 0 ? errors : this.#imported.errors(reached, this.#program.checker);
  }

  /** Lets a package without types be `any` in a cell: a reader who tries one out cannot write its types first. */
  #isUntyped({ code, path, message }: Diagnostic): boolean {
    const [, name] = (code === untypedModule && path === undefined && /module '([^']+)'/.exec(message)) || [];
    if (name === undefined) return false;
    this.#tell(name, `${name} has no types: what it exports is any`);
    return true;
  }

  #tell(from: string, note: string): void {
    if (this.#told.has(from)) return;
    this.#told.add(from);
    this.#untold.push(note);
  }

  /** Sentences for the reader, each once: errors in the settings, imports that lead to two places or have no types. */
  #notes(cell: ReadCell): string[] {
    for (const from of cell.mentions) {
      const [path, other] = this.#files.resolveAll(from);
      if (path && other) this.#tell(from, `${from} is ${path}, beside the notebook; there is ${other}, too`);
    }
    return this.#untold.splice(0);
  }

  /**
   * Takes in that a cell has ended.
   *
   * @param declared  the names that the cell came to declare
   * @returns         the cell
   */
  declare(number: number, declared: ReadonlySet<string>): ReadCell | undefined {
    const cell = this.#running.get(number);
    if (cell) this.#program.declare(cell, declared);
    this.#running.clear();
    return cell;
  }

  /** Loads files that running code asks for: `await import(path)`, `require(path)`. */
  load(paths: readonly string[]): Promise<ModuleNews | CompileFailure> {
    return this.#imported.load(paths);
  }

  /** Sends again files that the main thread was sent and does not have. */
  resend(paths: readonly string[]): Promise<ModuleNews | CompileFailure> {
    return this.#imported.resend(paths);
  }

  /**
   * Makes JavaScript of an expression that was typed into a debugger. Names that are not local are looked up as in a
   * cell.
   *
   * @throws {EmitError} if the expression cannot be read, or awaits something
   */
  async compileExpression({ text, locals, own, scope }: ExpressionToCompile): Promise<string> {
    const isObject = /^\s*\{/.test(text);
    const inBrackets = isObject ? `(${text})` : text;
    const { tree, errors } = this.#program.parse(inBrackets);
    const [first] = errors;
    if (first) throw new EmitError(first.message, first.start - (isObject ? 1 : 0));
    const local: Scope = { names: new Set(locals), outer: undefined };
    const { syntax } = this.#program.checker;
    const values = new Set([...this.#program.values, ...own]);
    const rewritten = rewriteExpression(syntax, tree, inBrackets, values, local, scope);
    if (rewritten.isAsync) throw new EmitError("await cannot be used while the program is paused", 0);
    const { code } = await emitRewritten(rewritten.edited.text, scope, [...values], this.#program, this.#emitter);
    return code;
  }

  /** The imports that are loaded. Types that are imported without the word `type` are left out. */
  #imports({ imports }: ReadCell): CellImport[] {
    return imports.flatMap((one): CellImport[] => {
      const path = this.#files.resolve(one.from);
      if (path && isDeclaration(path)) return [];
      const kinds = isBuiltin(one.from) ? [] : this.#program.kindsOfImports(one.bindings.map(({ at }) => at));
      const bindings = one.bindings
        .map((binding, k) => ({ ...binding, isLive: kinds[k] === "variable" }))
        .filter((_, k) => path !== undefined || kinds[k] !== "type");
      const loadsNothing = bindings.length === 0 && one.bindings.length > 0;
      return loadsNothing ? [] : [{ ...one, path, bindings }];
    });
  }
}
