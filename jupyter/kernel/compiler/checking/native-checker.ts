// TypeScript 7, a native process that keeps the program in memory. Its programming interface is called unstable. So its
// version is pinned, and only this file, rewriting/syntax.ts and lookup/tooltips.ts use it.
import { join } from "node:path";
import * as syntax from "typescript/unstable/ast";
import {
  API,
  type Diagnostic as NativeDiagnostic,
  type Project,
  type Snapshot,
  SymbolFlags,
  type Symbol as TypeScriptSymbol,
} from "typescript/unstable/sync";
import type { SourceFile } from "../rewriting/syntax";
import { type AskedOptions, cellConfig, languageOptions, type ProgramSettings } from "./cell-config";
import type { Checker, Diagnostic, FileNews, ImportKind, LanguageOptions } from "./checker";
import { nativeCompiler } from "./native-executable";

const isError = 1;
/** The program behind `parse`: one file, no library. */
const alone = { noLib: true, noCheck: true, moduleDetection: "force", target: "esnext", types: [] };

/** The checker by TypeScript 7, a process of its own. @throws {Error} from any method if that process has ended */
export class NativeChecker implements Checker {
  readonly syntax = syntax;
  readonly options: LanguageOptions;
  readonly #api: API;
  readonly #settings: ProgramSettings;
  readonly #texts = new Map<string, string>();
  readonly #asked: AskedOptions;
  readonly #config: string;
  readonly #parseConfig: string;
  readonly #parseFile: string;
  #snapshot: Snapshot | undefined;

  constructor(settings: ProgramSettings) {
    const { folder } = settings;
    this.#settings = settings;
    this.#api = new API({
      cwd: folder,
      tsserverPath: nativeCompiler(),
      fs: {
        // TypeScript would remove a byte-order mark, and count positions without it.
        readFile: (path) => this.#texts.get(path)?.replace(/^\uFEFF/, " "),
        fileExists: (path) => (this.#texts.has(path) ? true : undefined),
      },
    });
    this.#asked = this.#askedFor();
    this.options = languageOptions(this.#asked);
    this.#config = join(folder, "__cells__.json");
    this.#parseConfig = join(folder, "__parse__.json");
    this.#parseFile = join(folder, this.options.jsx ? "__parse__.tsx" : "__parse__.ts");
  }

  open(roots: readonly string[], texts: ReadonlyMap<string, string>): void {
    for (const [path, text] of texts) this.#texts.set(path, text);
    this.#texts.set(this.#config, this.config(roots));
    const compilerOptions = { ...alone, ...(this.options.jsx ? { jsx: "preserve" } : {}) };
    const parsed = { compilerOptions, files: [this.#parseFile] };
    this.#texts.set(this.#parseConfig, JSON.stringify(parsed));
    this.#texts.set(this.#parseFile, "");
    this.#snapshot = this.#api.updateSnapshot({ openProjects: [this.#config, this.#parseConfig] });
  }

  parse(text: string): { tree: SourceFile; errors: readonly Diagnostic[] } {
    this.update({ texts: new Map([[this.#parseFile, text]]) });
    const { program } = this.#project(this.#parseConfig);
    const errors = errorsAmong(program.getSyntacticDiagnostics(this.#parseFile));
    return { tree: treeOf(program, this.#parseFile), errors };
  }

  update({ texts = new Map(), changed = [], deleted = [], everything = false }: FileNews): void {
    const created = [...texts.keys()].filter((path) => !this.#texts.has(path));
    const edited = [...texts.keys()].filter(
      (path) => this.#texts.has(path) && this.#texts.get(path) !== texts.get(path),
    );
    for (const [path, text] of texts) this.#texts.set(path, text);
    const before = this.#snapshot;
    this.#snapshot = this.#api.updateSnapshot({
      fileChanges: everything
        ? { invalidateAll: true }
        : { created, changed: [...edited, ...changed], deleted: [...deleted] },
    });
    // Old snapshots would fill the memory.
    before?.dispose();
  }

  tree(path: string): SourceFile {
    return treeOf(this.#project().program, path);
  }

  syntaxErrors(path: string): readonly Diagnostic[] {
    return errorsAmong(this.#project().program.getSyntacticDiagnostics(path));
  }

  typeErrors(path: string): readonly Diagnostic[] {
    return errorsAmong(this.#project().program.getSemanticDiagnostics(path));
  }

  kindsOfImports(path: string, positions: readonly number[]): readonly ImportKind[] {
    const project = this.#project();
    const symbols = project.checker.getSymbolAtPosition(path, positions);
    return symbols.map((symbol) => (symbol ? kindOf(project, symbol) : "value"));
  }

  configErrors(): readonly Diagnostic[] {
    const { tsconfig } = this.#settings;
    if (!tsconfig) return [];
    const { program } = this.#project();
    const own = program.getConfigFileParsingDiagnostics().map(diagnostic);
    return own.filter(({ path }) => path !== undefined && !this.#texts.has(path));
  }

  config(roots: readonly string[]): string {
    return cellConfig(this.#settings, this.#asked, roots);
  }

  close(): void {
    this.#api.close();
  }

  #project(config = this.#config): Project {
    const project = this.#snapshot?.getProject(config);
    if (!project) throw new Error(`TypeScript has no project ${config}`);
    return project;
  }

  /** Reads the project's own tsconfig.json. */
  #askedFor(): AskedOptions {
    const { tsconfig } = this.#settings;
    if (!tsconfig) return { options: {}, ambient: [] };
    const { options, fileNames } = this.#api.parseConfigFile(tsconfig);
    return { options, ambient: fileNames.filter((path) => /\.d\.[cm]?ts$/.test(path)) };
  }
}

function kindOf({ checker }: Project, symbol: TypeScriptSymbol): ImportKind {
  const isAlias = (symbol.flags & SymbolFlags.Alias) !== 0;
  const meant = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
  if (checker.isUnknownSymbol(meant)) return "value";
  if ((meant.flags & SymbolFlags.Value) === 0) return "type";
  if ((meant.flags & SymbolFlags.Variable) === 0) return "value";
  const list = meant.valueDeclaration?.resolve()?.parent;
  const isConstant = list !== undefined && (list.flags & syntax.NodeFlags.Const) !== 0;
  return isConstant ? "value" : "variable";
}

function treeOf(program: Project["program"], path: string): SourceFile {
  const tree = program.getSourceFile(path);
  if (!tree) throw new Error(`TypeScript has no file ${path}`);
  return tree;
}

const errorsAmong = (found: readonly NativeDiagnostic[]): Diagnostic[] =>
  found.filter(({ category }) => category === isError).map(diagnostic);

function diagnostic({ fileName, pos, end, code, ...found }: NativeDiagnostic): Diagnostic {
  const message = withReasons(found as NativeDiagnostic, 0);
  return { path: fileName, start: pos, length: end - pos, code, message };
}

const withReasons = ({ text, messageChain = [] }: NativeDiagnostic, depth: number): string =>
  ["  ".repeat(depth) + text, ...messageChain.map((reason) => withReasons(reason, depth + 1))].join("\n");
