// The interface to TypeScript. In Node that is version 7, a native process; in a page it will be version 6.
import type { Alias } from "../files/file-paths";
import type { SourceFile, Syntax } from "../rewriting/syntax";

/** An error that TypeScript found in a cell or file. */
export interface Diagnostic {
  /** `undefined` for an error in the cell. */
  readonly path: string | undefined;
  /** Counts UTF-16 units from the start of the file. */
  readonly start: number;
  readonly length: number;
  /** The number in "TS2322". */
  readonly code: number;
  /** The message, and below it the reasons, each in an indented line. */
  readonly message: string;
}

/** The changes of files since the checker was last told. */
export interface FileNews {
  /** New texts of the compiler's own files, which are not on disk, by path. */
  readonly texts?: ReadonlyMap<string, string>;
  /** Files on disk that were edited. */
  readonly changed?: readonly string[];
  readonly deleted?: readonly string[];
  /** Whether everything has to be looked up again, packages too. */
  readonly everything?: boolean;
}

/** The options of a project that change what its code means. */
export interface LanguageOptions {
  readonly jsx: boolean;
  /** The functions that JSX calls although the text does not name them: "React". */
  readonly jsxFactories: readonly string[];
  /** The entries of `paths`. */
  readonly aliases: readonly Alias[];
  /** The options that an emitter needs too: decorators, class fields, JSX. */
  readonly compilerOptions: Readonly<Record<string, unknown>>;
}

/** A type; a variable that its module may change; or a value that stays what it is. */
export type ImportKind = "type" | "variable" | "value";

/** A TypeScript that keeps a program in memory and answers questions about its files. */
export interface Checker {
  /** The TypeScript that makes the checker's trees. */
  readonly syntax: Syntax;
  readonly options: LanguageOptions;
  /** Loads the program; to be called once, before all methods below. @param roots  files that belong to the program */
  open(roots: readonly string[], texts: ReadonlyMap<string, string>): void;
  /** Parses a text by itself, without resolving names. */
  parse(text: string): { readonly tree: SourceFile; readonly errors: readonly Diagnostic[] };
  /** Takes in changes. All methods below answer for the state after them. */
  update(news: FileNews): void;
  tree(path: string): SourceFile;
  syntaxErrors(path: string): readonly Diagnostic[];
  typeErrors(path: string): readonly Diagnostic[];
  /** The kinds of the imported names at these positions. */
  kindsOfImports(path: string, positions: readonly number[]): readonly ImportKind[];
  /** The errors in the project's tsconfig.json. If there are any, some or all of its settings do not count. */
  configErrors(): readonly Diagnostic[];
  /** A tsconfig.json with which a language server opens a program of these files. */
  config(roots: readonly string[]): string;
  close(): void;
}

/** The errors in one file: of its syntax or, if there are none, of its types. */
export function errorsOf(checker: Checker, path: string): readonly Diagnostic[] {
  const ofSyntax = checker.syntaxErrors(path);
  return ofSyntax.length > 0 ? ofSyntax : checker.typeErrors(path);
}
