// TypeScript 6, in JavaScript: the checker where there are no native processes.
import { join } from "node:path";
import ts from "typescript6";
import {
  type AskedOptions,
  cellConfig,
  languageOptions,
  type ProgramSettings,
} from "../../kernel/compiler/checking/cell-config";
import type {
  Checker,
  Diagnostic,
  FileNews,
  ImportKind,
  LanguageOptions,
} from "../../kernel/compiler/checking/checker";
import type { SourceFile, Syntax } from "../../kernel/compiler/rewriting/syntax";

const syntax6 = {
  ...ts,
  isTypeAssertion: ts.isTypeAssertionExpression,
} as unknown as Syntax;

/** The program behind `parse`: one file, no library. */
const alone: ts.CompilerOptions = {
  noLib: true,
  noCheck: true,
  types: [],
  moduleDetection: ts.ModuleDetectionKind.Force,
  target: ts.ScriptTarget.ESNext,
};

type Trees = Map<string, ts.SourceFile | undefined>;
/** The parsed files of the standard library and Node's types, which all checkers share. */
const libraryTrees: Trees = new Map();

/** The trees of a standard library and of Node's types are the same for all who read them. */
export const isLibrary = (path: string): boolean => /^\/typescript\/|\/node_modules\/(typescript6|@types)\//.test(path);

/** The checker by TypeScript 6. */
export class TypeScript6Checker implements Checker {
  readonly syntax = syntax6;
  readonly options: LanguageOptions;
  readonly #settings: ProgramSettings;
  readonly #asked: AskedOptions;
  readonly #texts = new Map<string, string>();
  /** Trees of files that have not changed. */
  readonly #trees: Trees = new Map();
  #wanted: ts.ParsedCommandLine | undefined;
  #program: ts.Program | undefined;

  constructor(settings: ProgramSettings) {
    this.#settings = settings;
    this.#asked = askedFor(settings);
    this.options = languageOptions(this.#asked);
  }

  open(roots: readonly string[], texts: ReadonlyMap<string, string>): void {
    for (const [path, text] of texts) this.#texts.set(path, text);
    const config = JSON.parse(this.config(roots));
    const { folder } = this.#settings;
    this.#wanted = ts.parseJsonConfigFileContent(config, ts.sys, folder, undefined, join(folder, "__cells__.json"));
    this.#build(false);
  }

  parse(text: string): { tree: SourceFile; errors: readonly Diagnostic[] } {
    const path = this.options.jsx ? "/__parse__.tsx" : "/__parse__.ts";
    const options = { ...alone, ...(this.options.jsx ? { jsx: ts.JsxEmit.Preserve } : {}) };
    const host = ts.createCompilerHost(options, true);
    host.getSourceFile = (name, target) => (name === path ? ts.createSourceFile(name, text, target, true) : undefined);
    const program = ts.createProgram([path], options, host);
    const tree = program.getSourceFile(path) as ts.SourceFile;
    return { tree: asTree(tree), errors: errorsAmong(program.getSyntacticDiagnostics(tree)) };
  }

  update({ texts = new Map(), changed = [], deleted = [], everything = false }: FileNews): void {
    const written = [...texts].filter(([path, text]) => this.#texts.get(path) !== text);
    const isNew = written.some(([path]) => !this.#texts.has(path));
    for (const [path, text] of written) this.#texts.set(path, text);
    if (everything) this.#trees.clear();
    for (const path of [...written.map(([path]) => path), ...changed, ...deleted]) this.#trees.delete(path);
    this.#build(everything || isNew || deleted.length > 0);
  }

  tree(path: string): SourceFile {
    return asTree(this.#file(path));
  }

  syntaxErrors(path: string): readonly Diagnostic[] {
    return errorsAmong(this.#opened().getSyntacticDiagnostics(this.#file(path)));
  }

  typeErrors(path: string): readonly Diagnostic[] {
    return errorsAmong(this.#opened().getSemanticDiagnostics(this.#file(path)));
  }

  kindsOfImports(path: string, positions: readonly number[]): readonly ImportKind[] {
    const checker = this.#opened().getTypeChecker();
    const file = this.#file(path);
    return positions.map((position) => {
      const symbol = checker.getSymbolAtLocation(identifierAt(file, position));
      if (!symbol) return "value";
      const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
      const meant = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
      if (checker.isUnknownSymbol(meant)) return "value";
      if ((meant.flags & ts.SymbolFlags.Value) === 0) return "type";
      const list = meant.valueDeclaration?.parent;
      const isVariable = (meant.flags & ts.SymbolFlags.Variable) !== 0;
      return isVariable && !(list && list.flags & ts.NodeFlags.Const) ? "variable" : "value";
    });
  }

  configErrors(): readonly Diagnostic[] {
    const errors = this.#wanted?.errors ?? [];
    const own = errors.filter(({ file }) => file && !this.#texts.has(file.fileName));
    return errorsAmong(own);
  }

  config(roots: readonly string[]): string {
    return cellConfig(this.#settings, this.#asked, roots);
  }

  close(): void {
    this.#program = undefined;
    this.#trees.clear();
  }

  #opened(): ts.Program {
    if (!this.#program) throw new Error("TypeScript has no program");
    return this.#program;
  }

  #file(path: string): ts.SourceFile {
    const file = this.#opened().getSourceFile(path);
    if (!file) throw new Error(`TypeScript has no file ${path}`);
    return file;
  }

  /** @param lookUp  whether imports are to be looked up again in files that have not changed */
  #build(lookUp: boolean): void {
    const { options, fileNames } = this.#wanted as ts.ParsedCommandLine;
    const host = ts.createCompilerHost(options, true);
    const { readFile, fileExists, getSourceFile } = host;
    host.readFile = (path) => this.#texts.get(path) ?? readFile(path);
    host.fileExists = (path) => this.#texts.has(path) || fileExists(path);
    host.getSourceFile = (path, target) => {
      const trees = isLibrary(path) ? libraryTrees : this.#trees;
      if (!trees.has(path)) trees.set(path, getSourceFile(path, target));
      return trees.get(path);
    };
    const known = this.#program;
    this.#program = ts.createProgram({
      rootNames: fileNames,
      options,
      host,
      ...(known && !lookUp ? { oldProgram: known } : {}),
    });
  }
}

/** What the project's own tsconfig.json says. */
function askedFor({ tsconfig }: ProgramSettings): AskedOptions {
  if (!tsconfig) return { options: {}, ambient: [] };
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const parsed = ts.getParsedCommandLineOfConfigFile(tsconfig, {}, host);
  const { options = {}, fileNames = [] } = parsed ?? {};
  return { options, ambient: fileNames.filter((path) => /\.d\.[cm]?ts$/.test(path)) };
}

function identifierAt(node: ts.Node, position: number): ts.Node {
  const inner = ts.forEachChild(node, (child) => (child.pos <= position && position < child.end ? child : undefined));
  return inner ? identifierAt(inner, position) : node;
}

/** The two versions' types of trees are not related, though the trees are alike. */
const asTree = (file: ts.SourceFile): SourceFile => file as unknown as SourceFile;

const errorsAmong = (found: readonly ts.Diagnostic[]): Diagnostic[] =>
  found.filter(({ category }) => category === ts.DiagnosticCategory.Error).map(diagnostic);

const diagnostic = ({ file, start, length, code, messageText }: ts.Diagnostic): Diagnostic => ({
  path: file?.fileName,
  start: start ?? 0,
  length: length ?? 0,
  code,
  message: ts.flattenDiagnosticMessageText(messageText, "\n"),
});

/** In the place of the native one. */
export { TypeScript6Checker as NativeChecker };
