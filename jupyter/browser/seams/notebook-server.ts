// Tab, Shift-Tab, and a cell that is being typed: TypeScript's language service in the compiler's worker answers what
// its language server answers in Node, in the same form.

import { join } from "node:path";
import ts from "typescript6";
import type { FileNews } from "../../kernel/compiler/checking/checker";
import type { NotebookProgram } from "../../kernel/compiler/checking/notebook-program";
import type { Documents } from "../../kernel/compiler/lookup/notebook-server";
import { offsetAt, type Position, positionAt } from "../../kernel/text/positions";
import { statSync } from "../node/fs";
import { pathToFileURL } from "../node/url";

export type { Documents } from "../../kernel/compiler/lookup/notebook-server";

/** The server's numbers for kinds of completions, by the words of TypeScript. */
const kinds: Readonly<Record<string, number>> = {
  method: 2,
  function: 3,
  "local function": 3,
  constructor: 4,
  property: 5,
  getter: 5,
  setter: 5,
  var: 6,
  let: 6,
  "local var": 6,
  parameter: 6,
  alias: 6,
  class: 7,
  "local class": 7,
  interface: 8,
  type: 8,
  module: 9,
  "external module name": 9,
  enum: 13,
  keyword: 14,
  script: 17,
  directory: 19,
  "enum member": 20,
  const: 21,
  "type parameter": 25,
};

/** TypeScript's number for an import of what is not there. */
const unresolvedImport = 2307;

/** Answers as the language server of Node does; there is no process that could end. */
export class NotebookServer {
  readonly tab: string;
  readonly typing: string;
  readonly isRunning = false;
  readonly #program: NotebookProgram;
  readonly #folder: string;
  readonly #documents = new Map<string, { readonly version: number; readonly text: string }>();
  /** Those that import what was not found: it may be there when they are asked about again. */
  readonly #unresolved = new Set<string>();
  #service: ts.LanguageService | undefined;

  constructor(program: NotebookProgram, folder: string) {
    this.#program = program;
    this.#folder = folder;
    this.tab = join(folder, `__tab__${program.extension}`);
    this.typing = join(folder, `__typing__${program.extension}`);
  }

  async ask(what: string, { path, text, others }: Documents, position?: Position): Promise<unknown> {
    for (const [other, its] of others) this.#write(other, its);
    this.#write(path, text);
    const service = this.#running();
    const at = position ? offsetAt(text, position) : 0;
    if (what === "completion") return completions(service, path, at);
    if (what === "hover") return hover(service, path, at);
    if (what === "definition") return this.#definition(service, path, at);
    const items = diagnostics(service, path, text);
    if (items.some(({ code }) => code === unresolvedImport)) this.#unresolved.add(path);
    return { items };
  }

  /** Files are looked at whenever something is asked. */
  notice(_news: FileNews): void {}

  close(): void {
    this.#service?.dispose();
  }

  #write(path: string, text: string): void {
    const known = this.#documents.get(path);
    if (known?.text !== text || this.#unresolved.delete(path))
      this.#documents.set(path, { version: (known?.version ?? 0) + 1, text });
  }

  #running(): ts.LanguageService {
    if (this.#service) return this.#service;
    const { checker, texts } = this.#program;
    for (const path of [this.tab, this.typing]) if (!this.#documents.has(path)) this.#write(path, "");
    this.#write(texts.ambient, texts.get(texts.ambient));
    const config = JSON.parse(checker.config([this.tab, this.typing, texts.ambient]));
    const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, this.#folder);
    const read = (path: string) => this.#documents.get(path)?.text ?? ts.sys.readFile(path);
    this.#service = ts.createLanguageService({
      getCompilationSettings: () => options,
      getScriptFileNames: () => fileNames,
      getScriptVersion: (path) => {
        const known = this.#documents.get(path);
        return known ? String(known.version) : `disk ${statSync(path, { throwIfNoEntry: false })?.mtimeMs}`;
      },
      getScriptSnapshot: (path) => {
        const text = read(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => this.#folder,
      getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
      fileExists: (path) => this.#documents.has(path) || ts.sys.fileExists(path),
      readFile: read,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
      readDirectory: ts.sys.readDirectory,
    });
    return this.#service;
  }

  #definition(service: ts.LanguageService, path: string, at: number) {
    return (service.getDefinitionAtPosition(path, at) ?? []).map(({ fileName, textSpan: { start, length } }) => {
      const text = this.#documents.get(fileName)?.text ?? ts.sys.readFile(fileName) ?? "";
      return { uri: pathToFileURL(fileName).href, range: rangeOf(text, start, length) };
    });
  }
}

const rangeOf = (text: string, start: number, length: number) => ({
  start: positionAt(text, start),
  end: positionAt(text, start + length),
});

function completions(service: ts.LanguageService, path: string, at: number) {
  const found = service.getCompletionsAtPosition(path, at, { includeCompletionsForModuleExports: false });
  return (found?.entries ?? []).map(({ name, kind, sortText }) => ({ label: name, kind: kinds[kind] ?? 0, sortText }));
}

/** In Markdown, as the language server writes it. */
function hover(service: ts.LanguageService, path: string, at: number) {
  const info = service.getQuickInfoAtPosition(path, at);
  if (!info) return null;
  const tags = (info.tags ?? []).map(({ name, text }) => tagText(name, text));
  const documentation = [ts.displayPartsToString(info.documentation), ...tags].filter(Boolean).join("\n\n");
  const value = `\`\`\`typescript\n${ts.displayPartsToString(info.displayParts)}\n\`\`\`\n${documentation}`;
  return { contents: { value } };
}

function tagText(name: string, parts: ts.SymbolDisplayPart[] = []): string {
  const [first, ...rest] = parts;
  if (first?.kind !== "parameterName") return `*@${name}* — ${ts.displayPartsToString(parts)}`;
  return `*@${name}* \`${first.text}\` — ${ts.displayPartsToString(rest).trim()}`;
}

function diagnostics(service: ts.LanguageService, path: string, text: string) {
  const found = [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)];
  return found
    .filter(({ category }) => category === ts.DiagnosticCategory.Error)
    .map(({ start = 0, length = 0, code, messageText }) => ({
      severity: 1,
      code,
      message: ts.flattenDiagnosticMessageText(messageText, "\n"),
      range: rangeOf(text, start, length),
    }));
}
