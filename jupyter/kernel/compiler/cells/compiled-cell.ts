// A compiled cell: code that can run, or the errors that keep it from running.
import type { Diagnostic } from "../checking/checker";
import type { EmittedFile } from "../files/emitted-file";
import type { CellMap } from "../rewriting/cell-map";
import type { Binding, DeclaredName, Import } from "../rewriting/declared-names";

/** A name that a cell imports. */
interface CellBinding extends Binding {
  /** Whether its module may change it: `export let`. */
  readonly isLive: boolean;
}

/** An import of a cell, and where it leads. */
export interface CellImport extends Import {
  readonly bindings: readonly CellBinding[];
  /** The project's file; `undefined` for what Node finds. */
  readonly path: string | undefined;
}

/** Brings the modules of the main thread up to date. */
export interface ModuleNews {
  /** Files that the main thread has not been sent yet. */
  readonly files: readonly EmittedFile[];
  /** The versions of all files that the code needs. The main thread may have lost some of them at a Stop. */
  readonly versions: readonly (readonly [path: string, version: number])[];
}

/** A cell as JavaScript. */
export interface CompiledCell {
  /** Counts the cells that could be parsed: the cell's module is `__cell3__`. */
  readonly number: number;
  /**
   * An expression whose value is a function of `require`, `module`, `exports`, `__filename` and `__dirname`. That
   * function returns another one, of the notebook's scope, `import`, `import.meta` and an object for the result.
   */
  readonly code: string;
  /** How far the wrapper moves the first line to the right. */
  readonly indent: number;
  readonly map: CellMap;
  readonly names: readonly DeclaredName[];
  readonly imports: readonly CellImport[];
  readonly isAsync: boolean;
  /** Names in the code that the reader did not write; a debugger hides them. */
  readonly madeUpNames: readonly string[];
  readonly modules: ModuleNews;
  /** Sentences for the reader, which are printed below the cell. */
  readonly notes: readonly string[];
}

/** What was typed into the debugger's console. */
export interface ExpressionToCompile {
  readonly text: string;
  /** Names that are local where it is evaluated. */
  readonly locals: readonly string[];
  /** Variables of the notebook that the compiler does not know yet: the paused cell's. */
  readonly own: readonly string[];
  /** What gives the notebook's variables there. */
  readonly scope: string;
}

/** The errors that keep a cell from running. */
export interface CompileFailure {
  readonly errors: readonly Diagnostic[];
  /** The texts of the project's files that errors are in. */
  readonly texts: ReadonlyMap<string, string>;
  /** Files of which the main thread has an earlier version, which cells go on using. */
  readonly inUse: ReadonlySet<string>;
}

/** Whether a cell has code to run, and not errors. */
export const isCompiled = (result: CompiledCell | CompileFailure): result is CompiledCell => "code" in result;

/** Counts work; tests look at these numbers instead of a clock. */
export interface Counts {
  /** Files of the project whose types were checked. */
  filesChecked: number;
}
