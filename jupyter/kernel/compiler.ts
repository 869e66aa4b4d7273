// Everything that is tslab's: its converter, which turns a cell into code and remembers what cells declared.
import type { Converter, SideOutput } from "tslab/dist/converter";
import { CompileError } from "./compile-error";
import { ProjectFiles } from "./project-files";
import { type Insight, openTypeScript, type SourceMaps } from "./tslab-typescript";

/** A cell as JavaScript: the body of a function of `exports`, which holds the notebook's variables, and `require`. */
export interface CompiledCell {
  readonly code: string;
  readonly maps: SourceMaps | undefined;
  readonly isAsync: boolean;
  /** The variable that takes the value of the last line, if that is an expression. */
  readonly result: string | undefined;
  /** The names that the cell declares. */
  readonly names: readonly string[];
  /** What the next cell may use: this cell's declarations and those of earlier ones. */
  readonly declarations: string;
  /** Compiled files of the project that the cell needs and that are new or changed. */
  readonly files: readonly SideOutput[];
}

/** tslab puts this line before every cell. */
const prefix = "export {};\n";

export class Compiler {
  readonly #converter: Converter;
  readonly #insight: Insight;
  readonly #files: ProjectFiles;
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
    this.#files = new ProjectFiles(root);
    this.#insight = openTypeScript(this.#files);
    this.#converter = require("tslab/dist/converter").createConverter({});
  }

  /**
   * @param declarations  of the cells that ran before
   * @throws {CompileError} if the cell, or a file that it imports, is not correct TypeScript
   */
  compile(declarations: string, source: string, name: string): CompiledCell {
    if (importsProject(source)) this.#files.refresh();
    const converted = this.#converter.convert(declarations, source);
    if (converted.diagnostics.length > 0) {
      const known = new Set(
        converted.diagnostics.map(({ code, start }) => `${code} ${start.offset}`),
      );
      const cell = `${this.#root}/__tslab__.ts`;
      throw new CompileError(this.#insight.diagnostics, known, {
        cell,
        prefix,
        name,
        root: this.#root,
      });
    }
    const code = converted.output ?? "";
    return {
      code: assignImports(code),
      maps: this.takeSourceMaps(code),
      // tslab overlooks `for await`; a needless async function does no harm.
      isAsync: converted.hasToplevelAwait || /\bfor\s+await\b/.test(code),
      result: converted.lastExpressionVar,
      names: declaredNames(code),
      declarations: converted.declOutput ?? "",
      files: converted.sideOutputs ?? [],
    };
  }

  /** The source maps of compiled code, a cell's or a file's; each is handed out once. */
  takeSourceMaps(code: string): SourceMaps | undefined {
    const maps = this.#insight.sourceMaps.get(code);
    this.#insight.sourceMaps.delete(code);
    return maps;
  }

  get typescript() {
    return this.#insight.typescript;
  }

  inspect(declarations: string, source: string, position: number) {
    return this.#converter.inspect(declarations, source, position);
  }

  complete(declarations: string, source: string, position: number) {
    return this.#converter.complete(declarations, source, position);
  }
}

/** Whether a cell imports files of the project: only such a cell takes in what was edited. */
const importsProject = (source: string) => /\b(from|import)\s*\(?\s*["'`]\.{1,2}\//.test(source);

/** `exports.b = exports.a = void 0;` stands before what a cell declares. */
const declaredNames = (code: string) =>
  Array.from(
    /^exports\..* = void 0;$/m.exec(code)?.[0].matchAll(/exports\.([\w$]+)/g) ?? [],
    ([, name]) => name as string,
  );

/** A re-export is compiled to a getter, which no later cell could declare again: make it an assignment. */
const assignImports = (code: string) =>
  code.replace(
    /^Object\.defineProperty\(exports, "([\w$]+)", \{ enumerable: true, get: function \(\) \{ return ([\w$.]+); \} \}\);$/gm,
    "exports.$1 = $2;",
  );
